import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { RecentBuyers, RecentBuyersRequest } from "../attribution-buyers.ts";
import { Budget } from "../budget.ts";
import { moneyList } from "../money.ts";
import { boughtSql } from "./attribution/orders-sql.ts";
import { planPeriod } from "./attribution/plan.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery } from "./query.ts";

const buyersQuery = defineQuery(
  {
    name: "recent-buyers",
    row: Type.Object({
      actor: Type.String(),
      platform: Type.String(),
      orders: Type.Integer(),
      last_at: Type.Integer(),
      currencies: Type.Array(Type.String()),
      micros: Type.Array(Type.Integer()),
    }),
  },
  `
WITH ${boughtSql("campaign", "purchase")}
SELECT
    person AS actor,
    toString(argMax(platform, (newest.1, newest.2))) AS platform,
    count() AS orders,
    max(newest.1) AS last_at,
    groupArray(newest.5) AS currencies,
    groupArray(newest.4) AS micros
FROM bought
WHERE NOT startsWith(person, '\\n')
GROUP BY person
ORDER BY last_at DESC, actor
LIMIT {limit: UInt32}`,
);

/**
 * Who bought in a period, the newest first; orders that nobody is known of are left out.
 * @throws ImpossibleAttribution for a period that there is not
 */
export async function askRecentBuyers(
  client: ClickHouseClient,
  workspace: string,
  request: RecentBuyersRequest,
): Promise<RecentBuyers> {
  const { from, to } = planPeriod(request);
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const params = { workspace, from, to, conversion: "purchase", limit: request.limit };
  const rows = await ask(client, buyersQuery, params, budget);
  return {
    data: rows.map(({ actor, platform, orders, last_at, currencies, micros }) => ({
      actor,
      platform,
      orders,
      paid: moneyList(currencies.map((currency, index) => [currency, micros[index] ?? 0] as const)),
      lastAt: new Date(last_at).toISOString(),
    })),
    nextCursor: null,
  };
}
