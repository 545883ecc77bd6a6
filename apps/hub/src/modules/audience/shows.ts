import type { AskedShow } from "@showpulse/metrics";
import { periodWithin } from "@showpulse/metrics/server";
import type { Database } from "../../database.ts";

/** The newest so many of a period are looked at. */
const MOST_SHOWS = 200;

interface Period {
  from: string;
  to: string;
  timezone?: string;
}

/** Shows that began in a period, oldest first; one that runs lasts until `now`. @throws ImpossibleQuestion */
export async function showsWithin(
  database: Database,
  workspaceId: string,
  period: Period,
  now: number,
): Promise<(AskedShow & { title: string; isOver: boolean })[]> {
  const { from, to } = periodWithin(period);
  const shows = await database.show.findMany({
    where: { workspaceId, startedAt: { gte: new Date(from), lte: new Date(to) } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: MOST_SHOWS,
  });
  return shows.toReversed().flatMap(({ id, title, startedAt, endedAt }) => {
    if (!startedAt) return [];
    const began = startedAt.getTime();
    return [{ id, title, from: began, to: Math.max(began, endedAt?.getTime() ?? now), isOver: endedAt !== null }];
  });
}
