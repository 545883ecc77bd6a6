import type { Socket } from "node:net";
import { type ConnectionError, type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { Problem } from "./problem.ts";
import { refusedQuestion } from "./refused-question.ts";
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
    const problem = refusedQuestion(error, request) ?? problemOf(error);
    if (problem.status >= 500 && !(error instanceof Problem)) request.log.error({ err: error }, "unexpected error");
    return send(reply, problem);
  });
}

/** For what Fastify refuses before any route: an address that cannot be read. */
export function answerFrameworkError(error: FastifyError, reply: FastifyReply): void {
  void send(reply, problemOf(error));
}

/** For what is no request at all, or is too slow or too long: there is no reply yet, only its socket. */
export function answerConnectionError({ code }: ConnectionError, socket: Socket): void {
  if (code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = CONNECTION_ERRORS[code] ?? 400;
  const title = TITLES[status] ?? "Bad Request";
  const body = JSON.stringify(new Problem(status, title, { detail: "This is not a request that can be read." }));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nContent-Type: application/problem+json\r\nConnection: close\r\n\r\n${body}`,
  );
}

const CONNECTION_ERRORS: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

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
