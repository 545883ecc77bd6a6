import { FunnelTooCostly } from "@showpulse/metrics";
import { Problem } from "../../problem.ts";
import { refuseImpossible } from "../../refuse.ts";

/**
 * Turns a funnel that contradicts itself, or that would cost too much, into a 400: it is the asker's to change.
 * @throws Problem for those, else the error itself
 */
export function refuseFunnel(error: unknown): never {
  if (!(error instanceof FunnelTooCostly)) return refuseImpossible(error);
  const detail = `${error.message} Ask for a shorter period, for fewer shows, or with narrower filters.`;
  throw new Problem(400, "Bad Request", { detail, code: "too_costly" });
}
