import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { pathTo } from "../attribution/path.ts";
import type { ReconciliationAnswer, ReconciliationRequest } from "../attribution-reconciliation.ts";
import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";
import { bounded } from "./attribution/bounded.ts";
import { streamJourneys } from "./attribution/journeys.ts";
import { planCredit } from "./attribution/plan.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery, microsFromText } from "./query.ts";

/**
 * What platforms report of themselves, the newest row of each figure: one figure is of one source, platform, show,
 * property `metric` and period (properties `from` and `to`). Orders are the rows of the metric `orders`; money is
 * whatever rows carry money.
 */
const claimsQuery = bounded(
  defineQuery(
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
    sumIf(figure, metric = 'orders') AS orders,
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
    WHERE workspace = {workspace: String} AND type = 'report_row'
        AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})
    GROUP BY platform, source, show, \`order\`, metric, properties['from'], properties['to']
)
GROUP BY platform, currency
ORDER BY platform, currency`,
  ),
);

/**
 * Claims of the platforms beside the orders. They are never mixed: a claim is a platform's word; what is found is what
 * the orders and the touches of their buyers show.
 * @throws ImpossibleAttribution for a period that there is not, CostlyQuestion for one that takes too much
 */
export async function askReconciliation(
  client: ClickHouseClient,
  workspace: string,
  request: ReconciliationRequest,
): Promise<ReconciliationAnswer> {
  const plan = planCredit({ ...request, groupBy: "platform", model: "any" });
  await resolvePeople(client, workspace);
  const claims = await ask(client, claimsQuery, { workspace, from: plan.from, to: plan.to });
  const found = new Map<string, OrderSum>();
  const alone = new Map<string, OrderSum>();
  const [several, none, total] = [new OrderSum(), new OrderSum(), new OrderSum()];
  for await (const { orders, touches } of streamJourneys(client, workspace, plan)) {
    for (const order of orders) {
      const platforms = new Set(pathTo(order, touches, plan).map(({ key }) => key));
      total.add(order);
      if (platforms.size === 0) none.add(order);
      if (platforms.size > 1) several.add(order);
      for (const platform of platforms) {
        sumOf(found, platform).add(order);
        if (platforms.size === 1) sumOf(alone, platform).add(order);
      }
    }
  }
  const platforms = [...new Set([...claims.map(({ platform }) => platform), ...found.keys()])].sort();
  return {
    platforms: platforms.map((platform) => ({
      platform,
      claimed: claimed(claims.filter((claim) => claim.platform === platform)),
      found: sumOf(found, platform).shown(),
      foundAlone: sumOf(alone, platform).shown(),
    })),
    claimedBySeveral: several.shown(),
    claimedByNone: none.shown(),
    total: total.shown(),
  };
}

function claimed(rows: readonly { orders: number; has_orders: number; currency: string; micros: string }[]) {
  const counted = rows.filter(({ has_orders }) => has_orders > 0);
  const money: Money[] = moneyList(rows.map(({ currency, micros }) => [currency, microsFromText(micros)] as const));
  return {
    orders: counted.length === 0 ? null : counted.reduce((sum, { orders }) => sum + orders, 0),
    amount: money.length === 0 ? null : money,
  };
}

class OrderSum {
  #orders = 0;
  readonly #amounts = new Map<string, number>();

  add({ amountMicros, currency }: Money): void {
    this.#orders += 1;
    this.#amounts.set(currency, (this.#amounts.get(currency) ?? 0) + amountMicros);
  }

  shown() {
    return { orders: this.#orders, amount: moneyList(this.#amounts) };
  }
}

function sumOf(sums: Map<string, OrderSum>, platform: string): OrderSum {
  const sum = sums.get(platform) ?? new OrderSum();
  sums.set(platform, sum);
  return sum;
}
