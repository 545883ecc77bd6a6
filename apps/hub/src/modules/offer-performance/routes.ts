import type { ClickHouseClient } from "@clickhouse/client";
import { offerLab, offerPerformance } from "@showpulse/metrics";
import { askOfferLab, askOfferPerformances, askShowOffers } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { notFound, Problem } from "../../problem.ts";
import { knownProducts, labOffer, ownOffer } from "./knowledge.ts";

const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) });
const ShowId = Type.Object({ id: Type.String({ maxLength: 128 }) });
const Ids = Type.Object({ ids: Type.String({ minLength: 1, maxLength: 8192 }) });
const Choice = Type.Omit(offerPerformance.params, ["offer"]);

const MOST_COMPARED = 20;

/** Did an offer earn, or only shift sales? One, several side by side, and all of a show. */
export async function offerPerformanceRoutes(
  app: App,
  { database, clickhouse }: { database: Database; clickhouse: ClickHouseClient },
): Promise<void> {
  const performances = async (workspaceId: string, ids: string[], choice: { show?: string; to?: string } = {}) => {
    const [offers, products] = await Promise.all([
      database.offer.findMany({ where: { id: { in: ids }, workspaceId } }),
      knownProducts(database, workspaceId),
    ]);
    const known = { own: offers.map(ownOffer), products };
    const found = await askOfferPerformances(clickhouse, workspaceId, ids, choice, known);
    return ids.map((id) => {
      const one = found.get(id);
      if (!one) throw notFound("offer");
      return one;
    });
  };

  app.get(
    "/v1/offers/:id/performance",
    { config: { policy: "read" }, schema: { params: Id, querystring: Choice } },
    async ({ caller, params, query }) => (await performances(caller.workspace, [params.id], query))[0],
  );

  app.get(
    "/v1/offers/compare",
    { config: { policy: "read", heavy: true }, schema: { querystring: Ids } },
    async ({ caller, query }) => {
      const ids = [...new Set(query.ids.split(",").map((id) => id.trim()))].filter((id) => id !== "");
      if (ids.length === 0 || ids.length > MOST_COMPARED) {
        const detail = `ids must name 1 to ${MOST_COMPARED} offers, separated by commas`;
        throw new Problem(400, "Bad Request", { detail, errors: [{ pointer: "/ids", detail }] });
      }
      return { data: await performances(caller.workspace, ids), nextCursor: null };
    },
  );

  app.get(
    "/v1/offers/lab",
    { config: { policy: "read", heavy: true }, schema: { querystring: offerLab.params } },
    async ({ caller, query }) => {
      const { workspace } = caller;
      const planned = await database.offer.findMany({
        where: { workspaceId: workspace },
        include: { items: { include: { product: true } } },
      });
      return askOfferLab(clickhouse, workspace, query, planned.map(labOffer));
    },
  );

  app.get(
    "/v1/shows/:id/offers",
    { config: { policy: "read" }, schema: { params: ShowId } },
    async ({ caller, params }) => {
      const { workspace } = caller;
      if ((await database.show.count({ where: { id: params.id, workspaceId: workspace } })) === 0)
        throw notFound("show");
      const [offers, products] = await Promise.all([
        database.offer.findMany({ where: { workspaceId: workspace, showId: params.id } }),
        knownProducts(database, workspace),
      ]);
      const data = await askShowOffers(clickhouse, workspace, params.id, { own: offers.map(ownOffer), products });
      // The curve is a question of its own.
      return { data: data.map(({ stock_burn: _burn, ...figures }) => figures), nextCursor: null };
    },
  );
}
