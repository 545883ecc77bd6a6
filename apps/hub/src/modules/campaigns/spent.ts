import type { Database } from "../../database.ts";
import { type Money, moneyOf } from "../../money.ts";

/** What was spent on campaigns, per currency; entries that were undone left out. */
export async function spentOn(database: Database, campaigns: readonly string[]): Promise<Map<string, Money[]>> {
  const sums = await database.cost.groupBy({
    by: ["campaignId", "currency"],
    where: { campaignId: { in: [...campaigns] }, deletedAt: null },
    _sum: { amountMicros: true },
    orderBy: [{ campaignId: "asc" }, { currency: "asc" }],
  });
  const spent = new Map<string, Money[]>();
  for (const { campaignId, currency, _sum } of sums) {
    spent.set(campaignId, [...(spent.get(campaignId) ?? []), moneyOf(_sum.amountMicros ?? 0n, currency)]);
  }
  return spent;
}
