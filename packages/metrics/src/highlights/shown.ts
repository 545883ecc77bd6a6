import type { TimelineMark } from "../show-timeline.ts";

/** A product or an offer that viewers were shown, on whatever platforms. Milliseconds since 1970. */
export interface Shown {
  kind: "pin" | "offer";
  from: number;
  to: number;
  item: string | undefined;
  itemName: string | undefined;
  offer: string | undefined;
}

/** Platforms tell of one pin within that time of each other. */
const SAME_MILLISECONDS = 10_000;

/**
 * Pins and offers in order of time. A pin lasts until it is taken down or another product is pinned, an offer until it
 * ends or is sold out, both at most until `end`. An offer without an id is known by its product.
 */
export function shownIn(marks: readonly TimelineMark[], end: number): Shown[] {
  const inTime = marks
    .map((mark) => ({ ...mark, time: Date.parse(mark.at) }))
    .filter(({ time }) => time < end)
    .sort((a, b) => a.time - b.time);
  const shown: Shown[] = [];
  for (const [index, mark] of inTime.entries()) {
    const { type, item, itemName, offer, time } = mark;
    const kind = type === "product_pinned" ? "pin" : type === "offer_started" ? "offer" : undefined;
    if (kind === undefined) continue;
    const same = (other: { item?: string | undefined; offer?: string | undefined }) =>
      kind === "pin" ? other.item === item : (other.offer ?? other.item) === (offer ?? item);
    const told = shown.some((one) => one.kind === kind && same(one) && time - one.from < SAME_MILLISECONDS);
    if (told) continue;
    const over = inTime
      .slice(index + 1)
      .find((later) =>
        kind === "pin"
          ? (later.type === "product_pinned" && !same(later)) || (later.type === "product_unpinned" && same(later))
          : (later.type === "offer_ended" || later.type === "offer_sold_out") && same(later),
      );
    shown.push({ kind, from: time, to: Math.min(over?.time ?? end, end), item, itemName, offer });
  }
  return shown;
}

/** What was shown in a time: the offer that ran, else the newest pin; nothing when there was none. */
export function shownDuring(shown: readonly Shown[], from: number, to: number): Shown | undefined {
  const then = shown.filter((one) => one.from < to && one.to > from);
  return then.findLast(({ kind }) => kind === "offer") ?? then.at(-1);
}
