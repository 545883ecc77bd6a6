import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { Problem } from "./problem.ts";
import { isStoreAway } from "./store-away.ts";

const TITLES: Record<number, string> = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
};

/** Every answer that is not what was asked for leaves as a problem document; what nobody foresaw is logged, not shown. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500 && !(error instanceof Problem)) request.log.error({ err: error }, "unexpected error");
    return send(reply, problem);
  });
}

/** Sends a problem document. */
export function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.options.headers ?? {})
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(problem.toJSON());
}

function problemOf(error: FastifyError | Problem | Error): Problem {
  if (error instanceof Problem) return error;
  if (isOverload(error)) {
    const title = TITLES[error.status] ?? "Service Unavailable";
    return new Problem(error.status, title, {
      detail: error.message,
      headers: { "retry-after": String(error.retryAfterSeconds) },
    });
  }
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status < 500) return new Problem(status, TITLES[status] ?? "Bad Request", { detail: error.message });
  if (isStoreAway(error)) {
    return new Problem(503, "Service Unavailable", {
      detail: "One of the hub's stores is away at this moment; nothing was changed. Try again in a few seconds.",
      headers: { "retry-after": "2" },
    });
  }
  return new Problem(500, "Internal Server Error", {
    detail: "The hub met an error that it did not foresee. It is in the hub's log.",
  });
}

/** Overload is thrown by the way in, which knows nothing of HTTP. */
function isOverload(error: Error): error is Error & { status: 429 | 503; retryAfterSeconds: number } {
  return error.name === "Overloaded" && "retryAfterSeconds" in error;
}
