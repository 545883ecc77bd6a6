import { Type } from "typebox";
import type { FunnelStep } from "../../funnel.ts";
import { defineQuery } from "../query.ts";
import { PEOPLE } from "../selection.ts";
import { Bound } from "./bound.ts";
import { asksPerson, filterSql } from "./filter-sql.ts";
import type { FunnelPlan } from "./plan.ts";
import { propertySql } from "./property-sql.ts";

/** People with the same journey. */
export const JourneyRow = Type.Object({
  times: Type.Array(Type.Integer()),
  steps: Type.Array(Type.Integer()),
  values: Type.Array(Type.String()),
  micros: Type.Array(Type.Integer()),
  currencies: Type.Array(Type.String()),
  people: Type.Integer(),
});

/** A person's known properties: of every id of the person, the newest value of each key, as JSON text. */
const TRAITS = `
(
    SELECT person, mapFromArrays(groupArray(key), groupArray(raw)) AS traits
    FROM
    (
        SELECT if(joined.person = '', actor, joined.person) AS person, key, argMax(raw, (time, seq)) AS raw
        FROM
        (
            SELECT actor, time, seq, toString(key) AS key, raw
            FROM identities ARRAY JOIN mapKeys(properties) AS key, mapValues(properties) AS raw
            WHERE workspace = {workspace: String}
        ) AS told
        LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
        GROUP BY person, key
    )
    GROUP BY person
)`;

/**
 * The query for everybody's journey: events that may fill a step, with a bit for each such step, gathered by person and
 * put in order. Of people who cannot come past the first step, no journey is given: they are counted at once, by the
 * breakdown values that they count for. The text is put together from fixed parts; every value is bound.
 */
export function journeysQuery(plan: FunnelPlan) {
  const bound = new Bound();
  const { steps, where } = plan.request;
  const { breakdown } = plan;
  const person = asksPerson(where) || steps.some((step) => asksPerson(step.where)) || breakdown?.on === "actor";
  const value = breakdown ? valueSql(plan, bound) : "''";
  const past = steps.length > 1 ? "bitAnd(groupBitOr(mask), 3) != 3" : "1";
  const events = `
    SELECT
        if(joined.person = '', actor, joined.person) AS person,
        toUnixTimestamp64Milli(time) AS at,
        seq,
        ${steps.map((step, index) => `bitShiftLeft(toUInt32(${stepSql(step, bound)}), ${index})`).join(" + ")} AS mask,
        ${value} AS label,
        amount_micros,
        currency
    FROM
    (
        SELECT * FROM events
        WHERE ${selectedSql(plan, bound)}
    ) AS events
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)${
      person
        ? `\n    LEFT ANY JOIN ${TRAITS} AS known ON known.person = if(joined.person = '', actor, joined.person)`
        : ""
    }
    WHERE ${filterSql(where, bound)} AND mask != 0`;
  const sql = `
SELECT times, steps, \`values\`, micros, currencies, count() AS people
FROM
(
    SELECT
        ${past} AND NOT max(bitAnd(mask, 1) != 0 AND currency != '') AS is_short,
        arraySort(groupArray((at, seq, mask, label, amount_micros, toString(currency)))) AS way,
        if(is_short, [], way.1) AS times,
        if(is_short, [], way.3) AS steps,
        ${breakdown ? `if(is_short, ${shortValuesSql(breakdown)}, way.4)` : "emptyArrayString()"} AS \`values\`,
        arrayExists(currency -> currency != '', way.6) AND NOT is_short AS has_money,
        if(has_money, way.5, []) AS micros,
        if(has_money, way.6, []) AS currencies
    FROM (${events})
    GROUP BY person
    HAVING bitAnd(groupBitOr(mask), 1) != 0
)
GROUP BY times, steps, \`values\`, micros, currencies`;
  return { query: defineQuery({ name: "funnel", row: JourneyRow }, sql), params: bound.params };
}

/** The events that can matter; the end of a period without one is the end of time. */
function selectedSql({ from, to, request: { shows, platforms, steps } }: FunnelPlan, bound: Bound): string {
  const types = steps.map((step) => step.event ?? null);
  const conditions = ["workspace = {workspace: String}", "actor != ''"];
  if (shows) conditions.push(`has(${bound.bind("Array(String)", shows)}, show)`);
  if (platforms) conditions.push(`has(${bound.bind("Array(String)", platforms)}, platform)`);
  if (from !== undefined) conditions.push(`time >= fromUnixTimestamp64Milli(toInt64(${bound.bind("Float64", from)}))`);
  if (to !== undefined) conditions.push(`time <= fromUnixTimestamp64Milli(toInt64(${bound.bind("Float64", to)}))`);
  if (!types.includes(null)) conditions.push(`type IN ${bound.bind("Array(String)", types)}`);
  return conditions.join("\n            AND ");
}

const stepSql = ({ event, where }: FunnelStep, bound: Bound): string =>
  `${event == null ? "1" : `type = ${bound.bind("String", event)}`} AND ${filterSql(where, bound)}`;

/** The breakdown's value of an event as text, '' for none; of several properties as a JSON array. */
function valueSql({ breakdown, manyProps }: FunnelPlan, bound: Bound): string {
  const values = (breakdown?.props ?? []).map((prop) => propertySql(prop, breakdown?.on, bound));
  if (!manyProps) return `ifNull(${values[0]}, '')`;
  const array = `[${values.join(", ")}]`;
  return `if(arrayAll(one -> isNull(one), ${array}), '', toJSONString(${array}))`;
}

/** The values for which somebody counts in the first step who comes no further. */
function shortValuesSql({ attribution, step }: NonNullable<FunnelPlan["breakdown"]>): string {
  switch (attribution) {
    case "first_touch":
      return "[arrayFirst(value -> value != '', way.4)]";
    case "last_touch":
      return "[arrayLast(value -> value != '', way.4)]";
    case "all_events":
      return "arraySort(arrayDistinct(arrayMap(one -> one.4, arrayFilter(one -> bitTest(one.3, 0), way))))";
    case "step":
      return `arraySort(arrayDistinct(arrayMap(one -> one.4, arrayFilter(one -> bitTest(one.3, ${step}), way))))`;
  }
}
