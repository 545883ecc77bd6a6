import type { ClickHouseClient } from "@clickhouse/client";
import { pathTo } from "../attribution/path.ts";
import type { ReconciliationAnswer, ReconciliationRequest } from "../attribution-reconciliation.ts";
import { Budget } from "../budget.ts";
import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";
import { askClaims, NO_CLAIM } from "./attribution/claims.ts";
import { streamJourneys } from "./attribution/journeys.ts";
import { type CreditPlan, planCredit } from "./attribution/plan.ts";
import { withSamePeople } from "./people.ts";

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
  const budget = new Budget();
  return withSamePeople(client, workspace, budget, () => reconciled(client, workspace, plan, budget));
}

async function reconciled(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  budget: Budget,
): Promise<ReconciliationAnswer> {
  const claims = await askClaims(client, { workspace, show: "", from: plan.from, to: plan.to }, budget);
  const found = new Map<string, OrderSum>();
  const alone = new Map<string, OrderSum>();
  const [several, none, total] = [new OrderSum(), new OrderSum(), new OrderSum()];
  for await (const { orders, touches } of streamJourneys(client, workspace, plan, budget)) {
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
  const platforms = [...new Set([...claims.keys(), ...found.keys()])].sort();
  return {
    platforms: platforms.map((platform) => ({
      platform,
      claimed: claims.get(platform) ?? NO_CLAIM,
      found: sumOf(found, platform).shown(),
      foundAlone: sumOf(alone, platform).shown(),
    })),
    claimedBySeveral: several.shown(),
    claimedByNone: none.shown(),
    total: total.shown(),
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
