import type { Budget } from "../../budget.ts";
import { type Share, sharesOf } from "../../funnel/breakdown.ts";
import { RowTally } from "../../funnel/row-tally.ts";
import type { PaidJourney } from "../../funnel/tally.ts";
import { assertFewPoints } from "../../funnel/trend.ts";
import type { FunnelAnswer, FunnelPeriodAnswer } from "../../funnel.ts";
import type { Row, Rows } from "./journeys.ts";
import type { FunnelPlan } from "./plan.ts";

const isShort = (row: Row): boolean => row.times.length === 0;

export function addJourney(tally: RowTally, row: Row, budget: Budget): void {
  if (isShort(row)) tally.addStarted(row.people);
  else tally.add(row, row.people, budget);
}

/** The row of all that is over a breakdown's limit. */
const OTHER = "Other";
/** A value that no property has: NUL never gets past the gate. */
const REST = "\0rest";

type Rename = (value: string) => string;

/** All values but those that have a row of their own become one. */
const restAsOne =
  (shown: ReadonlySet<string>): Rename =>
  (value) =>
    shown.has(value) ? value : REST;

/** The answer for everybody, and for each value of the breakdown; trends of all of them go over the same intervals. */
export async function answersByValue(
  rows: Rows,
  plan: FunnelPlan,
  total: RowTally,
  budget: Budget,
): Promise<FunnelPeriodAnswer> {
  const { top, isAll } = await topValues(rows, plan, budget);
  const other = isAll ? null : await otherOf(rows, plan, new Set(top.map(([value]) => value)), budget);
  // A value may have tries where all together have none: what excludes them has another value.
  const ranges = [total, ...top.map(([, tally]) => tally), ...(other ? [other] : [])].flatMap(
    (tally) => tally.range() ?? [],
  );
  const range =
    ranges.length === 0
      ? null
      : { first: Math.min(...ranges.map(({ first }) => first)), last: Math.max(...ranges.map(({ last }) => last)) };
  if (range && plan.row.intervals) assertFewPoints(range, plan.row.intervals, ranges.length);
  const breakdowns: NonNullable<FunnelAnswer["breakdowns"]> = top.map(([value, tally]) => ({
    value: shownValue(value, plan),
    ...tally.answer(range),
  }));
  if (other) breakdowns.push({ value: plan.manyProps ? [OTHER] : OTHER, ...other.answer(range) });
  return { ...total.answer(range), breakdowns };
}

/** The values that have a row of their own, those of most people first; `isAll`: there are no others. */
async function topValues(rows: Rows, plan: FunnelPlan, budget: Budget) {
  const limit = plan.breakdown?.limit ?? 25;
  const all = await talliesByValue(rows, plan, (value) => value, budget);
  const found = [...all].filter(([, tally]) => tally.started > 0);
  found.sort(([a, one], [b, other]) => other.started - one.started || (a < b ? -1 : 1));
  return { top: found.slice(0, limit), isAll: found.length <= limit };
}

/** The rest counts as one value: somebody with two of them counts once. */
async function otherOf(rows: Rows, plan: FunnelPlan, shown: ReadonlySet<string>, budget: Budget): Promise<RowTally> {
  const rest = await talliesByValue(rows, plan, restAsOne(shown), budget);
  return rest.get(REST) ?? new RowTally(plan.row);
}

async function talliesByValue(
  rows: Rows,
  plan: FunnelPlan,
  rename: Rename,
  budget: Budget,
): Promise<Map<string, RowTally>> {
  const tallies = new Map<string, RowTally>();
  const of = (value: string): RowTally => {
    const tally = tallies.get(value) ?? new RowTally(plan.row);
    tallies.set(value, tally);
    return tally;
  };
  for await (const row of rows()) {
    if (isShort(row)) {
      for (const value of new Set(row.values.map(rename))) of(value).addStarted(row.people);
      continue;
    }
    for (const { value, journey } of sharesAs(row, plan, rename)) of(value).add(journey, row.people, budget);
  }
  return tallies;
}

/** What a journey counts in, by the values as they are renamed. */
function sharesAs<Of extends PaidJourney & { values: readonly string[] }>(
  row: Of,
  { breakdown }: FunnelPlan,
  rename: Rename,
): Share<Of>[] {
  const { attribution = "first_touch", step = 0 } = breakdown ?? {};
  // A touch is found among the values as they are; the others ask which events have the value.
  if (attribution === "first_touch" || attribution === "last_touch") {
    return sharesOf(row, row.values, attribution, step).map((share) => ({ ...share, value: rename(share.value) }));
  }
  return sharesOf(row, row.values.map(rename), attribution, step);
}

/** Chooses of a journey what counts in one row of a breakdown. */
export type Chosen = <Of extends PaidJourney & { values: readonly string[] }>(row: Of) => Of[];

/**
 * Chooses what counts in the row that an answer calls `value`. Where a property has the value `Other` and a row of its
 * own, that row is meant.
 */
export async function chosenBy(
  rows: Rows,
  plan: FunnelPlan,
  value: NonNullable<FunnelAnswer["breakdowns"]>[number]["value"],
  budget: Budget,
): Promise<Chosen> {
  const wanted = storedValue(value, plan);
  // The engine writes JSON with other escapes.
  const same: Rename = (one) => (plan.manyProps && one !== "" ? JSON.stringify(JSON.parse(one)) : one);
  const isOther = plan.manyProps ? wanted === JSON.stringify([OTHER]) : wanted === OTHER;
  const { top, isAll } = isOther ? await topValues(rows, plan, budget) : { top: [], isAll: true };
  const isShown = top.some(([one]) => same(one) === wanted);
  const shown = new Set(top.map(([one]) => one));
  const [name, rename]: [string, Rename] = isAll || isShown ? [wanted, same] : [REST, restAsOne(shown)];
  return (row) => sharesAs(row, plan, rename).flatMap((share) => (share.value === name ? share.journey : []));
}

/** A breakdown's value as the answer gives it. */
function shownValue(value: string, { manyProps, breakdown }: FunnelPlan): string | null | (string | null)[] {
  if (!manyProps) return value === "" ? null : value;
  return value === "" ? (breakdown?.props ?? []).map(() => null) : (JSON.parse(value) as (string | null)[]);
}

/** The same back: as events have it. */
function storedValue(value: string | null | (string | null)[], { manyProps }: FunnelPlan): string {
  const isNone = manyProps ? Array.isArray(value) && value.every((one) => one === null) : value === null;
  if (isNone) return "";
  return manyProps ? JSON.stringify(value) : String(value);
}
