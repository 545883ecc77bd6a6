import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { Bound } from "./bound.ts";
import { eventsSql, type Known } from "./events-sql.ts";
import type { FunnelPlan } from "./plan.ts";

const lists = {
  times: Type.Array(Type.Integer()),
  steps: Type.Array(Type.Integer()),
  excluded: Type.Array(Type.Integer()),
  held: Type.Array(Type.String()),
  values: Type.Array(Type.String()),
  micros: Type.Array(Type.Integer()),
  currencies: Type.Array(Type.String()),
};

/** Everybody with the same journey; no times: people who came to the first step and no further. */
export const JourneyRow = Type.Object({ ...lists, people: Type.Integer() });

/** One journey, and whose it is. */
export const OwnJourneyRow = Type.Object({ ...lists, key: Type.String(), people: Type.Integer() });

/**
 * The query for everybody's journey: the events that can matter, gathered by who counts and put in order. Of those who
 * cannot come past the first step, no journey is given: they are counted at once, by the breakdown values that they
 * count for. The text is put together from fixed parts; every value is bound.
 */
export function journeysQuery(plan: FunnelPlan, { joined }: Pick<Known, "joined">) {
  const bound = new Bound();
  const sql = `
SELECT times, steps, excluded, held, \`values\`, micros, currencies, sum(weight) AS people
FROM (${gatheredSql(plan, { joined, named: false }, bound, isShortSql(plan))})
GROUP BY times, steps, excluded, held, \`values\`, micros, currencies`;
  return { query: defineQuery({ name: "funnel", row: JourneyRow }, sql), params: bound.params };
}

/** The query for each one's journey, with who it is of. */
export function ownJourneysQuery(plan: FunnelPlan, { joined }: Pick<Known, "joined">) {
  const bound = new Bound();
  const sql = `
SELECT key, times, steps, excluded, held, \`values\`, micros, currencies, 1 AS people
FROM (${gatheredSql(plan, { joined, named: true }, bound, "0")})`;
  return {
    query: defineQuery({ name: "funnel/actors", row: OwnJourneyRow }, sql),
    params: bound.params,
  };
}

function gatheredSql(plan: FunnelPlan, known: Known, bound: Bound, isShort: string): string {
  const { breakdown, rules } = plan;
  const weight = plan.row.total ? "if(is_short, countIf(bitAnd(mask, 1) != 0), 1)" : "1";
  const isStart = isStartSql(plan, bound);
  const values = breakdown ? `if(is_short, ${shortValuesSql(plan, isStart)}, way.5)` : "emptyArrayString()";
  const starts =
    rules.order === "unordered" ? `countIf(${isStart("at", "mask")}) > 0` : "bitAnd(groupBitOr(mask), 1) != 0";
  return `
    SELECT
        key,
        ${isShort} AS is_short,
        ${weight} AS weight,
        arraySort(groupArray((at, seq, mask, excluded_by, label, held_value, amount_micros, toString(currency)))) AS way,
        if(is_short, [], way.1) AS times,
        if(is_short, [], way.3) AS steps,
        if(is_short OR arrayAll(bits -> bits = 0, way.4), [], way.4) AS excluded,
        ${plan.request.holdConstant?.length ? "if(is_short, emptyArrayString(), way.6)" : "emptyArrayString()"} AS held,
        ${values} AS \`values\`,
        arrayExists(currency -> currency != '', way.8) AND NOT is_short AS has_money,
        if(has_money, way.7, []) AS micros,
        if(has_money, way.8, []) AS currencies
    FROM (${eventsSql(plan, known, bound)})
    GROUP BY key
    HAVING ${starts}`;
}

/** Whether somebody's events can fill the first step and nothing more, so that nothing else needs to be known of them. */
function isShortSql({ rules, row, breakdown }: FunnelPlan): string {
  if (row.intervals || (row.total && breakdown)) return "0";
  const clean = rules.exclusions.length > 0 ? "groupBitOr(excluded_by) = 0" : "1";
  const free = `${clean} AND NOT max(bitAnd(mask, ${rules.order === "unordered" ? ~0 >>> 0 : 1}) != 0 AND currency != '')`;
  if (rules.order === "unordered") return row.total ? "0" : `bitCount(groupBitOr(mask)) = 1 AND ${free}`;
  let second = 0;
  for (let step = 1; step < rules.steps.length; step += 1) {
    second |= 1 << step;
    if (!rules.steps[step]?.optional) break;
  }
  return `bitAnd(groupBitOr(mask), ${second}) = 0 AND ${free}`;
}

/**
 * Whether a path may start with an event of a bit mask: in order with the first step, whose bit is set only in time;
 * in any order with each.
 */
function isStartSql({ rules: { order, starts } }: FunnelPlan, bound: Bound): (at: string, mask: string) => string {
  if (order !== "unordered") return (_, mask) => `bitTest(${mask}, 0)`;
  if (!Number.isFinite(starts.to)) return (_, mask) => `${mask} != 0`;
  const to = bound.bind("Float64", starts.to);
  return (at, mask) => `${mask} != 0 AND ${at} <= ${to}`;
}

/** The values for which somebody counts in the first step who comes no further. */
function shortValuesSql({ breakdown, rules }: FunnelPlan, isStart: (at: string, mask: string) => string): string {
  const valuesOf = (condition: string) =>
    `arraySort(arrayDistinct(arrayMap(one -> one.5, arrayFilter(one -> ${condition}, way))))`;
  const step = `bitTest(one.3, ${breakdown?.step ?? 0})`;
  switch (breakdown?.attribution ?? "first_touch") {
    case "first_touch":
      return "[arrayFirst((value, mask) -> value != '' AND mask != 0, way.5, way.3)]";
    case "last_touch":
      return "[arrayLast((value, mask) -> value != '' AND mask != 0, way.5, way.3)]";
    case "all_events":
      return valuesOf(isStart("one.1", "one.3"));
    case "step":
      // In any order the step's own event is the start; in order the start is another.
      return valuesOf(rules.order === "unordered" ? `${step} AND ${isStart("one.1", "one.3")}` : step);
  }
}
