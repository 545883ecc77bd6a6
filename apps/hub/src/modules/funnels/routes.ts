import type { ClickHouseClient } from "@clickhouse/client";
import { funnel } from "@showpulse/metrics";
import { askFunnel } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import { refuseImpossible } from "../../refuse.ts";

/** Where people fall out on their way. */
export async function funnelRoutes(app: App, { clickhouse }: { clickhouse: ClickHouseClient }): Promise<void> {
  app.post("/v1/funnels", { config: { policy: "read" }, schema: { body: funnel.params } }, ({ caller, body }) =>
    askFunnel(clickhouse, caller.workspace, body).catch(refuseImpossible),
  );
}
