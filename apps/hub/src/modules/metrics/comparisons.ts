import type { ClickHouseClient } from "@clickhouse/client";
import { aggregateFunnel, definitions } from "@showpulse/metrics";
import { askAggregateFunnel, askDefinitions } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { assertForward } from "../../forward.ts";

const Show = Type.Object({ id: Type.String({ maxLength: 128 }) });

interface ComparisonOptions {
  clickhouse: ClickHouseClient;
  /** @throws Problem 404 where the workspace has no such show */
  assertShow: (workspace: string, show: string) => Promise<void>;
}

/** A show under the rules of others, and in the platforms' counts. */
export async function comparisonRoutes(app: App, { clickhouse, assertShow }: ComparisonOptions): Promise<void> {
  app.get(
    "/v1/shows/:id/definitions",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(definitions.params, ["show"]) } },
    async ({ caller, params, query }) => {
      await assertShow(caller.workspace, params.id);
      assertForward(query);
      return askDefinitions(clickhouse, caller.workspace, { ...query, show: params.id });
    },
  );

  app.get(
    "/v1/shows/:id/aggregate-funnel",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(aggregateFunnel.params, ["show"]) } },
    async ({ caller, params, query }) => {
      await assertShow(caller.workspace, params.id);
      assertForward(query);
      return askAggregateFunnel(clickhouse, caller.workspace, { ...query, show: params.id });
    },
  );
}
