import {
  CostlyQuestion,
  ImpossibleAttribution,
  ImpossibleFunnel,
  ImpossibleQuestion,
  ImpossibleTimeline,
} from "@showpulse/metrics";
import type { FastifyRequest } from "fastify";
import { type Fault, Problem } from "./problem.ts";

/** A question that contradicts itself, or that takes too much, as a 400: it is the asker's to change. Null for all else. */
export function refusedQuestion(error: unknown, { routeOptions }: FastifyRequest): Problem | null {
  if (error instanceof CostlyQuestion) return tooCostly(error, fieldsOf(routeOptions.schema));
  if (
    error instanceof ImpossibleAttribution ||
    error instanceof ImpossibleFunnel ||
    error instanceof ImpossibleQuestion ||
    error instanceof ImpossibleTimeline
  ) {
    return new Problem(400, "Bad Request", {
      detail: error.message,
      errors: [{ pointer: error.pointer, detail: error.message }],
    });
  }
  return null;
}

/** What makes a question cheaper, by the field that says it. */
const NARROWER: Readonly<Record<string, string>> = {
  from: "a shorter period",
  lookbackSeconds: "a shorter lookback",
  shows: "fewer shows",
  ids: "fewer offers",
  minutes: "fewer minutes",
  metrics: "fewer metrics",
  where: "narrower filters",
};

function tooCostly({ message }: CostlyQuestion, fields: readonly string[]): Problem {
  const narrower = Object.entries(NARROWER).filter(([field]) => fields.includes(field));
  const choice = new Intl.ListFormat("en", { type: "disjunction" }).format(narrower.map(([, what]) => what));
  return new Problem(400, "Bad Request", {
    detail: choice === "" ? message : `${message} Ask for ${choice}.`,
    code: "too_costly",
    errors: narrower.map(([field, what]): Fault => ({ pointer: `/${field}`, detail: `${what} would cost less` })),
  });
}

/** What a route's question may say. */
function fieldsOf(schema: FastifyRequest["routeOptions"]["schema"]): string[] {
  return [schema?.querystring, schema?.body].flatMap((part) =>
    typeof part === "object" && part !== null && "properties" in part ? Object.keys(Object(part.properties)) : [],
  );
}
