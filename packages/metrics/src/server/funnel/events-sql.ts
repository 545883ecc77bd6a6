import type { FunnelStep } from "../../funnel.ts";
import { PEOPLE, PEOPLE_HASHES } from "../selection.ts";
import type { Bound } from "./bound.ts";
import { asksPerson, filterSql } from "./filter-sql.ts";
import type { FunnelPlan } from "./plan.ts";
import { propertySql } from "./property-sql.ts";

/** What is known of whom the events are of. */
export interface Known {
  /** Some ids are one person. */
  joined: boolean;
  /** People are wanted by their ids; else it is enough to tell them apart, by numbers, which costs less. */
  named: boolean;
}

/**
 * The events that can matter to a funnel, each with who counts (`key`), a bit for each step that it may fill (`mask`)
 * and each exclusion that it meets (`excluded_by`), its value of the breakdown (`label`) and of what is held constant.
 */
export function eventsSql(plan: FunnelPlan, known: Known, bound: Bound): string {
  const { request, rules, breakdown, countBy } = plan;
  const { steps, exclusions, where } = request;
  const firsts = steps.flatMap((step, index) => (step.firstEver || step.firstMatching ? [index] : []));
  const asked = [where, ...steps.map((step) => step.where), ...(exclusions ?? []).map((exclusion) => exclusion.where)];
  const traits = asked.some(asksPerson) || breakdown?.on === "actor" || countBy.on === "actor";
  const first = (index: number) => (firsts.includes(index) ? ` AND (at, seq) = firsts.first${index}` : "");
  // Nobody starts after the end of the dates, though one may go on.
  const inTime =
    Number.isFinite(rules.starts.to) && rules.order !== "unordered"
      ? ` AND at <= ${bound.bind("Float64", rules.starts.to)}`
      : "";
  const mask = steps.map((step, index) =>
    bitSql(`${stepSql(step, bound)}${first(index)}${index === 0 ? inTime : ""}`, index),
  );
  const excluded = (exclusions ?? []).map((exclusion, index) => bitSql(stepSql(exclusion, bound), index));
  const key = keySql(plan, bound);
  const label = breakdown ? valueSql(plan, bound) : "''";
  const held = request.holdConstant?.length ? jsonSql(request.holdConstant, "event", bound) : "''";
  const firstSql = firsts.length > 0 ? firstsSql(plan, firsts, known, bound) : "";
  const condition = filterSql(where, bound);
  const selected = `SELECT ${columnsSql(bound)} FROM events WHERE ${selectedSql(plan, bound)}`;
  return `
    SELECT
        ${key} AS key,
        toUnixTimestamp64Milli(time) AS at,
        seq,
        ${mask.join(" + ")} AS mask,
        ${excluded.length > 0 ? excluded.join(" + ") : "toUInt32(0)"} AS excluded_by,
        ${label} AS label,
        ${held} AS held_value,
        amount_micros,
        currency
    FROM (${withPerson(selected, known)}) AS events${
      traits ? `\n    LEFT ANY JOIN ${traitsSql(known)} AS known USING (person)` : ""
    }${firsts.length > 0 ? `\n    LEFT ANY JOIN ${firstSql} AS firsts USING (person)` : ""}
    WHERE ${condition}${
      countBy.kind === "prop" ? " AND key != ''" : ""
    }${rules.order === "strict" ? "" : " AND (mask != 0 OR excluded_by != 0)"}`;
}

/** What is read of each event; a wide row costs also where nobody looks at it. */
export const columnsSql = ({ columns }: Bound): string =>
  [...new Set(["time", "seq", "type", "actor", "actor_hash", "session", "amount_micros", "currency", ...columns])].join(
    ", ",
  );

export const bitSql = (condition: string, bit: number): string => `bitShiftLeft(toUInt32(${condition}), ${bit})`;

/** Rows of events with whose they are: every id of a person leads to the same. */
function withPerson(rows: string, { joined, named }: Known): string {
  const [own, person, none, people] = named
    ? ["actor", "person", "''", PEOPLE]
    : ["actor_hash", "person_hash", "0", PEOPLE_HASHES];
  if (!joined) return `SELECT *, ${own} AS person FROM (${rows})`;
  return `SELECT told.*, if(joined.${person} = ${none}, ${own}, joined.${person}) AS person
        FROM (${rows}) AS told LEFT ANY JOIN ${people} AS joined USING (${own})`;
}

/** A person's known properties: of every id of the person, the newest value of each key, as JSON text. */
const traitsSql = (known: Known): string => `
    (
        SELECT person, mapFromArrays(groupArray(key), groupArray(raw)) AS traits
        FROM
        (
            SELECT person, trait AS key, argMax(raw, (time, seq)) AS raw
            FROM (${withPerson(
              `SELECT actor, sipHash64(actor) AS actor_hash, time, seq, toString(key) AS trait, raw
                FROM identities ARRAY JOIN mapKeys(properties) AS key, mapValues(properties) AS raw
                WHERE workspace = {workspace: String}`,
              known,
            )})
            GROUP BY person, trait
        )
        GROUP BY person
    )`;

/**
 * Of each person, the first event in all of history: of a step's kind (`firstEver`), or that also meets the step's
 * filter (`firstMatching`).
 */
function firstsSql({ request: { steps } }: FunnelPlan, which: readonly number[], known: Known, bound: Bound): string {
  const some = which.map((index) => [index, steps[index] as FunnelStep] as const);
  const conditions = some.map(([, step]) => stepSql(step.firstMatching ? step : { event: step.event ?? null }, bound));
  const types = some.map(([, step]) => step.event ?? null);
  const ofTypes = types.includes(null) ? "" : ` AND type IN ${bound.bind("Array(String)", types)}`;
  const traits = some.some(([, step]) => step.firstMatching && asksPerson(step.where));
  return `
    (
        SELECT person, ${some
          .map(([index], at) => `minIf((toUnixTimestamp64Milli(time), seq), ${conditions[at]}) AS first${index}`)
          .join(", ")}
        FROM (${withPerson(
          `SELECT ${columnsSql(bound)} FROM events WHERE workspace = {workspace: String} AND actor_hash != 0${ofTypes}`,
          known,
        )}) AS history${traits ? `\n        LEFT ANY JOIN ${traitsSql(known)} AS known USING (person)` : ""}
        GROUP BY person
    )`;
}

/** Who or what counts as one; '' for nobody. */
function keySql({ countBy }: FunnelPlan, bound: Bound): string {
  switch (countBy.kind) {
    case "actor":
      return "person";
    case "session":
      return "session";
    case "prop":
      return `ifNull(${propertySql(countBy.prop, countBy.on, bound)}, '')`;
  }
}

/** The events that can matter; the end of a period without one is the end of time. */
export function selectedSql(plan: FunnelPlan, bound: Bound): string {
  const { from, to, rules, countBy } = plan;
  const { shows, platforms, steps, exclusions } = plan.request;
  const types = [...steps, ...(exclusions ?? [])].map(({ event }) => event ?? null);
  const conditions = ["workspace = {workspace: String}"];
  // Who counts by another thing than a person needs none; a person's own property is nobody's else.
  if (countBy.kind === "actor") conditions.push("actor_hash != 0");
  if (countBy.kind === "session") conditions.push("session != ''");
  if (shows) conditions.push(`has(${bound.bind("Array(String)", shows)}, show)`);
  if (platforms) conditions.push(`has(${bound.bind("Array(String)", platforms)}, platform)`);
  if (from !== undefined) conditions.push(`time >= fromUnixTimestamp64Milli(toInt64(${bound.bind("Float64", from)}))`);
  if (to !== undefined) conditions.push(`time <= fromUnixTimestamp64Milli(toInt64(${bound.bind("Float64", to)}))`);
  // With nothing in between, every event of a person matters.
  if (rules.order !== "strict" && !types.includes(null)) {
    conditions.push(`type IN ${bound.bind("Array(String)", types)}`);
  }
  return conditions.join(" AND ");
}

export const stepSql = ({ event, where }: Pick<FunnelStep, "event" | "where">, bound: Bound): string =>
  `${event == null ? "1" : `type = ${bound.bind("String", event)}`} AND ${filterSql(where, bound)}`;

/** The breakdown's value of an event as text, '' for none; of several properties as a JSON array. */
function valueSql({ breakdown, manyProps }: FunnelPlan, bound: Bound): string {
  const { props = [], on = "event" } = breakdown ?? {};
  return manyProps ? jsonSql(props, on, bound) : `ifNull(${propertySql(props[0] ?? "", on, bound)}, '')`;
}

/** Several properties as the text of a JSON array; '' where none is there. */
function jsonSql(props: readonly string[], on: "event" | "actor", bound: Bound): string {
  const array = `[${props.map((prop) => propertySql(prop, on, bound)).join(", ")}]`;
  return `if(arrayAll(one -> isNull(one), ${array}), '', toJSONString(${array}))`;
}
