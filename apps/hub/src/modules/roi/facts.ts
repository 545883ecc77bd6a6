import type { CostKind, RoiRequest } from "@showpulse/metrics";
import { knownTime, periodWithin, type RoiFacts } from "@showpulse/metrics/server";
import type { Database } from "../../database.ts";
import { readTerms } from "../../terms.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was typed in that a return on investment needs; a cost counts when its UTC day is one of the period. */
export async function readRoiFacts(
  database: Database,
  workspaceId: string,
  { from, to, timezone, groupBy }: Pick<RoiRequest, "from" | "to" | "timezone" | "groupBy">,
): Promise<RoiFacts> {
  const period = periodWithin({ from, to, timezone });
  const [costs, terms] = await Promise.all([
    database.cost.findMany({
      where: { workspaceId, deletedAt: null, day: { gte: dayOf(from, period.from), lte: dayOf(to, period.to) } },
      orderBy: [{ day: "asc" }, { id: "asc" }],
    }),
    readTerms(database, workspaceId),
  ]);
  return {
    costs: costs.map((cost) => ({
      key: keyOf(cost, groupBy) ?? "",
      day: textOf(cost.day),
      kind: cost.kind as CostKind,
      amount: { amountMicros: Number(cost.amountMicros), currency: cost.currency },
    })),
    ...terms,
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

const textOf = (day: Date): string => day.toISOString().slice(0, 10);

/** The UTC day of an end of a period: a day is that day everywhere, an instant the day that it lies in. */
function dayOf(end: string, time: number): Date {
  const near = DAY.test(end) ? knownTime(Date.parse(`${end}T00:00:00Z`)) : time;
  return new Date(Math.floor(near / 86_400_000) * 86_400_000);
}
