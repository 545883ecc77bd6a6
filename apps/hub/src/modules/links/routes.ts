import { Type } from "typebox";
import { renderSVG } from "uqr";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { id } from "../../formats.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound } from "../../problem.ts";
import { requireOwn } from "../../references.ts";
import { LinkParams, linkView, NewLink, newCode, safeTarget } from "./link.ts";
import { redirectRoute } from "./redirect.ts";

interface LinkOptions {
  database: Database;
  ingest: Ingest;
  publicUrl: () => string;
  now: () => number;
}

const LinkPage = Type.Object({
  ...Page.properties,
  campaign: Type.Optional(id),
  creator: Type.Optional(id),
  show: Type.Optional(id),
});

/** Modules of white around a QR code that scanners need. */
const QUIET_ZONE = 4;

/** Tracked links: made, listed, drawn as QR codes, followed. */
export async function linkRoutes(app: App, { database, ingest, publicUrl, now }: LinkOptions): Promise<void> {
  app.post("/v1/links", { config: { policy: "plan" }, schema: { body: NewLink } }, async ({ caller, body }, reply) => {
    const { campaign = null, creator = null, show = null, platform = null } = body;
    await requireOwn(database, caller.workspace, { campaign, creator, show });
    const of = { campaignId: campaign, creatorId: creator, showId: show, platform };
    const target = safeTarget(body.target) ?? body.target;
    const link = await database.link.create({
      data: { code: newCode(), workspaceId: caller.workspace, target, ...of },
    });
    return reply.code(201).send(linkView(link, publicUrl()));
  });

  app.get("/v1/links", { config: { policy: "read" }, schema: { querystring: LinkPage } }, async ({ caller, query }) => {
    const { limit, campaign, creator, show } = query;
    const { where, ...order } = newestFirst(query, "code");
    const own = {
      workspaceId: caller.workspace,
      ...(campaign === undefined ? {} : { campaignId: campaign }),
      ...(creator === undefined ? {} : { creatorId: creator }),
      ...(show === undefined ? {} : { showId: show }),
    };
    const rows = await database.link.findMany({ where: { ...own, ...where }, ...order });
    const url = publicUrl();
    return newestPage(rows, limit, (link) => linkView(link, url), "code");
  });

  app.get(
    "/v1/links/:code/qr.svg",
    { config: { policy: "read" }, schema: { params: LinkParams } },
    async ({ caller, params }, reply) => {
      const link = await database.link.findFirst({ where: { code: params.code, workspaceId: caller.workspace } });
      if (!link) throw notFound("link");
      const svg = renderSVG(linkView(link, publicUrl()).url, { ecc: "M", border: QUIET_ZONE });
      return reply
        .type("image/svg+xml")
        .serializer((text: string) => text)
        .send(svg);
    },
  );

  await app.register(redirectRoute, { database, ingest, publicUrl, now });
}
