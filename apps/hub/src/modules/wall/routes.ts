import type { ClickHouseClient } from "@clickhouse/client";
import { askWall } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Sources } from "../../sources/sources.ts";
import { type Column, columnOf, momentsOf } from "./column.ts";
import { troubleOf } from "./trouble.ts";

const MOST_SHOWS = 100;

interface WallOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  sources: Sources;
  now: () => number;
}

/** Every show that is live, coming or recent, those that need somebody first. */
export async function wallRoutes(app: App, { database, clickhouse, sources, now }: WallOptions): Promise<void> {
  app.get("/v1/wall", { config: { policy: "read" } }, async ({ caller: { workspace } }) => {
    const shows = await database.show.findMany({
      where: { workspaceId: workspace },
      orderBy: { createdAt: "desc" },
      take: MOST_SHOWS,
    });
    const asked = shows.map((show) => ({ show: show.id, ...momentsOf(show, now()) }));
    const [figures, states] = await Promise.all([
      askWall(clickhouse, workspace, { shows: asked }),
      sources.list(
        workspace,
        shows.map(({ id }) => id),
      ),
    ]);
    const data = shows.map((show, index) => {
      const { platforms = [], commentsPerMinute = null, orders = null, revenue = null } = figures[index] ?? {};
      const own = states.filter((source) => source.show === show.id);
      const column: Column = {
        show: columnOf(show),
        commentsPerMinute,
        orders,
        revenue,
        trouble: troubleOf(own),
        platforms: [],
      };
      const names = [
        ...new Set([...own.map(({ platform }) => platform), ...platforms.map(({ platform }) => platform)]),
      ].sort();
      column.platforms = names.map((platform) => {
        const source = own.find((each) => each.platform === platform);
        const { viewers = null, spark = [] } = platforms.find((each) => each.platform === platform) ?? {};
        return { platform, state: source?.state ?? null, detail: source?.detail ?? null, viewers, spark };
      });
      return column;
    });
    return { data: data.sort(byNeed), nextCursor: null };
  });
}

const RANK = { live: 0, coming: 1, ended: 2 };

/** Live ones first, then by trouble, then by money; people look at the top. */
function byNeed(left: Column, right: Column): number {
  const money = (column: Column) => column.revenue?.reduce((sum, { amountMicros }) => sum + amountMicros, 0) ?? 0;
  return RANK[left.show.status] - RANK[right.show.status] || right.trouble - left.trouble || money(right) - money(left);
}
