import type { ClickHouseClient } from "@clickhouse/client";
import { replaySales } from "@showpulse/metrics";
import { askHighlights, askReplaySales, type ShowWithTimes } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { notFound } from "../../problem.ts";

const Show = Type.Object({ id: Type.String({ maxLength: 128 }) });

interface HighlightOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  now: () => number;
}

/** What of a show stands out, and what each part of it sold afterwards. */
export async function highlightRoutes(app: App, { database, clickhouse, now }: HighlightOptions): Promise<void> {
  const find = async (workspaceId: string, id: string): Promise<ShowWithTimes> => {
    const show = await database.show.findFirst({ where: { id, workspaceId } });
    if (!show) throw notFound("show");
    return { id, startedAt: show.startedAt?.getTime() ?? null, endedAt: show.endedAt?.getTime() ?? null };
  };

  app.get(
    "/v1/shows/:id/highlights",
    { config: { policy: "read" }, schema: { params: Show } },
    async ({ caller, params }) => {
      const show = await find(caller.workspace, params.id);
      return askHighlights(clickhouse, caller.workspace, show, now());
    },
  );

  app.get(
    "/v1/shows/:id/replay-sales",
    { config: { policy: "read" }, schema: { params: Show, querystring: Type.Omit(replaySales.params, ["show"]) } },
    async ({ caller: { workspace }, params, query }) => {
      const show = await find(workspace, params.id);
      const links = await database.link.findMany({
        where: { workspaceId: workspace, showId: show.id },
        select: { code: true },
      });
      const codes = links.map(({ code }) => code);
      return askReplaySales(clickhouse, workspace, show, codes, query.days);
    },
  );
}
