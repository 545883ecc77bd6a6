import { Type } from "typebox";
import { defineQuery } from "./query.ts";
import { OF_SHOW } from "./selection.ts";

/**
 * What platforms report of a show, the newest row of each figure: one figure is of one source, platform, property
 * `metric` and period (properties `from` and `to`). Orders may stand in `quantity`, money in `amount_micros`.
 */
export const reportedQuery = defineQuery(
  {
    name: "reported",
    row: Type.Object({
      platform: Type.String(),
      source: Type.String(),
      metric: Type.String(),
      period_from: Type.String(),
      period_to: Type.String(),
      value: Type.Number(),
      reported_at: Type.Integer(),
    }),
  },
  `
SELECT
    toString(platform) AS platform,
    toString(source) AS source,
    JSONExtractString(properties['metric']) AS metric,
    JSONExtractString(properties['from']) AS period_from,
    JSONExtractString(properties['to']) AS period_to,
    argMax(ifNull(value, toFloat64(quantity)), (time, seq)) AS value,
    toUnixTimestamp64Milli(max(received_at)) AS reported_at
FROM events
WHERE ${OF_SHOW} AND type = 'report_row' AND metric IN {metrics: Array(String)}
GROUP BY platform, source, metric, period_from, period_to`,
);

export interface ReportedRow {
  source: string;
  period_from: string;
  period_to: string;
  value: number;
}

/**
 * Rows of one figure of one platform as one number; `null`: none. Periods that overlap are told twice, so the longest
 * counts (a row without a period is of the whole show) and those apart add up. Each source is taken for itself; of
 * several the highest counts, since they tell of the same show.
 */
export function reportedFigure(rows: readonly ReportedRow[]): number | null {
  const bySource = Map.groupBy(rows, ({ source }) => source);
  const sums = [...bySource.values()].map((own) => {
    const periods = own
      .map(({ period_from, period_to, value }) => ({ ...span(period_from, period_to), value }))
      .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
    const taken: typeof periods = [];
    for (const period of periods) {
      if (!taken.some(({ from, to }) => period.from < to && from < period.to)) taken.push(period);
    }
    return taken.reduce((sum, { value }) => sum + value, 0);
  });
  return sums.length === 0 ? null : Math.max(...sums);
}

function span(from: string, to: string): { from: number; to: number } {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const known = !Number.isNaN(start) && !Number.isNaN(end) && end > start;
  return known ? { from: start, to: end } : { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
}
