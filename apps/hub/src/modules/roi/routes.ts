import type { ClickHouseClient } from "@clickhouse/client";
import { creatorStatement, roi } from "@showpulse/metrics";
import { askCreatorStatement, askRoi } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { id } from "../../formats.ts";
import { notFound } from "../../problem.ts";
import { readRoiFacts } from "./facts.ts";

const CreatorParams = Type.Object({ id });

/** What earned its cost, and what creators are owed. */
export async function roiRoutes(
  app: App,
  { database, clickhouse }: { database: Database; clickhouse: ClickHouseClient },
): Promise<void> {
  app.get(
    "/v1/roi",
    { config: { policy: "read", heavy: true }, schema: { querystring: roi.params } },
    async ({ caller, query }) => {
      const facts = await readRoiFacts(database, caller.workspace, query);
      return askRoi(clickhouse, caller.workspace, query, facts);
    },
  );

  app.get(
    "/v1/creators/:id/statement",
    {
      config: { policy: "read", heavy: true },
      schema: { params: CreatorParams, querystring: creatorStatement.params },
    },
    async ({ caller: { workspace }, params, query }) => {
      // Somebody who was taken off the list is still owed what was earned.
      const creator = await database.creator.count({ where: { id: params.id, workspaceId: workspace } });
      if (creator === 0) throw notFound("creator");
      const facts = await readRoiFacts(database, workspace, { ...query, groupBy: "creator" });
      return askCreatorStatement(clickhouse, workspace, params.id, query, facts);
    },
  );
}
