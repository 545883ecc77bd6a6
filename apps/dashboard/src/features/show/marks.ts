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

const text = (mark: TimelineMark, ...fields: string[]): string | null => {
  for (const field of fields) {
    const value = mark[field];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
};

const kindOf = (type: string): Mark["kind"] =>
  type === "product_pinned"
    ? "pin"
    : type === "connector_gap" || type === "gap"
      ? "gap"
      : type.startsWith("offer_")
        ? "offer"
        : "other";

/** Types that only end what another mark began, or that say nothing on their own. */
const CLOSING = new Set(["offer_ended", "product_unpinned", "offer_stock", "offer_announced"]);

/** The timeline's marks as moments and spans; an offer lasts until its own end. */
export function readMarks(marks: readonly TimelineMark[]): Mark[] {
  const ends = new Map<string, number>();
  for (const mark of marks) {
    const offer = mark.type === "offer_ended" ? text(mark, "offer") : null;
    if (offer) ends.set(offer, Date.parse(mark.at));
  }
  return marks
    .filter((mark) => !CLOSING.has(mark.type))
    .map((mark, index) => {
      const kind = kindOf(mark.type);
      const until = text(mark, "to", "endsAt");
      const offer = text(mark, "offer");
      const end = until ? Date.parse(until) : mark.type === "offer_started" && offer ? ends.get(offer) : undefined;
      return {
        key: `${mark.type}/${mark.at}/${index}`,
        kind,
        type: mark.type,
        at: Date.parse(mark.at),
        to: end ?? null,
        platforms: [text(mark, "platform") ?? []].flat(),
        about: text(mark, "itemName", "title", "name", "reason", "offer", "item", "text"),
        recovered: mark["recovered"] === true,
      };
    })
    .sort((a, b) => a.at - b.at)
    .reduce<Mark[]>(joinSame, []);
}

/** The time within which two platforms tell of one thing: a product is pinned on all of them at once. */
const SAME_MS = 10_000;

/** Adds a mark, or only its platform where another one told of the same just before. A gap is each platform's own. */
function joinSame(before: Mark[], mark: Mark): Mark[] {
  const index = before.findLastIndex(
    ({ type, about, at, kind }) =>
      kind !== "gap" && type === mark.type && about === mark.about && mark.at - at < SAME_MS,
  );
  const same = before[index];
  if (!same) return [...before, mark];
  const joined = { ...same, to: same.to ?? mark.to, platforms: [...new Set([...same.platforms, ...mark.platforms])] };
  return before.with(index, joined);
}
