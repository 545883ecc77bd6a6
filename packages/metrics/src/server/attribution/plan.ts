import {
  type AttributionKey,
  type AttributionModel,
  ImpossibleAttribution,
  LOOKBACK_SECONDS,
} from "../../attribution.ts";
import { NoSuchPeriod, periodOf } from "../../days.ts";
import { knownTimes } from "../period.ts";

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

/** @throws ImpossibleAttribution for a period that there is not */
export function planPeriod({ from, to, timezone }: { from: string; to: string; timezone?: string | null | undefined }) {
  try {
    return knownTimes(periodOf({ from, to }, timezone ?? "UTC"));
  } catch (error) {
    if (error instanceof NoSuchPeriod) throw new ImpossibleAttribution(`/${error.field}`, error.message);
    throw error;
  }
}
