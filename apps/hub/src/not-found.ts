import { readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { send } from "./errors.ts";
import { Problem } from "./problem.ts";

/**
 * Answers for addresses at which there is nothing. A person's browser gets the dashboard, which says so and where to go
 * on; a program, and whoever asks the API, gets a problem document.
 * @param page the dashboard's HTML file; absent or not built: a problem document for all
 */
export function answerNotFound(app: FastifyInstance, page: string | undefined): void {
  app.setNotFoundHandler(async (request, reply) => {
    const html = page !== undefined && isPerson(request) ? await readFile(page).catch(() => null) : null;
    return html === null ? problem(request, reply) : asPage(reply, html);
  });
}

/** A page is asked for by its type; scripts and pictures are not, and neither is what lies under the API's root. */
const isPerson = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === "GET" || method === "HEAD") && !url.startsWith("/v1/") && /\btext\/html\b/.test(headers.accept ?? "");

const asPage = (reply: FastifyReply, html: Buffer): FastifyReply =>
  reply.code(404).type("text/html; charset=utf-8").header("cache-control", "no-cache").send(html);

const problem = ({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, new Problem(404, "Not Found", { detail: `There is nothing at ${method} ${url.split("?")[0]}.` }));
