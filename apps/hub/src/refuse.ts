import { ImpossibleFunnel, ImpossibleQuestion, ImpossibleTimeline } from "@showpulse/metrics";
import { Problem } from "./problem.ts";

/**
 * Turns a question that contradicts itself into a 400: it is the asker's to change.
 * @throws Problem for those, else the error itself
 */
export function refuseImpossible(error: unknown): never {
  if (
    !(error instanceof ImpossibleFunnel || error instanceof ImpossibleQuestion || error instanceof ImpossibleTimeline)
  ) {
    throw error;
  }
  const errors = [{ pointer: error.pointer, detail: error.message }];
  throw new Problem(400, "Bad Request", { detail: error.message, errors });
}
