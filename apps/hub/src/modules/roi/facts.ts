import type { CostKind, RoiRequest } from "@showpulse/metrics";
import type { ProductCosts, RoiFacts } from "@showpulse/metrics/server";
import type { Database } from "../../database.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was typed in that a return on investment needs; a cost counts when its UTC day is one of the period. */
export async function readRoiFacts(
  database: Database,
  workspaceId: string,
  { from, to, groupBy }: Pick<RoiRequest, "from" | "to" | "groupBy">,
): Promise<RoiFacts> {
  const [costs, products, rates, creators] = await Promise.all([
    database.cost.findMany({
      where: { workspaceId, deletedAt: null, day: { gte: dayOf(from), lte: dayOf(to) } },
      orderBy: [{ day: "asc" }, { id: "asc" }],
    }),
    database.product.findMany({
      where: { workspaceId },
      select: { id: true, sku: true, costMicros: true, costCurrency: true },
    }),
    database.rate.findMany({ where: { workspaceId } }),
    // Whoever was paid by share is still owed it after having been taken off the list.
    database.creator.findMany({ where: { workspaceId }, select: { id: true, commissionRate: true } }),
  ]);
  return {
    costs: costs.map((cost) => ({
      key: keyOf(cost, groupBy) ?? "",
      day: textOf(cost.day),
      kind: cost.kind as CostKind,
      amount: { amountMicros: Number(cost.amountMicros), currency: cost.currency },
    })),
    products: productCosts(products),
    rates: rates.map((rate) => ({
      day: textOf(rate.day),
      from: rate.fromCurrency,
      to: rate.toCurrency,
      rate: rate.rate.toString(),
    })),
    commissionRates: new Map(creators.map(({ id, commissionRate }) => [id, commissionRate])),
  };
}

function keyOf(
  cost: { campaignId: string; creatorId: string | null; platform: string | null; showId: string | null },
  groupBy: RoiRequest["groupBy"],
): string | null {
  switch (groupBy) {
    case "campaign":
      return cost.campaignId;
    case "creator":
      return cost.creatorId;
    case "platform":
      return cost.platform;
    case "show":
      return cost.showId;
  }
}

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

const textOf = (day: Date): string => day.toISOString().slice(0, 10);

/** The UTC day of a day or an instant. */
function dayOf(text: string): Date {
  const time = Date.parse(DAY.test(text) ? `${text}T00:00:00Z` : text);
  // What is no time at all is refused where the question is asked.
  return new Date(Number.isNaN(time) ? 0 : Math.floor(time / 86_400_000) * 86_400_000);
}
