import { NoSuchPeriod, periodOf } from "../days.ts";
import { ImpossibleQuestion } from "../impossible-question.ts";

/** What the engine's times can hold, with room for a lookback and a window. */
const EARLIEST = Date.UTC(1901, 0, 1);
const LATEST = Date.UTC(2299, 0, 1);

/** A moment, or the nearest that the engine knows. Milliseconds. */
export const knownTime = (time: number): number => Math.min(LATEST, Math.max(EARLIEST, time));

/** A period within the times that the engine knows; without an end it goes as far as they do. */
export const knownTimes = ({ from, to }: { from: number | undefined; to: number | undefined }) => ({
  from: knownTime(from ?? EARLIEST),
  to: knownTime(to ?? LATEST),
});

interface AskedPeriod {
  from?: string | undefined;
  to?: string | undefined;
  timezone?: string | undefined;
}

/**
 * A period's first and last millisecond, both inclusive.
 * @throws ImpossibleQuestion for a period that there is not
 */
export function periodWithin({ from, to, timezone = "UTC" }: AskedPeriod): { from: number; to: number } {
  try {
    return knownTimes(periodOf({ from, to }, timezone));
  } catch (error) {
    if (error instanceof NoSuchPeriod) throw new ImpossibleQuestion(`/${error.field}`, error.message);
    throw error;
  }
}
