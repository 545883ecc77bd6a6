import type { Highlight } from "../highlights.ts";

const MOST = 3;

/**
 * Numbers the moments that mattered: those with the most orders above the usual (comments, where nobody bought) for
 * their length, none overlapping a better one. Chance alone moves a count by the root of its time, so that divides it:
 * a rush is worth more than the long pin that holds it.
 */
export function ranked(moments: readonly Omit<Highlight, "rank">[]): Highlight[] {
  const sold = moments.some(({ orders }) => (orders ?? 0) > 0);
  const worth = (moment: Omit<Highlight, "rank">) => {
    const above = sold ? moment.ordersAboveUsual : moment.commentsAboveUsual;
    const minutes = (Date.parse(moment.end) - Date.parse(moment.start)) / 60_000;
    return above === null ? Number.NEGATIVE_INFINITY : above / Math.sqrt(minutes);
  };
  const best: Omit<Highlight, "rank">[] = [];
  for (const moment of moments.toSorted((a, b) => worth(b) - worth(a))) {
    if (best.length === MOST || worth(moment) <= 0) break;
    if (best.every((other) => moment.end <= other.start || moment.start >= other.end)) best.push(moment);
  }
  return moments.map((moment) => ({ ...moment, rank: best.indexOf(moment) + 1 || null }));
}
