import { CostlyQuestion } from "@showpulse/metrics/server";
import { Problem } from "../../problem.ts";
import { refuseImpossible } from "../../refuse.ts";

/**
 * Turns a question about the audience that contradicts itself, or that takes too much, into a 400.
 * @throws Problem for those, else the error itself
 */
export function refuseAudience(error: unknown): never {
  if (!(error instanceof CostlyQuestion)) return refuseImpossible(error);
  const detail = `The question was given up: ${error.message}. Ask for a shorter period.`;
  throw new Problem(400, "Bad Request", { detail, code: "too_costly" });
}
