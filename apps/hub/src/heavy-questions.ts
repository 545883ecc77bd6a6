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
  /** So many wait. */
  waiting: number;
  /** Nobody waits for longer. */
  waitMilliseconds: number;
}

/**
 * A question may take 10 s, a GiB of the engine and 256 MiB of the hub: dozens at once would take one another's time,
 * so that none was answered, and more memory than there is.
 */
const LIMITS: HeavyQuestionLimits = { atOnce: 3, waiting: 60, waitMilliseconds: 30_000 };

/**
 * Lets heavy questions wait for their turn, first come, first served; a question's time counts from then on. Who is
 * gone meanwhile is not answered. Figures of a show, which are watched live, never wait.
 * @throws Problem 503 with Retry-After where too many wait, or one has waited for too long
 */
export function queueHeavyQuestions(app: App, limits = LIMITS): void {
  const queue = new PQueue({ concurrency: limits.atOnce });
  app.addHook("onRoute", (route) => {
    if (!route.config?.heavy) return;
    const answer = route.handler;
    route.handler = async function (request, reply) {
      if (queue.pending >= limits.atOnce && queue.size >= limits.waiting) throw busy();
      // Only what waits is given up: what is being answered keeps its place until it is done.
      const waits = new AbortController();
      const leave = () => waits.abort(busy());
      const timer = setTimeout(leave, limits.waitMilliseconds);
      reply.raw.once("close", leave);
      const stay = () => {
        clearTimeout(timer);
        reply.raw.off("close", leave);
      };
      const work = () => {
        stay();
        return answer.call(this, request, reply);
      };
      return queue.add(work, { signal: waits.signal }).finally(stay);
    };
  });
}

const busy = (): Problem =>
  new Problem(503, "Service Unavailable", {
    detail: "Too many questions about long periods are being answered. Ask again in a few seconds.",
    code: "busy",
    headers: { "retry-after": "5" },
  });
