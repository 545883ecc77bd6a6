import type { ClickHouseClient } from "@clickhouse/client";
import { type Static, Type } from "typebox";
import { Budget } from "../budget.ts";
import type { Lineage, LineageSide } from "../lineage.ts";
import { mentionPatterns } from "../mention-names.ts";
import { isMetric, metric } from "../registry.ts";
import type { Figure, ShowMetricsParams } from "../show-metrics.ts";
import { before, type ListedEvent, listedEvent, NamedRow, pageOf } from "./events-list.ts";
import { queriesOf } from "./lineage/queries.ts";
import { type Rows, rowsOf, sidesOf } from "./lineage/rows.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery } from "./query.ts";
import { OF_SHOW, selectionParams } from "./selection.ts";
import { askFigures, type ShowKnowledge } from "./show-metrics.ts";

const Row = Type.Object({
  platform: Type.String(),
  source: Type.String(),
  reported: Type.Integer(),
  events: Type.Integer(),
  first: Type.Integer(),
  last: Type.Integer(),
  received: Type.Integer(),
});

/** How many events of each source satisfy a condition, and when. */
const sourcesQuery = ({ condition, before }: Rows) =>
  defineQuery(
    { name: "lineage/sources", row: Row },
    `${before === undefined ? "" : `WITH ${before}`}
SELECT
    toString(platform) AS platform,
    toString(source) AS source,
    toInt64(type = 'report_row') AS reported,
    count() AS events,
    toUnixTimestamp64Milli(min(time)) AS first,
    toUnixTimestamp64Milli(max(time)) AS last,
    toUnixTimestamp64Milli(max(received_at)) AS received
FROM events
WHERE ${condition}
GROUP BY platform, source, reported`,
  );

const gapsQuery = defineQuery(
  {
    name: "lineage/gaps",
    row: Type.Object({
      platform: Type.String(),
      gap_from: Type.String(),
      gap_to: Type.String(),
      reason: Type.String(),
      recoverable: Type.String(),
    }),
  },
  `SELECT
    toString(platform) AS platform,
    JSONExtractString(properties['from']) AS gap_from,
    JSONExtractString(properties['to']) AS gap_to,
    JSONExtractString(properties['reason']) AS reason,
    properties['recoverable'] AS recoverable
FROM events
WHERE ${OF_SHOW} AND type = 'connector_gap'
ORDER BY time, seq`,
);

/**
 * Where a figure of a show comes from: what was asked of ClickHouse, how many events stand behind each side, who sent
 * them and how fresh they are. The value is worked out anew from the listed queries alone.
 * @returns null when no show has such a figure
 */
export async function askLineage(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams & { metric: string },
  knowledge: ShowKnowledge = {},
): Promise<Lineage | null> {
  const { metric: id, ...period } = params;
  if (!isMetric(id) || !metric(id).ofShow) return null;
  const { name, formula, unit } = metric(id);
  const budget = new Budget();
  const { answer, ran } = await askFigures(client, workspace, period, knowledge, budget, queriesOf(id));
  const bound = boundOf(workspace, period, knowledge);
  const behind = await Promise.all(
    sidesOf(id).map(async ([side, of]) => ({
      side,
      of,
      rows: await ask(client, sourcesQuery(rowsOf(of)), bound, budget),
    })),
  );
  // An event may stand behind both sides: the sources count it once.
  const [first, second] = behind;
  const all =
    second && first
      ? await ask(client, sourcesQuery(eitherOf(rowsOf(first.of), rowsOf(second.of))), bound, budget)
      : (first?.rows ?? []);
  const gaps = (await ask(client, gapsQuery, bound, budget)).flatMap(
    ({ gap_from, gap_to, platform, reason, recoverable }) => {
      const [from, to] = [Date.parse(gap_from), Date.parse(gap_to)];
      return Number.isNaN(from) || Number.isNaN(to) || to < bound.from || from > bound.to
        ? []
        : [{ platform, from: iso(from), to: iso(to), reason, recovered: recoverable === "true" }];
    },
  );
  const figure = answer.metrics[id] as Figure;
  return {
    show: params.show,
    metric: id,
    name,
    formula,
    unit,
    from: answer.from,
    to: answer.to,
    figure,
    queries: ran,
    sides: behind.map(({ side, of, rows }) => ({
      side,
      ...(isMetric(of) ? { metric: of } : {}),
      value: figure[side] ?? null,
      rows: rows.reduce((sum, row) => sum + row.events, 0),
    })),
    sources: all
      .map(sourceOf)
      .sort((a, b) => b.events - a.events || (a.source < b.source ? -1 : 1))
      .map((source) => ({
        ...source,
        gaps: gaps.filter(({ platform }) => platform === source.platform).map(({ platform: _own, ...gap }) => gap),
      })),
  };
}

const eitherOf = (a: Rows, b: Rows): Rows => ({ condition: `(${a.condition}) OR (${b.condition})` });

const sourceOf = ({ platform, source, reported, events, first, last, received }: Static<typeof Row>) => ({
  platform,
  source,
  tier: reported ? ("reported" as const) : ("measured" as const),
  events,
  first: iso(first),
  last: iso(last),
  asOf: iso(received),
});

/**
 * The events behind one side of a figure, newest first.
 * @returns null when no show has such a figure, or the figure no such side
 */
export async function listLineageRows(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams & { metric: string; side?: LineageSide; limit: number; before?: readonly [number, number] },
  knowledge: ShowKnowledge = {},
): Promise<ListedEvent[] | null> {
  if (!isMetric(params.metric) || !metric(params.metric).ofShow) return null;
  const sides = sidesOf(params.metric);
  const found = params.side === undefined ? sides[0] : sides.find(([side]) => side === params.side);
  if (!found) return null;
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const rows = rowsOf(found[1]);
  const query = defineQuery({ name: "lineage/rows", row: NamedRow }, pageOf(rows.condition, rows.before));
  const bound = { ...boundOf(workspace, params, knowledge), limit: params.limit, ...before(params.before) };
  return (await ask(client, query, bound, budget)).map(listedEvent);
}

const boundOf = (workspace: string, params: ShowMetricsParams, { names }: ShowKnowledge) => ({
  ...selectionParams(workspace, params),
  ...mentionPatterns(names ?? []),
});

const iso = (time: number): string => new Date(time).toISOString();
