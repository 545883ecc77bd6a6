import { type Static, Type } from "typebox";
import type { TimelineMark } from "../../show-timeline.ts";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

const Row = Type.Object({
  at: Type.Integer(),
  type: Type.String(),
  platform: Type.String(),
  item: Type.String(),
  item_name: Type.String(),
  offer: Type.String(),
  text: Type.String(),
  gap_from: Type.String(),
  gap_to: Type.String(),
  reason: Type.String(),
  recoverable: Type.String(),
});

/** What happened at a moment, in order; the newest 5,000 at most. */
export const marksQuery = defineQuery(
  { name: "show-timeline/marks", row: Row },
  `
SELECT * FROM
(
    SELECT
        toUnixTimestamp64Milli(time) AS at,
        type,
        platform,
        item,
        item_name,
        offer,
        text,
        JSONExtractString(properties['from']) AS gap_from,
        JSONExtractString(properties['to']) AS gap_to,
        JSONExtractString(properties['reason']) AS reason,
        properties['recoverable'] AS recoverable
    FROM moments FINAL
    WHERE ${OF_SHOW} AND type NOT IN ('viewer_count', 'like_total')
    ORDER BY time DESC, seq DESC
    LIMIT 5000
)
ORDER BY at`,
);

/** A row as a mark: a gap stands where it began. */
export function markOf(row: Static<typeof Row>): TimelineMark {
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
export function gapOf(row: Static<typeof Row>): Gap | null {
  if (row.type !== "connector_gap") return null;
  const [from, to] = [Date.parse(row.gap_from), Date.parse(row.gap_to)];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return { platform: row.platform, from, to, recovered: row.recoverable === "true" };
}
