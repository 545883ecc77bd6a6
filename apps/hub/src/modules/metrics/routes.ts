import type { ClickHouseClient } from "@clickhouse/client";
import { METRICS, type MentionName, productPerformance, showMetrics, showTimeline } from "@showpulse/metrics";
import { askProductPerformance, askShowMetrics, askShowTimeline } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { assertForward } from "../../forward.ts";
import { notFound } from "../../problem.ts";
import { comparisonRoutes } from "./comparisons.ts";
import { lineageRoutes } from "./lineage.ts";

const Show = Type.Object({ id: Type.String({ maxLength: 128 }) });

interface MetricOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  /** By which names a workspace's brand and products are mentioned in chat. */
  mentionNames: (workspace: string) => Promise<readonly MentionName[]>;
}

/** What each figure means, the figures of one show, and of the products in all of them. */
export async function metricRoutes(app: App, { database, clickhouse, mentionNames }: MetricOptions): Promise<void> {
  const assertShow = async (workspaceId: string, id: string) => {
    if ((await database.show.count({ where: { id, workspaceId } })) === 0) throw notFound("show");
  };

  await lineageRoutes(app, { clickhouse, mentionNames, assertShow });
  await comparisonRoutes(app, { clickhouse, assertShow });

  app.get("/v1/metrics", { config: { policy: "member" } }, () => ({ data: METRICS, nextCursor: null }));

  app.get(
    "/v1/shows/:id/metrics",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(showMetrics.params, ["show"]) } },
    async ({ caller, params, query }) => {
      await assertShow(caller.workspace, params.id);
      assertForward(query);
      const names = await mentionNames(caller.workspace);
      return askShowMetrics(clickhouse, caller.workspace, { ...query, show: params.id }, { names });
    },
  );

  app.get(
    "/v1/shows/:id/timeline",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(showTimeline.params, ["show"]) } },
    async ({ caller, params, query }) => {
      await assertShow(caller.workspace, params.id);
      assertForward(query);
      return askShowTimeline(clickhouse, caller.workspace, { ...query, show: params.id });
    },
  );

  app.get(
    "/v1/products/performance",
    { config: { policy: "read" }, schema: { querystring: productPerformance.params } },
    async ({ caller, query }) => {
      if (query.show !== undefined) await assertShow(caller.workspace, query.show);
      return askProductPerformance(clickhouse, caller.workspace, query);
    },
  );
}
