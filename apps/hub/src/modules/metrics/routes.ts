import type { ClickHouseClient } from "@clickhouse/client";
import { METRICS, productPerformance, showMetrics, showTimeline } from "@showpulse/metrics";
import { askProductPerformance, askShowMetrics, askShowTimeline, type ShowKnowledge } from "@showpulse/metrics/server";
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
  /** What is known of a show beside its events. @throws Problem 404 where the workspace has no such show */
  knowledgeOf: (workspace: string, show: string) => Promise<ShowKnowledge>;
}

/** What each figure means, the figures of one show, and of the products in all of them. */
export async function metricRoutes(app: App, { database, clickhouse, knowledgeOf }: MetricOptions): Promise<void> {
  const assertShow = async (workspaceId: string, id: string) => {
    if ((await database.show.count({ where: { id, workspaceId } })) === 0) throw notFound("show");
  };

  await lineageRoutes(app, { clickhouse, knowledgeOf });
  await comparisonRoutes(app, { clickhouse, assertShow });

  app.get("/v1/metrics", { config: { policy: "member" } }, () => ({ data: METRICS, nextCursor: null }));

  app.get(
    "/v1/shows/:id/metrics",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(showMetrics.params, ["show"]) } },
    async ({ caller, params, query }) => {
      const knowledge = await knowledgeOf(caller.workspace, params.id);
      assertForward(query);
      return askShowMetrics(clickhouse, caller.workspace, { ...query, show: params.id }, knowledge);
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
    { config: { policy: "read", heavy: true }, schema: { querystring: productPerformance.params } },
    async ({ caller, query }) => {
      if (query.show !== undefined) await assertShow(caller.workspace, query.show);
      return askProductPerformance(clickhouse, caller.workspace, query);
    },
  );
}
