import type { ClickHouseClient } from "@clickhouse/client";
import { attribution, recentBuyers, reconciliation } from "@showpulse/metrics";
import { askAttribution, askBuyerJourney, askRecentBuyers, askReconciliation } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";

const Actor = Type.Object({ actor: Type.String({ minLength: 1, maxLength: 256 }) });

/** Who gets the credit, what platforms claim, and a buyer's way. */
export async function attributionRoutes(app: App, { clickhouse }: { clickhouse: ClickHouseClient }): Promise<void> {
  app.post(
    "/v1/attribution",
    { config: { policy: "read", heavy: true }, schema: { body: attribution.params } },
    ({ caller, body }) => askAttribution(clickhouse, caller.workspace, body),
  );

  app.get(
    "/v1/reconciliation",
    { config: { policy: "read", heavy: true }, schema: { querystring: reconciliation.params } },
    ({ caller, query }) => askReconciliation(clickhouse, caller.workspace, query),
  );

  app.get(
    "/v1/journeys",
    { config: { policy: "read", heavy: true }, schema: { querystring: recentBuyers.params } },
    ({ caller, query }) => askRecentBuyers(clickhouse, caller.workspace, query),
  );

  app.get("/v1/journeys/:actor", { config: { policy: "read" }, schema: { params: Actor } }, ({ caller, params }) =>
    askBuyerJourney(clickhouse, caller.workspace, params.actor),
  );
}
