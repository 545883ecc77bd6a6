import type { ClickHouseClient } from "@clickhouse/client";
import { funnel, ImpossibleFunnel, UnsupportedFunnel } from "@showpulse/metrics";
import { askFunnel } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import { Problem } from "../../problem.ts";

/** Where people fall out on their way. */
export async function funnelRoutes(app: App, { clickhouse }: { clickhouse: ClickHouseClient }): Promise<void> {
  app.post("/v1/funnels", { config: { policy: "read" }, schema: { body: funnel.params } }, ({ caller, body }) =>
    askFunnel(clickhouse, caller.workspace, body).catch(refuse),
  );
}

/** A question that contradicts itself, or that is not answered yet, is the asker's to change. */
function refuse(error: unknown): never {
  if (!(error instanceof ImpossibleFunnel || error instanceof UnsupportedFunnel)) throw error;
  const errors = [{ pointer: error.pointer, detail: error.message }];
  throw new Problem(400, "Bad Request", { detail: error.message, errors });
}
