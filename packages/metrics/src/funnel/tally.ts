import type { FunnelStep, FunnelStepAnswer } from "../funnel.ts";
import { moneyList } from "../money.ts";
import type { Journey, Path } from "./journey.ts";

/** A journey with the money of its events: either one entry per event, or none when no event carries any. */
export interface PaidJourney extends Journey {
  micros: readonly number[];
  currencies: readonly string[];
}

/** How many came how far, how long it took them, and what they paid. */
export class StepTally {
  readonly #counts: number[];
  /** Seconds since the step before, of each. */
  readonly #seconds: number[][];
  readonly #amounts: Map<string, number>[];
  #wholeWays = 0;
  #totalSeconds = 0;

  constructor(stepCount: number) {
    this.#counts = new Array<number>(stepCount).fill(0);
    this.#seconds = Array.from({ length: stepCount }, () => []);
    this.#amounts = Array.from({ length: stepCount }, () => new Map());
  }

  get started(): number {
    return this.#counts[0] ?? 0;
  }

  /** Those who filled the first step and nothing more, without money. */
  addStarted(people: number): void {
    this.#counts[0] = this.started + people;
  }

  add({ times, micros, currencies }: PaidJourney, { events, steps }: Path, people = 1): void {
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as number;
      const step = steps[index] as number;
      this.#counts[step] = (this.#counts[step] ?? 0) + people;
      const time = times[event] as number;
      const before = index === 0 ? undefined : times[events[index - 1] as number];
      for (let person = 0; person < people && before !== undefined; person += 1) {
        this.#seconds[step]?.push((time - before) / 1000);
      }
      const currency = currencies[event];
      if (currency) {
        const amounts = this.#amounts[step] as Map<string, number>;
        amounts.set(currency, (amounts.get(currency) ?? 0) + people * (micros[event] ?? 0));
      }
    }
    if (steps.length === 1 || steps.at(-1) !== this.#counts.length - 1) return;
    const [first, last] = [events[0] as number, events.at(-1) as number];
    this.#wholeWays += people;
    this.#totalSeconds += (people * ((times[last] as number) - (times[first] as number))) / 1000;
  }

  /** Rates are of the step before that everybody has to fill. */
  steps(steps: readonly FunnelStep[]): FunnelStepAnswer[] {
    return steps.map((step, index) => {
      const count = this.#counts[index] ?? 0;
      const previous = this.#counts[stepBefore(steps, index)] ?? 0;
      const seconds = this.#seconds[index] ?? [];
      return {
        event: step.event ?? null,
        count,
        conversionFromStart: this.started === 0 ? null : count / this.started,
        conversionFromPrevious: previous === 0 ? null : count / previous,
        averageSeconds: mean(seconds),
        medianSeconds: median(seconds),
        amount: moneyList(this.#amounts[index] ?? []),
      };
    });
  }

  /** From the first step to the last; `null` when nobody came there, and of a single step. */
  averageSeconds(): number | null {
    return this.#wholeWays === 0 ? null : this.#totalSeconds / this.#wholeWays;
  }
}

/** The step that everybody has filled who comes to this one: the nearest before that is not optional. */
export function stepBefore(steps: readonly FunnelStep[], step: number): number {
  let before = Math.max(0, step - 1);
  while (before > 0 && steps[before]?.optional) before -= 1;
  return before;
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between the two in the middle when there is an even number. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const high = sorted[middle] as number;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] as number) + high) / 2;
}
