import { setTimeout as pause } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import type { Link } from "../../../../../prisma/generated/client.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { LinkParams, safeTarget } from "./link.ts";
import { NOT_FOUND_PAGE } from "./not-found-page.ts";
import { shopperOf } from "./shopper.ts";

interface RedirectOptions {
  database: Database;
  ingest: Ingest;
  publicUrl: () => string;
  now: () => number;
}

/** A shopper is not kept waiting for the record of a click longer than this. */
const PATIENCE_MILLISECONDS = 500;

/** Follows a tracked link and records the click. Public: shoppers follow it. */
export async function redirectRoute(app: App, { database, ingest, publicUrl, now }: RedirectOptions): Promise<void> {
  app.get("/r/:code", { config: { policy: "public" }, schema: { params: LinkParams } }, async (request, reply) => {
    reply.header("cache-control", "no-store").header("x-robots-tag", "noindex");
    const link = await database.link.findUnique({ where: { code: request.params.code } });
    const target = link === null ? null : safeTarget(link.target);
    if (link === null || target === null) {
      return reply
        .code(404)
        .type("text/html; charset=utf-8")
        .serializer((page: string) => page)
        .send(NOT_FOUND_PAGE);
    }
    if (isClick(request)) {
      const shopper = shopperOf(request, reply, publicUrl().startsWith("https:"));
      const recorded = ingest
        .accept(link.workspaceId, [clickOf(link, shopper, request.headers.referer, now())])
        .catch((error: unknown) => request.log.error({ err: error, link: link.code }, "a click was not recorded"));
      await Promise.race([recorded, pause(PATIENCE_MILLISECONDS, undefined, { ref: false })]);
    }
    return reply.redirect(target, 302);
  });
}

/** Neither a look at the headers alone nor a browser's loading ahead is a click. */
const isClick = ({ method, headers }: FastifyRequest): boolean =>
  method === "GET" && !/prefetch|prerender/i.test(String(headers["sec-purpose"] ?? headers.purpose ?? ""));

/** One browser's clicks on one link within a millisecond are one. */
function clickOf(link: Link, shopper: string, referrer: string | undefined, at: number) {
  const { code, showId, campaignId, creatorId, platform } = link;
  return {
    id: `${code}/${shopper}/${at}`,
    source: "hub/links",
    type: "link_click",
    time: new Date(at).toISOString(),
    ...(showId === null ? {} : { subject: showId }),
    data: {
      platform: platform ?? "native",
      actor: shopper,
      session: shopper,
      link: code,
      ...(campaignId === null ? {} : { campaign: campaignId }),
      ...(creatorId === null ? {} : { creator: creatorId }),
      ...(referrer === undefined ? {} : { referrer: referrer.slice(0, 2048) }),
    },
  };
}
