import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import type { MoneyEvent } from "../roi/show-orders.ts";
import { resolvePeople } from "./people.ts";
import { askBoughtBefore, askMoneyEvents } from "./roi/money-events.ts";

export { resultDifferences } from "../roi/show-differences.ts";
export { type KnownCost, type ShowFacts, type ShowTerms, showBreakEven, showFigures } from "../roi/show-figures.ts";
export { askShowReports } from "./roi/show-reports.ts";

/** What a show's result is worked out from, beside what was typed in. */
export interface ShowMoney {
  events: MoneyEvent[];
  /** People who bought something before the show's first order. */
  boughtBefore: Set<string>;
}

/** All that changed the money of a show. @throws CostlyQuestion for a show whose orders take too long to read */
export async function askShowMoney(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  budget = new Budget(),
): Promise<ShowMoney> {
  await resolvePeople(client, workspace, budget);
  const events = await askMoneyEvents(client, workspace, show, budget);
  const first = events.find(({ type }) => type === "purchase");
  const boughtBefore =
    first === undefined ? new Set<string>() : await askBoughtBefore(client, workspace, show, first.at, budget);
  return { events, boughtBefore };
}
