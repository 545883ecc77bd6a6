import type { FeeRule, ProductCosts, ShowTerms } from "@showpulse/metrics/server";
import type { Fee } from "../../../prisma/generated/client.ts";
import type { Database } from "./database.ts";
import { dayOfDate } from "./formats.ts";
import { exchangeRate, moneyOf } from "./money.ts";

/** What orders are reckoned by: costs of products, rates of exchange, creators' shares, fees. */
export async function readTerms(database: Database, workspaceId: string): Promise<ShowTerms> {
  const [products, rates, creators, fees] = await Promise.all([
    database.product.findMany({
      where: { workspaceId },
      select: { id: true, sku: true, costMicros: true, costCurrency: true },
    }),
    database.rate.findMany({ where: { workspaceId } }),
    // Whoever was paid by share is still owed it after having been taken off the list.
    database.creator.findMany({ where: { workspaceId }, select: { id: true, commissionRate: true } }),
    database.fee.findMany({ where: { workspaceId, deletedAt: null } }),
  ]);
  return {
    products: productCosts(products),
    rates: rates.map(exchangeRate),
    commissionRates: new Map(creators.map(({ id, commissionRate }) => [id, commissionRate])),
    fees: fees.map(feeRule),
  };
}

/** A rule as the ledger takes it. */
export const feeRule = (fee: Fee): FeeRule => ({
  platform: fee.platform,
  name: fee.name,
  from: dayOfDate(fee.fromDay),
  rate: fee.rate,
  perOrder: moneyOf(fee.perOrderMicros, fee.perOrderCurrency),
});

/** By id and by SKU; an id wins over another product's SKU. */
function productCosts(
  products: readonly { id: string; sku: string; costMicros: bigint | null; costCurrency: string | null }[],
): ProductCosts {
  const costs = products.map(({ id, sku, costMicros, costCurrency }) => ({
    id,
    sku,
    cost:
      costMicros === null || costCurrency === null
        ? null
        : { amountMicros: Number(costMicros), currency: costCurrency },
  }));
  return new Map([
    ...costs.map(({ sku, cost }) => [sku, cost] as const),
    ...costs.map(({ id, cost }) => [id, cost] as const),
  ]);
}
