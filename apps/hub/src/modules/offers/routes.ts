import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { mayRun } from "../../access/own-show.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { id } from "../../formats.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound, Problem } from "../../problem.ts";
import { requireOwn } from "../../references.ts";
import type { Clock } from "./clock.ts";
import { itemRows } from "./items.ts";
import { NewOffer, OfferParams, offerStatus, offerView } from "./offer.ts";
import { endOffer, startOffer, WITH_ITEMS } from "./running.ts";

interface OfferOptions {
  database: Database;
  ingest: Ingest;
  clock: Clock;
  now: () => number;
}

const OfferPage = Type.Object({ ...Page.properties, show: Type.Optional(id) });

/** Timed deals, coupons, bundles and drops of shows: planned, started, stopped. */
export async function offerRoutes(app: App, { database, ingest, clock, now }: OfferOptions): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const offer = await database.offer.findFirst({
      where: { id, workspaceId },
      include: { ...WITH_ITEMS, show: { select: { host: true } } },
    });
    if (!offer) throw notFound("offer");
    return offer;
  };

  app.post(
    "/v1/offers",
    { config: { policy: "plan" }, schema: { body: NewOffer } },
    async ({ caller, body }, reply) => {
      const { show, title, startsAt, durationSeconds, stock = null, perShopper = null, kind } = body;
      await requireOwn(database, caller.workspace, { show });
      const offer = await database.offer.create({
        data: {
          id: randomUUID(),
          workspaceId: caller.workspace,
          showId: show,
          title,
          kind,
          startsAt: startsAt == null ? null : new Date(startsAt),
          durationSeconds,
          stock,
          perShopper,
          items: { create: await itemRows(database, caller.workspace, body.items) },
        },
        include: WITH_ITEMS,
      });
      clock.wake();
      return reply.code(201).send(offerView(offer, now()));
    },
  );

  app.get(
    "/v1/offers",
    { config: { policy: "read" }, schema: { querystring: OfferPage } },
    async ({ caller, query }) => {
      const { where, ...order } = newestFirst(query);
      const own = { workspaceId: caller.workspace, ...(query.show === undefined ? {} : { showId: query.show }) };
      const rows = await database.offer.findMany({ where: { ...own, ...where }, ...order, include: WITH_ITEMS });
      const time = now();
      return newestPage(rows, query.limit, (offer) => offerView(offer, time));
    },
  );

  app.get(
    "/v1/offers/:id",
    { config: { policy: "read" }, schema: { params: OfferParams } },
    async ({ caller, params }) => offerView(await find(caller.workspace, params.id), now()),
  );

  app.delete(
    "/v1/offers/:id",
    { config: { policy: "plan" }, schema: { params: OfferParams } },
    async ({ caller, params }, reply) => {
      await find(caller.workspace, params.id);
      const { count } = await database.offer.deleteMany({ where: { id: params.id, startedAt: null } });
      if (count === 0) throw conflict("started", "What shoppers have seen stays: this offer was started.");
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/offers/:id/start",
    { config: { policy: "run" }, schema: { params: OfferParams } },
    async ({ caller, params }) => {
      const offer = await find(caller.workspace, params.id);
      mayRun(caller, offer.show.host);
      const status = offerStatus(offer, now());
      if (status === "running") return offerView(offer, now());
      if (status === "ended" || status === "cancelled") {
        throw conflict(status, `This offer is ${status}; to run it once more, make a new one.`);
      }
      const started = await startOffer({ database, ingest }, offer, new Date(now()));
      clock.wake();
      return offerView(started, now());
    },
  );

  app.post(
    "/v1/offers/:id/stop",
    { config: { policy: "run" }, schema: { params: OfferParams } },
    async ({ caller, params }) => {
      const offer = await find(caller.workspace, params.id);
      mayRun(caller, offer.show.host);
      if (offer.endedAt !== null) return offerView(offer, now());
      const at = new Date(now());
      if (offer.startedAt !== null) return offerView(await endOffer({ database, ingest }, offer, at), now());
      // Nobody saw it: there is nothing to tell.
      await database.offer.updateMany({ where: { id: offer.id, startedAt: null }, data: { endedAt: at } });
      return offerView(await find(caller.workspace, offer.id), now());
    },
  );
}

const conflict = (code: string, detail: string) => new Problem(409, "Conflict", { code, detail });
