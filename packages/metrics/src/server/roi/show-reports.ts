import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../../budget.ts";
import { moneyList } from "../../money.ts";
import { type MoneyEvent, showOrders } from "../../roi/show-orders.ts";
import type { ShowResultAnswer } from "../../show-result.ts";
import { askClaims, NO_CLAIM } from "../attribution/claims.ts";

export type ShowReports = ShowResultAnswer["reports"];

const EVER = { from: Date.UTC(1901, 0, 1), to: Date.UTC(2299, 0, 1) };

/** What platforms reported of a show beside its orders there. They are never mixed. */
export async function askShowReports(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  events: readonly MoneyEvent[],
  budget = new Budget(),
): Promise<ShowReports> {
  const claims = await askClaims(client, { workspace, show, ...EVER }, budget);
  const orders = Map.groupBy(showOrders(events), ({ platform }) => platform);
  return [...new Set([...claims.keys(), ...orders.keys()])].sort().map((platform) => {
    const own = orders.get(platform) ?? [];
    const claim = claims.get(platform) ?? NO_CLAIM;
    return {
      platform,
      claimedOrders: claim.orders,
      claimed: claim.amount,
      orders: own.length,
      paid: moneyList(own.map(({ paid }) => [paid.currency, paid.amountMicros] as const)),
    };
  });
}
