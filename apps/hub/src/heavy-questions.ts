import PQueue from "p-queue";
import type { App } from "./app.ts";
import { Problem } from "./problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What it asks may go through weeks of everybody's events: it waits for its turn among such questions. */
    heavy?: boolean;
  }
}

export interface HeavyQuestionLimits {
  /** So many are worked on at once. */
  atOnce: number;
  /** So many of a workspace wait or are worked on: it leaves room for the others. */
  ofWorkspace: number;
  /** Nobody waits for longer. */
  waitMilliseconds: number;
}

/**
 * A question may take 10 s, a GiB of the engine and 256 MiB of the hub: dozens at once would take one another's time,
 * so that none was answered, and more memory than there is.
 */
const LIMITS: HeavyQuestionLimits = { atOnce: 3, ofWorkspace: 40, waitMilliseconds: 30_000 };

/**
 * Lets heavy questions wait for their turn, first come, first served; a question's time counts from then on. Who is
 * gone meanwhile is not answered.
 * @throws Problem 503 with Retry-After where too many of the workspace wait, or one has waited for too long
 */
export function queueHeavyQuestions(app: App, limits = LIMITS): void {
  const queue = new PQueue({ concurrency: limits.atOnce });
  const places = new Map<string, number>();
  app.addHook("onRoute", (route) => {
    if (!route.config?.heavy) return;
    const answer = route.handler;
    route.handler = async function (request, reply) {
      const { workspace } = request.caller;
      const taken = places.get(workspace) ?? 0;
      if (taken >= limits.ofWorkspace) throw busy();
      places.set(workspace, taken + 1);
      // Only what waits is given up: what is being answered keeps its place until it is done.
      const waits = new AbortController();
      const leave = () => waits.abort(busy());
      const timer = setTimeout(leave, limits.waitMilliseconds);
      reply.raw.once("close", leave);
      // Who left before that is not heard of any more.
      if (reply.raw.destroyed || request.raw.socket.destroyed) leave();
      const stay = () => {
        clearTimeout(timer);
        reply.raw.off("close", leave);
      };
      const work = () => {
        stay();
        return answer.call(this, request, reply);
      };
      try {
        return await queue.add(work, { signal: waits.signal });
      } finally {
        stay();
        const left = (places.get(workspace) ?? 1) - 1;
        if (left === 0) places.delete(workspace);
        else places.set(workspace, left);
      }
    };
  });
}

const busy = (): Problem =>
  new Problem(503, "Service Unavailable", {
    detail: "Too many questions about long periods wait for an answer. Ask again in a few seconds.",
    code: "busy",
    headers: { "retry-after": "5" },
  });
