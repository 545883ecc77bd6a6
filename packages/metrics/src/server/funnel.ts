import type { ClickHouseClient } from "@clickhouse/client";
import { Budget, type QuestionLimits } from "../budget.ts";
import { RowTally } from "../funnel/row-tally.ts";
import { type FunnelAnswer, type FunnelPeriodAnswer, type FunnelRequest, ImpossibleFunnel } from "../funnel.ts";
import { addJourney, answersByValue } from "./funnel/by-value.ts";
import { journeysOf, type Row, type Rows } from "./funnel/journeys.ts";
import { tallyPacked } from "./funnel/packed.ts";
import { isPackable } from "./funnel/packed-sql.ts";
import { type FunnelPlan, planFunnel } from "./funnel/plan.ts";
import { withPeople } from "./people.ts";

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
  const rows = journeysOf(client, workspace, plan, known, budget);
  if (!plan.breakdown) {
    for await (const row of rows()) addJourney(total, row, budget);
    return total.answer();
  }
  const again = await kept(rows(), (row) => addJourney(total, row, budget));
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
