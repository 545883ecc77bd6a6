import type { CostKind, RoiRequest } from "@showpulse/metrics";
import type { RoiFacts } from "@showpulse/metrics/server";
import type { Database } from "../../database.ts";
import { readTerms } from "../../terms.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was typed in that a return on investment needs; a cost counts when its UTC day is one of the period. */
export async function readRoiFacts(
  database: Database,
  workspaceId: string,
  { from, to, groupBy }: Pick<RoiRequest, "from" | "to" | "groupBy">,
): Promise<RoiFacts> {
  const [costs, terms] = await Promise.all([
    database.cost.findMany({
      where: { workspaceId, deletedAt: null, day: { gte: dayOf(from), lte: dayOf(to) } },
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

/** Costs are of days that PostgreSQL and everybody's calendar have. */
const [FIRST, LAST] = [Date.UTC(1901, 0, 1), Date.UTC(2299, 0, 1)];

/** The UTC day of a day or an instant. */
function dayOf(text: string): Date {
  const time = Date.parse(DAY.test(text) ? `${text}T00:00:00Z` : text);
  // What is no time at all is refused where the question is asked.
  const near = Number.isNaN(time) ? 0 : Math.min(LAST, Math.max(FIRST, time));
  return new Date(Math.floor(near / 86_400_000) * 86_400_000);
}
