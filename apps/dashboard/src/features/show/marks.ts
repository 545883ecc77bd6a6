import type { TimelineMark } from "../../api/types.ts";

/** What happened at a moment or over a time, for the time axis. Times are milliseconds since 1970. */
export interface Mark {
  key: string;
  kind: "pin" | "offer" | "gap" | "other";
  type: string;
  at: number;
  /** Null for a moment, or for what still lasts. */
  to: number | null;
  platforms: readonly string[];
  /** What it was about, in the words of its event; null where it has none. */
  about: string | null;
  recovered: boolean;
}

const kindOf = (type: string): Mark["kind"] =>
  type === "product_pinned" ? "pin" : type === "connector_gap" ? "gap" : type.startsWith("offer_") ? "offer" : "other";

/** Types that only end what another mark began, or that say nothing on their own. */
const CLOSING = new Set(["offer_ended", "product_unpinned", "offer_stock", "offer_announced"]);

/** The timeline's marks as moments and spans; an offer lasts until its own end. */
export function readMarks(marks: readonly TimelineMark[]): Mark[] {
  const ends = new Map<string, number>();
  for (const mark of marks) {
    if (mark.type === "offer_ended" && mark.offer) ends.set(mark.offer, Date.parse(mark.at));
  }
  const read = marks
    .filter((mark) => !CLOSING.has(mark.type))
    .map((mark, index) => {
      const kind = kindOf(mark.type);
      const end = mark.to
        ? Date.parse(mark.to)
        : mark.type === "offer_started" && mark.offer
          ? ends.get(mark.offer)
          : undefined;
      return {
        key: `${mark.type}/${mark.at}/${index}`,
        kind,
        type: mark.type,
        at: Date.parse(mark.at),
        to: end ?? null,
        platforms: mark.platform ? [mark.platform] : [],
        about: mark.itemName ?? mark.reason ?? mark.offer ?? mark.item ?? mark.text ?? null,
        recovered: mark.recovered === true,
      };
    })
    .sort((a, b) => a.at - b.at);
  return joined(read);
}

/** The time within which two platforms tell of one thing: a product is pinned on all of them at once. */
const SAME_MS = 10_000;

/** Marks in time's order, with one for what several platforms told of at once. A gap is each platform's own. */
function joined(marks: readonly Mark[]): Mark[] {
  const result: Mark[] = [];
  for (const mark of marks) {
    const index = mark.kind === "gap" ? -1 : lastSame(result, mark);
    const same = result[index];
    if (!same) result.push(mark);
    else {
      const platforms = [...new Set([...same.platforms, ...mark.platforms])];
      result[index] = { ...same, to: same.to ?? mark.to, platforms };
    }
  }
  return result;
}

/** Where the same thing was told of just before; -1 for nowhere. */
function lastSame(before: readonly Mark[], mark: Mark): number {
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const other = before[index];
    if (!other || mark.at - other.at >= SAME_MS) return -1;
    if (other.type === mark.type && other.about === mark.about) return index;
  }
  return -1;
}
