import type { Budget } from "../budget.ts";
import type { FunnelStep, FunnelStepAnswer } from "../funnel.ts";
import { bestPath, tries } from "./best-path.ts";
import type { Intervals } from "./intervals.ts";
import type { Path, Rules } from "./journey.ts";
import { mean, type PaidJourney, StepTally } from "./tally.ts";
import { binsOf, type ConversionBin } from "./time-to-convert.ts";
import { type TrendPoint, type TrendRange, TrendTally } from "./trend.ts";

/** What is asked of each row of an answer. */
export interface RowPlan {
  steps: readonly FunnelStep[];
  rules: Rules;
  /** Every try counts, not everybody's best. */
  total: boolean;
  fromStep: number;
  toStep: number;
  /** The calendar of a trend. */
  intervals: Intervals | null;
  /** Starts of the first and last interval, where the period has ends; else as far as there are any. */
  firstInterval: number | undefined;
  lastInterval: number | undefined;
  /** Bins of times to convert; null: as many as fit; undefined: not asked for. */
  binCount: number | null | undefined;
}

export interface RowAnswer {
  steps: FunnelStepAnswer[];
  averageSeconds: number | null;
  series?: TrendPoint[];
  bins?: ConversionBin[];
}

/** One row of an answer: everybody, or everybody of one value of a breakdown. */
export class RowTally {
  readonly #plan: RowPlan;
  readonly #steps: StepTally;
  readonly #trend = new TrendTally();
  readonly #seconds: number[] = [];

  constructor(plan: RowPlan) {
    this.#plan = plan;
    this.#steps = new StepTally(plan.steps.length);
  }

  get started(): number {
    return this.#steps.started;
  }

  addStarted(people: number): void {
    this.#steps.addStarted(people);
  }

  add(journey: PaidJourney, people: number, budget: Budget): void {
    const { rules, total, intervals, binCount } = this.#plan;
    budget.startJourney();
    let counts = false;
    for (const path of pathsOf(journey, rules, total, budget)) {
      counts = true;
      this.#steps.add(journey, path, people);
      if (binCount !== undefined) this.#addSeconds(journey, path, people);
      if (total && intervals)
        this.#addToTrend(intervals, intervals.startOf(journey.times[path.events[0] as number] as number), path, people);
    }
    // Whose furthest path is marked counts nowhere, in no interval either.
    if (!total && intervals && counts) this.#addBestOfEach(intervals, journey, people, budget);
  }

  answer(range = this.range()): RowAnswer {
    const { steps, intervals, binCount } = this.#plan;
    const answer = { steps: this.#steps.steps(steps), averageSeconds: this.#steps.averageSeconds() };
    if (intervals) return { ...answer, series: this.#trend.series(range, intervals) };
    if (binCount === undefined) return answer;
    return { ...answer, averageSeconds: mean(this.#seconds), bins: binsOf(this.#seconds, binCount) };
  }

  /** The intervals that a trend goes over. */
  range(): TrendRange | null {
    const { firstInterval, lastInterval } = this.#plan;
    const found = this.#trend.range();
    const first = firstInterval ?? found?.first;
    // Clocks that run ahead may have started something after now.
    const last = Math.max(lastInterval ?? Number.NEGATIVE_INFINITY, found?.last ?? Number.NEGATIVE_INFINITY);
    return first === undefined || last < first ? null : { first, last };
  }

  #addSeconds({ times }: PaidJourney, path: Path, people: number): void {
    const { fromStep, toStep } = this.#plan;
    const from = path.events[path.steps.indexOf(fromStep)];
    const to = path.events[path.steps.indexOf(toStep)];
    if (from === undefined || to === undefined) return;
    const seconds = ((times[to] as number) - (times[from] as number)) / 1000;
    for (let person = 0; person < people; person += 1) this.#seconds.push(seconds);
  }

  /** Counts once in each interval: with the best of the tries that start there. */
  #addBestOfEach(intervals: Intervals, journey: PaidJourney, people: number, budget: Budget): void {
    const { rules } = this.#plan;
    const { starts } = rules;
    const mayStart = rules.order === "unordered" ? ~0 : 1;
    const found = new Set<number>();
    for (const [event, time] of journey.times.entries()) {
      const starting = ((journey.steps[event] as number) & mayStart) !== 0 && time >= starts.from && time <= starts.to;
      if (starting) found.add(intervals.startOf(time));
    }
    for (const start of found) {
      const end = intervals.next(start) - 1;
      const within = { from: Math.max(start, starts.from), to: Math.min(end, starts.to) };
      const path = bestPath(journey, rules, within, budget);
      if (path) this.#addToTrend(intervals, start, path, people);
    }
  }

  #addToTrend(intervals: Intervals, start: number, { steps }: Path, people: number): void {
    const { fromStep, toStep } = this.#plan;
    this.#trend.add(start, { from: steps.includes(fromStep), to: steps.includes(toStep) }, people, intervals);
  }
}

/** The paths that count of a journey. */
export function pathsOf(journey: PaidJourney, rules: Rules, total: boolean, budget: Budget): Iterable<Path> {
  if (total) return tries(journey, rules, budget);
  const path = bestPath(journey, rules, rules.starts, budget);
  return path ? [path] : [];
}
