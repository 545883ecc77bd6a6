import type { ClickHouseClient } from "@clickhouse/client";
import { roi } from "@showpulse/metrics";
import { askRoi } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { refuseCredit } from "../../refuse-credit.ts";
import { readRoiFacts } from "./facts.ts";

/** What earned its cost. */
export async function roiRoutes(
  app: App,
  { database, clickhouse }: { database: Database; clickhouse: ClickHouseClient },
): Promise<void> {
  app.get("/v1/roi", { config: { policy: "read" }, schema: { querystring: roi.params } }, async ({ caller, query }) => {
    const facts = await readRoiFacts(database, caller.workspace, query);
    return askRoi(clickhouse, caller.workspace, query, facts).catch(refuseCredit);
  });
}
