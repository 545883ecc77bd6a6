import { ImpossibleFunnel } from "../funnel.ts";
import type { Intervals } from "./intervals.ts";

/** How many tries of an interval came to one step, and how many of those to another. */
export interface TrendPoint {
  /** Start of the interval, RFC 3339. */
  at: string;
  from: number;
  to: number;
  /** Percent, 2 decimals. */
  rate: number;
}

const MOST_POINTS = 20_000;
/** Of all rows of an answer together. */
const MOST_IN_ALL = 200_000;

/** Starts of the first and the last interval of a trend. */
export interface TrendRange {
  first: number;
  last: number;
}

const pointsOf = ({ first, last }: TrendRange, { usualLength }: Intervals): number =>
  Math.round((last - first) / usualLength) + 1;

/** Whether somebody can look at so many trends of that length. */
export function areFew(range: TrendRange, intervals: Intervals, rows: number): boolean {
  const points = pointsOf(range, intervals);
  return points <= MOST_POINTS && points * rows <= MOST_IN_ALL;
}

/**
 * @param rows how many rows of an answer have a series each
 * @throws ImpossibleFunnel for more intervals than anybody can look at
 */
export function assertFewPoints(range: TrendRange, intervals: Intervals, rows = 1): void {
  const points = pointsOf(range, intervals);
  if (points > MOST_POINTS) {
    const detail = `interval is too short: the trend would have ${points} points, and it may have ${MOST_POINTS}`;
    throw new ImpossibleFunnel("/interval", detail);
  }
  if (points * rows > MOST_IN_ALL) {
    const detail = `limit is too high: ${rows} trends of ${points} points are more than ${MOST_IN_ALL} in all`;
    throw new ImpossibleFunnel("/breakdown/limit", detail);
  }
}

/** Tries by the interval in which they start. */
export class TrendTally {
  readonly #counts = new Map<number, { from: number; to: number }>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** @throws ImpossibleFunnel when the tries lie too far apart */
  add(start: number, reached: { from: boolean; to: boolean }, people: number, intervals: Intervals): void {
    if (start < this.#first || start > this.#last) {
      this.#first = Math.min(this.#first, start);
      this.#last = Math.max(this.#last, start);
      assertFewPoints({ first: this.#first, last: this.#last }, intervals);
    }
    const counts = this.#counts.get(start) ?? { from: 0, to: 0 };
    if (reached.from) counts.from += people;
    if (reached.from && reached.to) counts.to += people;
    this.#counts.set(start, counts);
  }

  /** Starts of the first and the last interval with anything in it. */
  range(): TrendRange | null {
    return this.#first <= this.#last ? { first: this.#first, last: this.#last } : null;
  }

  /** Every interval from the first to the last, the empty ones too. @throws ImpossibleFunnel for too many */
  series(range: TrendRange | null, intervals: Intervals): TrendPoint[] {
    const points: TrendPoint[] = [];
    if (range === null) return points;
    assertFewPoints(range, intervals);
    for (let start = range.first; start <= range.last; start = intervals.next(start)) {
      const { from, to } = this.#counts.get(start) ?? { from: 0, to: 0 };
      const rate = from === 0 ? 0 : Math.round((10_000 * to) / from) / 100;
      points.push({ at: new Date(start).toISOString(), from, to, rate });
    }
    return points;
  }
}
