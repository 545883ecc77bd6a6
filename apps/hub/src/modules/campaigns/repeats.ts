import type { Database } from "../../database.ts";
import type { costRow } from "./cost.ts";

type NewRow = ReturnType<typeof costRow>;

/** The lines whose very same cost is entered already, or stands in a line before: most likely pasted twice. */
export async function repeatedLines(
  database: Database,
  workspaceId: string,
  lines: readonly { line: number; cost: NewRow }[],
): Promise<number[]> {
  const days = [...new Set(lines.map(({ cost }) => cost.day.getTime()))].map((time) => new Date(time));
  const entered = await database.cost.findMany({ where: { workspaceId, deletedAt: null, day: { in: days } } });
  const seen = new Set(entered.map(sameness));
  return lines.flatMap(({ line, cost }) => {
    const key = sameness(cost);
    const repeated = seen.has(key);
    seen.add(key);
    return repeated ? [line] : [];
  });
}

type Comparable = Omit<NewRow, "id" | "workspaceId" | "kind" | "amountMicros"> & {
  kind: string;
  amountMicros: number | bigint;
};

const sameness = ({ campaignId, day, kind, amountMicros, currency, platform, creatorId, showId }: Comparable) =>
  JSON.stringify([campaignId, day.getTime(), kind, Number(amountMicros), currency, platform, creatorId, showId]);
