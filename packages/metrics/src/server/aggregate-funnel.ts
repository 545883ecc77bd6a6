import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import {
  AGGREGATE_STEPS,
  type AggregateFunnel,
  type AggregateStep,
  platformSteps,
  type StepFigures,
  stepsTogether,
} from "../aggregate-funnel.ts";
import { measuresAny } from "../capabilities.ts";
import type { ShowMetricsParams } from "../show-metrics.ts";
import { ask, defineQuery } from "./query.ts";
import { reportedFigure, reportedQuery } from "./reported.ts";
import { OF_SHOW, selectionParams } from "./selection.ts";

/** What was counted of each step, per platform; an order id counts once. */
const countedQuery = defineQuery(
  {
    name: "aggregate-funnel/counted",
    row: Type.Object({
      platform: Type.String(),
      views: Type.Integer(),
      clicks: Type.Integer(),
      orders: Type.Integer(),
    }),
  },
  `SELECT
    toString(platform) AS platform,
    countIf(type = 'join') AS views,
    countIf(type IN ('select_item', 'select_promotion')) AS clicks,
    uniqExactIf(if(\`order\` != '', \`order\`, concat(source, '\\n', id)), type = 'purchase') AS orders
FROM events
WHERE ${OF_SHOW}
GROUP BY platform`,
);

/** The aggregate funnel of a show: counts of each platform without identities, beside the platform's own reports. */
export async function askAggregateFunnel(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams,
): Promise<AggregateFunnel> {
  const selection = selectionParams(workspace, params);
  const [counted, reported] = await Promise.all([
    ask(client, countedQuery, selection),
    ask(client, reportedQuery, { ...selection, metrics: [...AGGREGATE_STEPS] }),
  ]);
  const platforms = counted
    .map(({ platform, views, clicks, orders }) => {
      const told = (metric: AggregateStep) =>
        reportedFigure(reported.filter((row) => row.platform === platform && row.metric === metric));
      const count = (types: readonly string[], events: number) =>
        events > 0 || measuresAny(platform, types) ? events : null;
      const figures: Record<AggregateStep, StepFigures> = {
        impressions: { counted: null, reported: told("impressions") },
        views: { counted: count(["join"], views), reported: told("views") },
        product_clicks: {
          counted: count(["select_item", "select_promotion"], clicks),
          reported: told("product_clicks"),
        },
        orders: { counted: count(["purchase"], orders), reported: told("orders") },
      };
      return { platform, steps: platformSteps(figures) };
    })
    .filter(({ steps }) => steps.some(({ value }) => value !== null))
    .sort((a, b) => (a.platform < b.platform ? -1 : 1));
  return { show: params.show, kind: "aggregate", platforms, together: stepsTogether(platforms) };
}
