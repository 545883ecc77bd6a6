import type { ClickHouseClient } from "@clickhouse/client";
import type { Static } from "typebox";
import { Budget, type QuestionLimits } from "../budget.ts";
import { sharesOf } from "../funnel/breakdown.ts";
import { RowTally } from "../funnel/row-tally.ts";
import { assertFewPoints } from "../funnel/trend.ts";
import { type FunnelAnswer, type FunnelPeriodAnswer, type FunnelRequest, ImpossibleFunnel } from "../funnel.ts";
import { type JourneyRow, journeysQuery } from "./funnel/journeys-sql.ts";
import { tallyPacked } from "./funnel/packed.ts";
import { isPackable } from "./funnel/packed-sql.ts";
import { type FunnelPlan, planFunnel } from "./funnel/plan.ts";
import { withPeople } from "./people.ts";
import { askStream } from "./query.ts";

/**
 * How far people come on a way of events. ClickHouse gathers each one's events in order; the ways are walked here.
 * @throws ImpossibleFunnel for a query that contradicts itself, CostlyQuestion for one that takes too long or too much
 */
export async function askFunnel(
  client: ClickHouseClient,
  workspace: string,
  request: FunnelRequest,
  limits?: QuestionLimits,
): Promise<FunnelAnswer> {
  const plan = planFunnel(request);
  const other = request.compareTo ? planOther(request, request.compareTo) : null;
  // One for all that is asked: a second period, or a second look at the rows, has what the first has left.
  const budget = new Budget(limits);
  return withPeople(client, workspace, budget, async (joined) => {
    const ask = (one: FunnelPlan) => askPeriod(client, workspace, one, { joined }, budget);
    const answer = await ask(plan);
    return other ? { ...answer, compareTo: await ask(other) } : answer;
  });
}

function planOther(request: FunnelRequest, period: { from: string; to: string }): FunnelPlan {
  try {
    return planFunnel({ ...request, ...period, compareTo: null });
  } catch (error) {
    if (error instanceof ImpossibleFunnel) throw new ImpossibleFunnel(`/compareTo${error.pointer}`, error.message);
    throw error;
  }
}

type Row = Static<typeof JourneyRow>;
type Rows = () => AsyncIterable<Row>;

async function askPeriod(
  client: ClickHouseClient,
  workspace: string,
  plan: FunnelPlan,
  known: { joined: boolean },
  budget: Budget,
): Promise<FunnelPeriodAnswer> {
  const total = new RowTally(plan.row);
  if (isPackable(plan)) {
    await tallyPacked(client, workspace, plan, known, budget, total);
    return total.answer();
  }
  const rows: Rows = () => {
    const { query, params } = journeysQuery(plan, known);
    return askStream(client, query, { ...params, workspace }, budget);
  };
  if (!plan.breakdown) {
    for await (const row of rows()) addTo(total, row, budget);
    return total.answer();
  }
  const again = await kept(rows(), (row) => addTo(total, row, budget));
  return answersByValue(again ?? rows, plan, total, budget);
}

/** So many entries of journeys stay in memory, so that they need not be asked for a second time. */
const MOST_KEPT = 500_000;

/** Goes through the rows, and keeps them for another time if they are few. */
async function kept(rows: AsyncIterable<Row>, each: (row: Row) => void): Promise<Rows | null> {
  let all: Row[] = [];
  let entries = 0;
  for await (const row of rows) {
    each(row);
    entries += 1 + row.times.length;
    if (entries <= MOST_KEPT) all.push(row);
    else all = [];
  }
  if (entries > MOST_KEPT) return null;
  return async function* () {
    yield* all;
  };
}

const isShort = (row: Row): boolean => row.times.length === 0;

function addTo(tally: RowTally, row: Row, budget: Budget): void {
  if (isShort(row)) tally.addStarted(row.people);
  else tally.add(row, row.people, budget);
}

const OTHER = "Other";
/** A value that no property has: NUL never gets past the gate. */
const REST = "\0rest";

/** The answer for everybody, and for each value of the breakdown; trends of all of them go over the same intervals. */
async function answersByValue(
  rows: Rows,
  plan: FunnelPlan,
  total: RowTally,
  budget: Budget,
): Promise<FunnelPeriodAnswer> {
  const limit = plan.breakdown?.limit ?? 25;
  const all = await talliesByValue(rows, plan, (value) => value, budget);
  const found = [...all].filter(([, tally]) => tally.started > 0);
  found.sort(([a, one], [b, other]) => other.started - one.started || (a < b ? -1 : 1));
  const top = found.slice(0, limit);
  const other = found.length <= limit ? null : await otherOf(rows, plan, new Set(top.map(([value]) => value)), budget);
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

/** The rest counts as one value: somebody with two of them counts once. */
async function otherOf(rows: Rows, plan: FunnelPlan, shown: ReadonlySet<string>, budget: Budget): Promise<RowTally> {
  const rest = await talliesByValue(rows, plan, (value) => (shown.has(value) ? value : REST), budget);
  return rest.get(REST) ?? new RowTally(plan.row);
}

async function talliesByValue(
  rows: Rows,
  plan: FunnelPlan,
  rename: (value: string) => string,
  budget: Budget,
): Promise<Map<string, RowTally>> {
  const { attribution = "first_touch", step = 0 } = plan.breakdown ?? {};
  const tallies = new Map<string, RowTally>();
  const of = (value: string): RowTally => {
    const tally = tallies.get(value) ?? new RowTally(plan.row);
    tallies.set(value, tally);
    return tally;
  };
  // A touch is found among the values as they are; the others ask which events have the value.
  const touch = attribution === "first_touch" || attribution === "last_touch";
  for await (const row of rows()) {
    if (isShort(row)) {
      for (const value of new Set(row.values.map(rename))) of(value).addStarted(row.people);
      continue;
    }
    const values = touch ? row.values : row.values.map(rename);
    for (const share of sharesOf(row, values, attribution, step)) {
      of(touch ? rename(share.value) : share.value).add(share.journey, row.people, budget);
    }
  }
  return tallies;
}

/** A breakdown's value as the answer gives it. */
function shownValue(value: string, { manyProps, breakdown }: FunnelPlan): string | null | (string | null)[] {
  if (!manyProps) return value === "" ? null : value;
  return value === "" ? (breakdown?.props ?? []).map(() => null) : (JSON.parse(value) as (string | null)[]);
}
