import type { ClickHouseClient } from "@clickhouse/client";
import { lineage, lineageRows } from "@showpulse/metrics";
import { askLineage, listLineageRows, type ShowKnowledge } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { assertForward } from "../../forward.ts";
import { Page, page, positionOf } from "../../lists.ts";
import { notFound } from "../../problem.ts";

const Of = Type.Object({ id: Type.String({ maxLength: 128 }), metric: Type.String({ maxLength: 64 }) });
const Period = Type.Omit(lineage.params, ["show"]);
const RowsPage = Type.Object({ ...Page.properties, ...Type.Omit(lineageRows.params, ["show"]).properties });

interface LineageOptions {
  clickhouse: ClickHouseClient;
  /** What is known of a show beside its events. @throws Problem 404 where the workspace has no such show */
  knowledgeOf: (workspace: string, show: string) => Promise<ShowKnowledge>;
}

/** From a number to where it comes from: its SQL, its rows, its sources. */
export async function lineageRoutes(app: App, { clickhouse, knowledgeOf }: LineageOptions): Promise<void> {
  app.get(
    "/v1/shows/:id/metrics/:metric/lineage",
    { config: { policy: "read" }, schema: { params: Of, querystring: Period } },
    async ({ caller: { workspace }, params: { id, metric }, query }) => {
      const knowledge = await knowledgeOf(workspace, id);
      assertForward(query);
      const found = await askLineage(clickhouse, workspace, { ...query, show: id, metric }, knowledge);
      if (!found) throw notFound("figure of a show");
      return found;
    },
  );

  app.get(
    "/v1/shows/:id/metrics/:metric/lineage/rows",
    { config: { policy: "read" }, schema: { params: Of, querystring: RowsPage } },
    async ({ caller: { workspace }, params: { id, metric }, query: { limit, cursor, ...query } }) => {
      const knowledge = await knowledgeOf(workspace, id);
      assertForward(query);
      const before = positionOf(cursor);
      const rows = await listLineageRows(
        clickhouse,
        workspace,
        { ...query, show: id, metric, limit: limit + 1, ...(before ? { before } : {}) },
        knowledge,
      );
      if (!rows) throw notFound("side of a figure");
      return page(
        rows,
        limit,
        (event) => event,
        ({ time, seq }) => [Date.parse(time), seq],
      );
    },
  );
}
