import type { TimelineMark } from "../../show-timeline.ts";

/** What happened at a moment, as it is stored. */
export interface MarkRow {
  /** Milliseconds. */
  at: number;
  seq: number;
  type: string;
  platform: string;
  item: string;
  item_name: string;
  offer: string;
  text: string;
  /** Of a gap: RFC 3339. */
  gap_from: string;
  gap_to: string;
  reason: string;
  recoverable: string;
}

/** A row as a mark: a gap stands where it began. */
export function markOf(row: MarkRow): TimelineMark {
  const gap = gapOf(row);
  return {
    at: new Date(gap?.from ?? row.at).toISOString(),
    type: row.type,
    platform: row.platform,
    ...(row.item === "" ? {} : { item: row.item }),
    ...(row.item_name === "" ? {} : { itemName: row.item_name }),
    ...(row.offer === "" ? {} : { offer: row.offer }),
    ...(row.text === "" ? {} : { text: row.text }),
    ...(gap ? { to: new Date(gap.to).toISOString(), reason: row.reason, recovered: gap.recovered } : {}),
  };
}

export interface Gap {
  platform: string;
  /** Milliseconds. */
  from: number;
  to: number;
  recovered: boolean;
}

/** A `connector_gap` as a time; `null` for anything else, and for a gap that does not say from when to when. */
export function gapOf(row: MarkRow): Gap | null {
  if (row.type !== "connector_gap") return null;
  const [from, to] = [Date.parse(row.gap_from), Date.parse(row.gap_to)];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return { platform: row.platform, from, to, recovered: row.recoverable === "true" };
}
