import type { ViewerTotals } from "./totals.ts";

interface Reading {
  time: number;
  platform: string;
  value: number;
  /** The platform's show is over: its viewers are gone, but the period does not grow. */
  end: boolean;
}

/**
 * The sum of the platforms' `viewer_count` over time. Readings come in any order; of several of one platform at one
 * millisecond the highest counts. A platform counts from its first reading until its `show_ended`. Peak and average
 * are of the sum, the average weighted by time from the first reading to the last (a single moment: its value).
 */
export class ViewerGauge {
  readonly #readings: Reading[] = [];
  #sorted = true;
  #known: ViewerTotals | null | undefined;

  read(platform: string, time: number, value: number): void {
    this.#add({ platform, time, value, end: false });
  }

  end(platform: string, time: number): void {
    this.#add({ platform, time, value: 0, end: true });
  }

  /** `null` without a reading. Costs a pass over the readings, but only after a new one. */
  totals(): ViewerTotals | null {
    if (this.#known === undefined) {
      if (!this.#sorted) this.#readings.sort((a, b) => a.time - b.time);
      this.#sorted = true;
      this.#known = foldReadings(this.#readings);
    }
    return this.#known;
  }

  #add(reading: Reading): void {
    const newest = this.#readings.at(-1);
    if (newest && newest.time > reading.time) this.#sorted = false;
    this.#readings.push(reading);
    this.#known = undefined;
  }
}

function foldReadings(readings: readonly Reading[]): ViewerTotals | null {
  const first = readings.find((reading) => !reading.end);
  const last = readings.findLast((reading) => !reading.end);
  if (!first || !last) return null;
  const current = new Map<string, Reading>();
  let [sum, peak, area, since] = [0, 0, 0, first.time];
  for (const reading of readings) {
    if (reading.time < first.time) continue;
    if (reading.time > since) {
      peak = Math.max(peak, sum);
      area += sum * (Math.min(reading.time, last.time) - Math.min(since, last.time));
      since = reading.time;
    }
    const before = current.get(reading.platform);
    // At one moment a reading goes before an end, and of readings the highest counts.
    if (before?.time === reading.time && before.value >= reading.value) continue;
    sum += reading.value - (before?.value ?? 0);
    current.set(reading.platform, reading);
  }
  peak = Math.max(peak, sum);
  return { now: sum, peak, average: last.time === first.time ? peak : area / (last.time - first.time) };
}
