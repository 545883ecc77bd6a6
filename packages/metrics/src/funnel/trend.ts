import { CostlyQuestion } from "../budget.ts";
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

/** Tries by the interval in which they start. */
export class TrendTally {
  readonly #counts = new Map<number, { from: number; to: number }>();

  add(start: number, reached: { from: boolean; to: boolean }, people: number): void {
    const counts = this.#counts.get(start) ?? { from: 0, to: 0 };
    if (reached.from) counts.from += people;
    if (reached.from && reached.to) counts.to += people;
    this.#counts.set(start, counts);
  }

  /** Starts of the first and the last interval with anything in it. */
  range(): { first: number; last: number } | null {
    const starts = [...this.#counts.keys()].sort((a, b) => a - b);
    const [first, last] = [starts[0], starts.at(-1)];
    return first === undefined || last === undefined ? null : { first, last };
  }

  /**
   * Every interval from the first to the last, the empty ones too.
   * @throws CostlyQuestion for more intervals than anybody can look at
   */
  series(range: { first: number; last: number } | null, intervals: Intervals): TrendPoint[] {
    const points: TrendPoint[] = [];
    if (range === null) return points;
    for (let start = range.first; start <= range.last; start = intervals.next(start)) {
      const { from, to } = this.#counts.get(start) ?? { from: 0, to: 0 };
      const rate = from === 0 ? 0 : Math.round((10_000 * to) / from) / 100;
      points.push({ at: new Date(start).toISOString(), from, to, rate });
      if (points.length > MOST_POINTS) {
        throw new CostlyQuestion(
          `A trend has at most ${MOST_POINTS} intervals: take longer ones, or a shorter period.`,
        );
      }
    }
    return points;
  }
}
