import type { ClickHouseClient } from "@clickhouse/client";
import { lineage, lineageRows, type MentionName } from "@showpulse/metrics";
import { askLineage, listLineageRows } from "@showpulse/metrics/server";
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
  /** By which names a workspace's brand and products are mentioned in chat. */
  mentionNames: (workspace: string) => Promise<readonly MentionName[]>;
  /** @throws Problem 404 where the workspace has no such show */
  assertShow: (workspace: string, show: string) => Promise<void>;
}

/** From a number to where it comes from: its SQL, its rows, its sources. */
export async function lineageRoutes(app: App, { clickhouse, mentionNames, assertShow }: LineageOptions): Promise<void> {
  app.get(
    "/v1/shows/:id/metrics/:metric/lineage",
    { config: { policy: "read" }, schema: { params: Of, querystring: Period } },
    async ({ caller: { workspace }, params: { id, metric }, query }) => {
      await assertShow(workspace, id);
      assertForward(query);
      const names = await mentionNames(workspace);
      const found = await askLineage(clickhouse, workspace, { ...query, show: id, metric }, { names });
      if (!found) throw notFound("figure of a show");
      return found;
    },
  );

  app.get(
    "/v1/shows/:id/metrics/:metric/lineage/rows",
    { config: { policy: "read" }, schema: { params: Of, querystring: RowsPage } },
    async ({ caller: { workspace }, params: { id, metric }, query: { limit, cursor, ...query } }) => {
      await assertShow(workspace, id);
      assertForward(query);
      const before = positionOf(cursor);
      const rows = await listLineageRows(
        clickhouse,
        workspace,
        { ...query, show: id, metric, limit: limit + 1, ...(before ? { before } : {}) },
        { names: await mentionNames(workspace) },
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
