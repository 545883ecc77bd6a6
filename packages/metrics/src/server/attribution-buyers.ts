import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { RecentBuyers, RecentBuyersRequest } from "../attribution-buyers.ts";
import { Budget } from "../budget.ts";
import { moneyList } from "../money.ts";
import { planPeriod } from "./attribution/plan.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery } from "./query.ts";
import { PEOPLE } from "./selection.ts";

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
SELECT
    if(joined.person = '', actor, joined.person) AS actor,
    toString(argMax(sold_on, (moment, nth))) AS platform,
    count() AS orders,
    max(moment) AS last_at,
    groupArray(money_of) AS currencies,
    groupArray(paid) AS micros
FROM
(
    SELECT
        actor, platform AS sold_on, toUnixTimestamp64Milli(time) AS moment, seq AS nth, toString(currency) AS money_of,
        amount_micros AS paid
    FROM commerce
    WHERE workspace = {workspace: String} AND type = 'purchase' AND time >= fromUnixTimestamp64Milli({from: Int64})
    ORDER BY time DESC, seq DESC
    LIMIT 1 BY order_hash
) AS newest
LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
WHERE moment <= {to: Int64} AND actor != ''
GROUP BY actor
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
  const params = { workspace, from, to, limit: request.limit };
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
