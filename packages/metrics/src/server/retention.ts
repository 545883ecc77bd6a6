import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { intervalsOf } from "../funnel/intervals.ts";
import { ImpossibleQuestion } from "../impossible-question.ts";
import { MOST_INTERVALS, type Retention, type RetentionGroup, type RetentionRequest } from "../retention.ts";
import { ORDERS_EVER } from "./audience/orders-ever.ts";
import { resolvePeople } from "./people.ts";
import { periodWithin } from "./period.ts";
import { ask, defineQuery } from "./query.ts";
import { OF_PEOPLE, PERSON } from "./selection.ts";

const Row = Type.Object({
  scope: Type.String(),
  /** Starts of intervals, milliseconds. */
  cohort: Type.Integer(),
  slot: Type.Integer(),
  people: Type.Integer(),
});

/** How many of each cohort were active in each interval; the first edge stands for all time before the period. */
const COUNTED = `
SELECT scope, arrayMin(slots) AS cohort, slot, count() AS people
FROM per_person ARRAY JOIN slots AS slot
GROUP BY scope, cohort, slot
HAVING cohort > {before: Int64}
ORDER BY scope, cohort, slot`;

const watchedQuery = defineQuery(
  { name: "retention/watched", row: Row },
  `
WITH
per_actor AS
(
    SELECT
        platform,
        actor_hash,
        groupUniqArray(roundDown(toUnixTimestamp64Milli(time), {edges: Array(Int64)})) AS slots
    FROM events
    WHERE workspace = {workspace: String} AND show != '' AND actor_hash != 0
        AND time <= fromUnixTimestamp64Milli({to: Int64})
    GROUP BY platform, actor_hash
),
per_person AS
(
    SELECT toString(platform) AS scope, groupUniqArrayArray(slots) AS slots
    FROM per_actor ${OF_PEOPLE}
    GROUP BY scope, ${PERSON}
)
${COUNTED}`,
);

const boughtQuery = defineQuery(
  { name: "retention/bought", row: Row },
  `
WITH ${ORDERS_EVER},
per_person AS
(
    SELECT scope, groupUniqArray(roundDown(at, {edges: Array(Int64)})) AS slots
    FROM bought ARRAY JOIN ['', platform] AS scope
    WHERE at <= {to: Int64}
    GROUP BY scope, person
)
${COUNTED}`,
);

/** Before every event that can be kept. */
const BEFORE = Date.UTC(1800, 0, 1);

/**
 * Who came back in which interval. `now` is the moment up to which intervals have begun.
 * @throws ImpossibleQuestion for a period that there is not or too many intervals, CostlyQuestion
 */
export async function askRetention(
  client: ClickHouseClient,
  workspace: string,
  request: RetentionRequest,
  now: number,
): Promise<Retention> {
  const period = periodWithin(request);
  const to = Math.min(period.to, now);
  const { interval, timezone = "UTC", weekStart, activity } = request;
  const calendar = intervalsOf(interval, timezone, weekStart);
  const edges: number[] = [];
  let edge = calendar.startOf(period.from);
  for (; edge <= to; edge = calendar.next(edge)) {
    edges.push(edge);
    if (edges.length > MOST_INTERVALS) {
      throw new ImpossibleQuestion("/interval", `interval is too short: more than ${MOST_INTERVALS} fit in the period`);
    }
  }
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const query = activity === "bought" ? boughtQuery : watchedQuery;
  const params = { workspace, edges: [BEFORE, ...edges], before: BEFORE, to };
  const rows = edges.length === 0 ? [] : await ask(client, query, params, budget);
  const unfinished = edges.length > 0 && to < edge - 1;
  return {
    intervals: edges.map((start) => new Date(start).toISOString()),
    unfinished,
    groups: [...Map.groupBy(rows, ({ scope }) => scope)].map(([scope, own]) =>
      groupOf(scope === "" ? null : scope, own, edges, unfinished),
    ),
  };
}

type CountRow = { cohort: number; slot: number; people: number };

function groupOf(
  platform: string | null,
  rows: readonly CountRow[],
  edges: readonly number[],
  unfinished: boolean,
): RetentionGroup {
  const cohorts = [...Map.groupBy(rows, ({ cohort }) => cohort)].map(([cohort, own]) => {
    const counts = new Map(own.map(({ slot, people }) => [slot, people]));
    return {
      at: new Date(cohort).toISOString(),
      back: edges.slice(edges.indexOf(cohort)).map((slot) => counts.get(slot) ?? 0),
    };
  });
  const overall = edges.map((_, n) => {
    const over = cohorts.filter(({ back }) => n < back.length - (unfinished ? 1 : 0));
    const back = sum(over.map((cohort) => cohort.back[n] ?? 0));
    const people = sum(over.map((cohort) => cohort.back[0] ?? 0));
    return { back, people, rate: people === 0 ? null : back / people };
  });
  return { platform, cohorts, overall };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
