import type { ClickHouseClient } from "@clickhouse/client";
import { Budget, type RoiFigures, type ShowResultAnswer, showResult } from "@showpulse/metrics";
import { askShowReports, resultDifferences, showBreakEven, showFigures } from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { notFound } from "../../problem.ts";
import { costsOfNoShow } from "./costs-of-no-show.ts";
import { readShowFacts } from "./facts.ts";

interface ResultOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  now: () => number;
}

/** What a show earned, when it earned its cost back, and what became of the figures that it ended with. */
export async function showResultRoutes(app: App, { database, clickhouse, now }: ResultOptions): Promise<void> {
  app.get(
    "/v1/shows/:id/result",
    { config: { policy: "read" }, schema: { params: showResult.params } },
    async ({ caller: { workspace }, params }): Promise<ShowResultAnswer> => {
      const show = await database.show.findFirst({
        where: { id: params.id, workspaceId: workspace },
        include: { result: true },
      });
      if (!show) throw notFound("show");
      const budget = new Budget();
      const facts = await readShowFacts({ database, clickhouse }, show, budget);
      const reports = await askShowReports(clickhouse, workspace, show.id, facts.events, budget);
      const campaignCosts = await costsOfNoShow(database, workspace, show.campaign);
      const { startedAt, endedAt, result } = show;
      const asOf = now();
      const taken = result && {
        figures: result.figures as unknown as RoiFigures,
        seq: Number(result.seq),
        takenAt: result.takenAt.getTime(),
      };
      return {
        show: show.id,
        startedAt: startedAt?.toISOString() ?? null,
        endedAt: endedAt?.toISOString() ?? null,
        now: showFigures(facts),
        asOf: new Date(asOf).toISOString(),
        breakEven: showBreakEven(facts, asOf),
        campaignCosts,
        atEnd: taken && { takenAt: new Date(taken.takenAt).toISOString(), figures: taken.figures },
        differences: taken ? resultDifferences(facts, taken) : [],
        reports,
      };
    },
  );
}
