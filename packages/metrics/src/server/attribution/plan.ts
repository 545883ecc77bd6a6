import {
  type AttributionKey,
  type AttributionModel,
  ImpossibleAttribution,
  LOOKBACK_SECONDS,
} from "../../attribution.ts";
import { periodOf } from "../../days.ts";

/** Whose credit is asked for, with its defaults filled in. */
export interface CreditPlan {
  /** Milliseconds, both inclusive. */
  from: number;
  to: number;
  lookbackMilliseconds: number;
  groupBy: AttributionKey;
  conversion: string;
  /** Direct visits count. */
  withDirect: boolean;
}

export interface CreditRequest {
  from: string;
  to: string;
  timezone?: string | null | undefined;
  lookbackSeconds?: number | null | undefined;
  groupBy: AttributionKey;
  conversion?: string | null | undefined;
  model: AttributionModel;
}

/** @throws ImpossibleAttribution for a period that there is not */
export function planCredit(request: CreditRequest): CreditPlan {
  return {
    ...planPeriod(request),
    lookbackMilliseconds: Math.floor((request.lookbackSeconds ?? LOOKBACK_SECONDS) * 1000),
    groupBy: request.groupBy,
    conversion: request.conversion ?? "purchase",
    withDirect: request.model === "last",
  };
}

const EARLIEST = Date.UTC(1901, 0, 1);
const LATEST = Date.UTC(2299, 0, 1);

/** @throws ImpossibleAttribution for a period that there is not */
export function planPeriod({ from, to, timezone }: { from: string; to: string; timezone?: string | null | undefined }) {
  try {
    const period = periodOf({ from, to }, timezone ?? "UTC");
    const start = Math.max(EARLIEST, period.from ?? EARLIEST);
    const end = Math.min(LATEST, period.to ?? LATEST);
    if (start > end) throw new ImpossibleAttribution("/from", "from is after to");
    return { from: start, to: end };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ImpossibleAttribution(/time ?zone/i.test(error.message) ? "/timezone" : "/from", error.message);
  }
}
