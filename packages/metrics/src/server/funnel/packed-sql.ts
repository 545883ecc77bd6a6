import { PEOPLE_HASHES } from "../selection.ts";
import { Bound } from "./bound.ts";
import { bitSql, columnsSql, selectedSql, stepSql } from "./events-sql.ts";
import { asksPerson, filterSql } from "./filter-sql.ts";
import type { FunnelPlan } from "./plan.ts";

/** As many fit into an event's word, see {@link packedQuery}. */
const MOST_STEPS = 14;

/** Both are stored as what lies above the least that they can be. */
export const LEAST = { moment: Date.UTC(1900, 0, 1), micros: -(2 ** 53) } as const;

/**
 * Whether everybody's journey can be had packed: nothing is asked of the events but who, when, which steps and how much
 * money.
 */
export function isPackable({ request, rules, row, breakdown, countBy }: FunnelPlan): boolean {
  const { steps, where, holdConstant } = request;
  return (
    rules.order === "ordered" &&
    rules.exclusions.length === 0 &&
    breakdown === null &&
    !holdConstant?.length &&
    !row.total &&
    countBy.kind !== "prop" &&
    steps.length <= MOST_STEPS &&
    !steps.some((step) => step.firstEver || step.firstMatching || asksPerson(step.where)) &&
    !asksPerson(where)
  );
}

/**
 * Everybody's journey, a row each: its events in the order of time, none for who came to the first step and cannot come
 * further. An event is two words of 64 bits. The high one, from above: its moment (44 bits), the steps that it may fill
 * (14), whether it carries money (1), its micros' highest 5; the low one: their other 49, and their currency (15).
 *
 * To gather one number for each event costs a third of gathering tuples, and numbers of 64 bits are compared faster
 * than those of 128. People are told apart by 64 bits. Each thing that is worked out has a subquery of its own: the
 * engine names a column by its whole expression, and a name that stands in the next twice doubles its length. The last
 * order puts hundreds of small blocks together, each of which would travel alone.
 */
export function packedQuery(plan: FunnelPlan, known: { joined: boolean }) {
  const bound = new Bound();
  const { steps, where } = plan.request;
  const { to } = plan.rules.starts;
  const at = "toUnixTimestamp64Milli(time)";
  // Nobody starts after the end of the dates, though one may go on.
  const inTime = Number.isFinite(to) ? ` AND ${at} <= ${bound.bind("Float64", to)}` : "";
  const mask = steps.map((step, index) => bitSql(`${stepSql(step, bound)}${index === 0 ? inTime : ""}`, index));
  const condition = filterSql(where, bound);
  const isPerson = plan.countBy.kind === "actor";
  // Types are looked at before; where nothing else is asked, to look at each event again takes a fifth of the time.
  const isChosen = steps.some((step) => step.where != null);
  const packed = `
        SELECT own_key, high, bitOr(bitShiftLeft(toUInt128(high), 64), toUInt128(low)) AS packed
        FROM
        (
            SELECT
                own_key,
                bitOr(
                    bitShiftLeft(moment, 20),
                    toUInt64(mask * 64 + (currency_code != 0) * 32 + bitShiftRight(micros, 49))) AS high,
                bitOr(bitShiftLeft(micros, 15), currency_code) AS low
            FROM
            (
                SELECT
                    ${isPerson ? "actor_hash" : "sipHash64(session)"} AS own_key,
                    toUInt64(${at} - ${LEAST.moment}) AS moment,
                    ${mask.join(" + ")} AS mask,
                    toUInt64(amount_micros - ${LEAST.micros}) AS micros,
                    ${CURRENCY} AS currency_code
                FROM (SELECT ${columnsSql(bound)} FROM events WHERE ${selectedSql(plan, bound)}) AS events
                WHERE ${condition}${isChosen ? " AND mask != 0" : ""}
            )
        )`;
  // Packed first: each column that goes through the join costs as much as the look-up itself.
  const told =
    known.joined && isPerson
      ? `(${packed}
        ) AS told LEFT ANY JOIN ${PEOPLE_HASHES} AS joined ON told.own_key = joined.actor_hash`
      : `(${packed})`;
  const key = known.joined && isPerson ? "if(joined.person_hash = 0, own_key, joined.person_hash)" : "own_key";
  // At one moment any order counts.
  const momentOf = (high: string) => `bitShiftRight(${high}, 20)`;
  const isLong = plan.row.intervals ? "true" : `${momentOf("further")} >= ${momentOf("first")}`;
  const sql = `
SELECT if(is_long, arraySort(events), []) AS events
FROM
(
    SELECT events, ${isLong} AS is_long
    FROM
    (
        SELECT
            ${key} AS key,
            minIf(high, bitTest(high, 6)) AS first,
            maxIf(high, ${goesOnSql(plan)}) AS further,
            groupArray(packed) AS events
        FROM ${told}
        GROUP BY key
        HAVING first != 0
    )
)
ORDER BY is_long`;
  return { query: { name: "funnel/packed", sql }, params: bound.params };
}

/** What may follow the first step; and money, which has to be told also of those whom nothing follows. */
function goesOnSql({ rules: { steps } }: FunnelPlan): string {
  let second = 0;
  for (let step = 1; step < steps.length; step += 1) {
    second |= 1 << step;
    if (!steps[step]?.optional) break;
  }
  return `bitAnd(high, ${second * 64}) != 0 OR bitAnd(high, 96) = 96`;
}

/** Three capitals in five bits each, the first in the lowest; 0 for none. */
const CURRENCY = `if(currency = '', 0, toUInt64(${[0, 1, 2]
  .map((at) => `bitShiftLeft(bitAnd(bitShiftRight(reinterpretAsUInt32(toString(currency)), ${8 * at}), 31), ${5 * at})`)
  .join(" + ")}))`;
