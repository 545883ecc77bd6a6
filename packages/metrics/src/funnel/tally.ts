import type { FunnelStep, FunnelStepAnswer } from "../funnel.ts";
import { moneyList } from "../money.ts";
import type { Journey, Path } from "./walk.ts";

/** A journey with the money of its events: either one entry per event, or none when no event carries any. */
export interface PaidJourney extends Journey {
  micros: readonly number[];
  currencies: readonly string[];
}

/** How many people came how far, how long it took them, and what they paid. */
export class StepTally {
  readonly #counts: number[];
  /** Seconds since the step before, of each person. */
  readonly #seconds: number[][];
  readonly #amounts: Map<string, number>[];
  #totalSeconds = 0;

  constructor(stepCount: number) {
    this.#counts = new Array<number>(stepCount).fill(0);
    this.#seconds = Array.from({ length: stepCount }, () => []);
    this.#amounts = Array.from({ length: stepCount }, () => new Map());
  }

  get started(): number {
    return this.#counts[0] ?? 0;
  }

  /** People who filled the first step and nothing more, without money. */
  addStarted(people: number): void {
    this.#counts[0] = this.started + people;
  }

  add(journey: PaidJourney, { events }: Path, people = 1): void {
    for (const [step, event] of events.entries()) {
      this.#counts[step] = (this.#counts[step] ?? 0) + people;
      const time = journey.times[event] as number;
      const before = step === 0 ? undefined : journey.times[events[step - 1] as number];
      for (let person = 0; person < people && before !== undefined; person += 1) {
        this.#seconds[step]?.push((time - before) / 1000);
      }
      const currency = journey.currencies[event];
      if (currency) {
        const amounts = this.#amounts[step] as Map<string, number>;
        amounts.set(currency, (amounts.get(currency) ?? 0) + people * (journey.micros[event] ?? 0));
      }
    }
    if (events.length !== this.#counts.length) return;
    const [first, last] = [events[0] as number, events.at(-1) as number];
    this.#totalSeconds += (people * ((journey.times[last] as number) - (journey.times[first] as number))) / 1000;
  }

  addAll(other: StepTally): void {
    for (const [step, count] of other.#counts.entries()) {
      this.#counts[step] = (this.#counts[step] ?? 0) + count;
      for (const seconds of other.#seconds[step] ?? []) this.#seconds[step]?.push(seconds);
      for (const [currency, micros] of other.#amounts[step] ?? []) {
        const amounts = this.#amounts[step] as Map<string, number>;
        amounts.set(currency, (amounts.get(currency) ?? 0) + micros);
      }
    }
    this.#totalSeconds += other.#totalSeconds;
  }

  steps(steps: readonly FunnelStep[]): FunnelStepAnswer[] {
    return steps.map((step, index) => {
      const count = this.#counts[index] ?? 0;
      const previous = index === 0 ? count : (this.#counts[index - 1] ?? 0);
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

  /** From the first step to the last; `null` when nobody came there. */
  averageSeconds(): number | null {
    const converted = this.#counts.at(-1) ?? 0;
    return converted === 0 ? null : this.#totalSeconds / converted;
  }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between the two in the middle when there is an even number. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const high = sorted[middle] as number;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] as number) + high) / 2;
}
