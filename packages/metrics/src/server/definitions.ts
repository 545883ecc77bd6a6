import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import { applyRules } from "../definitions/rule-sets.ts";
import type { Seen } from "../definitions/seen.ts";
import type { Definitions } from "../definitions.ts";
import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";
import type { ShowMetricsParams } from "../show-metrics.ts";
import { idsQuery, ordersQuery, visitsQuery } from "./definitions/queries.ts";
import { ask, askOne, microsFromText } from "./query.ts";
import { selectionParams } from "./selection.ts";
import { askShowMetrics } from "./show-metrics.ts";

/** The same show under the rules of TikTok, Bambuser, Firework and Lazada beside ours, and why they differ. */
export async function askDefinitions(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams,
): Promise<Definitions> {
  const budget = new Budget();
  // Joins of people are brought up to date by our own figures.
  const { show, from, to, metrics } = await askShowMetrics(client, workspace, params, {}, budget);
  const selection = selectionParams(workspace, params);
  const [orders, ids, { visits, short_views }] = await Promise.all([
    ask(client, ordersQuery, selection, budget),
    askOne(client, idsQuery, selection, budget),
    askOne(client, visitsQuery, selection, budget),
  ]);
  const all = orders.find(({ scope }) => scope === "");
  const money = (column: "highlighted" | "attributed" | "listed_live" | "listed_after"): Money[] =>
    moneyList(
      orders.filter((row) => row[column] !== "0").map((row) => [row.scope, microsFromText(row[column])] as const),
    );
  const seen: Seen = {
    ...ids,
    deviceVisits: visits,
    shortViews: short_views,
    highlightedOrders: money("highlighted"),
    attributed: money("attributed"),
    attributedOrders: all?.attributed_orders ?? 0,
    attributedPeople: all?.attributed_people ?? 0,
    listedLive: money("listed_live"),
    listedAfter: money("listed_after"),
    listedBuyers: all?.listed_buyers ?? 0,
  };
  return { show, from, to, sets: applyRules(metrics, seen) };
}
