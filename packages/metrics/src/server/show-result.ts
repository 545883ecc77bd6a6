import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import { createAsking } from "./asking.ts";
import { resolvePeople } from "./people.ts";
import { type ShowMoney, showMoney } from "./roi/money-events.ts";

export { resultDifferences } from "../roi/show-differences.ts";
export { type KnownCost, type ShowFacts, type ShowTerms, showBreakEven, showFigures } from "../roi/show-figures.ts";
export { askShowReports } from "./roi/show-reports.ts";

/** All that changed the money of a show. @throws CostlyQuestion for a show whose orders take too long to read */
export async function askShowMoney(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  budget = new Budget(),
): Promise<ShowMoney> {
  await resolvePeople(client, workspace, budget);
  return showMoney(createAsking(client, { workspace, show }, budget));
}
