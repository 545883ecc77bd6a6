import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import type { Money } from "../../metric.ts";
import { moneyList } from "../../money.ts";
import { ask, defineQuery, microsFromText } from "../query.ts";

/** A platform's word; `null` where it says nothing. */
export interface Claim {
  orders: number | null;
  amount: Money[] | null;
}

export const NO_CLAIM: Claim = { orders: null, amount: null };

/**
 * What platforms report of themselves, the newest row of each figure: one figure is of one source, platform, show,
 * property `metric` and period (properties `from` and `to`). Orders are the rows of the metric `orders`; money is
 * whatever rows carry money.
 */
const claimsQuery = defineQuery(
  {
    name: "reconciliation/claims",
    row: Type.Object({
      platform: Type.String(),
      orders: Type.Number(),
      has_orders: Type.Integer(),
      currency: Type.String(),
      micros: Type.String(),
    }),
  },
  `
SELECT
    platform,
    currency,
    ifNull(sumIf(figure, metric = 'orders'), 0) AS orders,
    countIf(metric = 'orders' AND isNotNull(figure)) AS has_orders,
    toString(sum(toInt128(micros_of_row))) AS micros
FROM
(
    SELECT
        platform,
        JSONExtractString(properties['metric']) AS metric,
        argMax(ifNull(value, if(metric = 'orders', toFloat64(quantity), NULL)), (time, seq)) AS figure,
        argMax(amount_micros, (time, seq)) AS micros_of_row,
        toString(argMax(currency, (time, seq))) AS currency
    FROM events
    WHERE workspace = {workspace: String} AND type = 'report_row' AND ({show: String} = '' OR show = {show: String})
        AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})
    GROUP BY platform, source, show, \`order\`, metric, properties['from'], properties['to']
)
GROUP BY platform, currency
ORDER BY platform, currency`,
);

/**
 * What each platform claims, of a period.
 * @param selection milliseconds, both inclusive; show '' for all
 */
export async function askClaims(
  client: ClickHouseClient,
  selection: { workspace: string; show: string; from: number; to: number },
  budget: Budget,
): Promise<Map<string, Claim>> {
  const rows = await ask(client, claimsQuery, selection, budget);
  return new Map([...Map.groupBy(rows, ({ platform }) => platform)].map(([platform, own]) => [platform, claimed(own)]));
}

function claimed(rows: readonly { orders: number; has_orders: number; currency: string; micros: string }[]): Claim {
  const counted = rows.filter(({ has_orders }) => has_orders > 0);
  const money: Money[] = moneyList(rows.map(({ currency, micros }) => [currency, microsFromText(micros)] as const));
  return {
    orders: counted.length === 0 ? null : counted.reduce((sum, { orders }) => sum + orders, 0),
    amount: money.length === 0 ? null : money,
  };
}
