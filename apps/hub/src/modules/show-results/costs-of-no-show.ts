import type { Database } from "../../database.ts";
import { type Money, moneyOf } from "../../money.ts";

/** What was typed in for a campaign without naming a show, per currency. */
export async function costsOfNoShow(
  database: Database,
  workspaceId: string,
  campaignId: string | null,
): Promise<Money[]> {
  if (campaignId === null) return [];
  const sums = await database.cost.groupBy({
    by: ["currency"],
    where: { workspaceId, campaignId, showId: null, deletedAt: null },
    _sum: { amountMicros: true },
    orderBy: { currency: "asc" },
  });
  return sums.map(({ currency, _sum }) => moneyOf(_sum.amountMicros ?? 0n, currency));
}
