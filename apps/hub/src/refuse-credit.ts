import { ImpossibleAttribution } from "@showpulse/metrics";
import { CostlyQuestion } from "@showpulse/metrics/server";
import { Problem } from "./problem.ts";

/**
 * Turns a question about credit that contradicts itself, or that takes too much, into a 400: it is the asker's to
 * change.
 * @throws Problem for those, else the error itself
 */
export function refuseCredit(error: unknown): never {
  if (error instanceof CostlyQuestion) {
    const detail = `The question was given up: ${error.message}. Ask for a shorter period or lookback.`;
    throw new Problem(400, "Bad Request", { detail, code: "too_costly" });
  }
  if (!(error instanceof ImpossibleAttribution)) throw error;
  const errors = [{ pointer: error.pointer, detail: error.message }];
  throw new Problem(400, "Bad Request", { detail: error.message, errors });
}
