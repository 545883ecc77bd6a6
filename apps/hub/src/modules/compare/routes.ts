import type { ClickHouseClient } from "@clickhouse/client";
import { MOST_COMPARED_SHOWS, showsCompared } from "@showpulse/metrics";
import { askShowsCompared } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { notFound, Problem } from "../../problem.ts";

interface CompareOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  now: () => number;
}

/** Shows side by side, minute by minute since each began. */
export async function compareRoutes(app: App, { database, clickhouse, now }: CompareOptions): Promise<void> {
  app.get(
    "/v1/compare",
    { config: { policy: "read", heavy: true }, schema: { querystring: showsCompared.params } },
    async ({ caller, query }) => {
      const ids = [...new Set(query.shows.split(",").map((id) => id.trim()))].filter((id) => id !== "");
      if (ids.length < 2 || ids.length > MOST_COMPARED_SHOWS) {
        throw refused(`shows must name 2 to ${MOST_COMPARED_SHOWS} shows, with commas between`);
      }
      const rows = await database.show.findMany({ where: { workspaceId: caller.workspace, id: { in: ids } } });
      const shows = ids.map((id) => {
        const show = rows.find((row) => row.id === id);
        if (!show) throw notFound("show");
        if (!show.startedAt) throw refused(`shows names "${show.title}", which has not begun`);
        const { title, startedAt, endedAt } = show;
        return { id, title, startedAt: startedAt.getTime(), endedAt: endedAt?.getTime() ?? null };
      });
      const data = await askShowsCompared(clickhouse, caller.workspace, query, shows, now());
      return { data, nextCursor: null };
    },
  );
}

const refused = (detail: string) =>
  new Problem(400, "Bad Request", { detail, errors: [{ pointer: "/shows", detail }] });
