import { periodOf } from "../../days.ts";
import { ImpossibleQuestion } from "../../impossible-question.ts";

const EARLIEST = Date.UTC(1901, 0, 1);
const LATEST = Date.UTC(2299, 0, 1);

interface AskedPeriod {
  from: string;
  to: string;
  timezone?: string | undefined;
}

/**
 * A period's first and last millisecond, both inclusive.
 * @throws ImpossibleQuestion for a period that there is not
 */
export function periodWithin({ from, to, timezone = "UTC" }: AskedPeriod): { from: number; to: number } {
  try {
    const period = periodOf({ from, to }, timezone);
    const start = Math.max(EARLIEST, period.from ?? EARLIEST);
    const end = Math.min(LATEST, period.to ?? LATEST);
    if (start > end) throw new ImpossibleQuestion("/from", "from is after to");
    return { from: start, to: end };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ImpossibleQuestion(/time ?zone/i.test(error.message) ? "/timezone" : "/from", error.message);
  }
}
