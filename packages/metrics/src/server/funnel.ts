import type { ClickHouseClient } from "@clickhouse/client";
import type { Static } from "typebox";
import { sharesOf } from "../funnel/breakdown.ts";
import { StepTally } from "../funnel/tally.ts";
import { furthestPath } from "../funnel/walk.ts";
import type { FunnelAnswer, FunnelRequest } from "../funnel.ts";
import { type JourneyRow, journeysQuery } from "./funnel/journeys-sql.ts";
import { type FunnelPlan, planFunnel } from "./funnel/plan.ts";
import { resolvePeople } from "./people.ts";
import { ask } from "./query.ts";

/**
 * How far people come on a way of events. ClickHouse gathers each person's events in order; the ways are walked here.
 * @throws ImpossibleFunnel for a query that contradicts itself, UnsupportedFunnel for what is not answered yet
 */
export async function askFunnel(
  client: ClickHouseClient,
  workspace: string,
  request: FunnelRequest,
): Promise<FunnelAnswer> {
  const plan = planFunnel(request);
  await resolvePeople(client, workspace);
  const { query, params } = journeysQuery(plan);
  const journeys = await ask(client, query, { ...params, workspace });
  const total = new StepTally(request.steps.length);
  for (const row of journeys) addTo(total, row, plan);
  const answer = { steps: total.steps(request.steps), averageSeconds: total.averageSeconds() };
  return plan.breakdown ? { ...answer, breakdowns: breakdownsOf(journeys, plan) } : answer;
}

type Row = Static<typeof JourneyRow>;

const isShort = (row: Row): boolean => row.times.length === 0;

function addTo(tally: StepTally, row: Row, { request, windowMilliseconds }: FunnelPlan): void {
  if (isShort(row)) return tally.addStarted(row.people);
  const path = furthestPath(row, request.steps.length, windowMilliseconds);
  if (path) tally.add(row, path, row.people);
}

const OTHER = "Other";

function breakdownsOf(journeys: readonly Row[], plan: FunnelPlan): NonNullable<FunnelAnswer["breakdowns"]> {
  const limit = plan.breakdown?.limit ?? 25;
  const rows = [...talliesByValue(journeys, plan, (value) => value)].filter(([, tally]) => tally.started > 0);
  rows.sort(([a, one], [b, other]) => other.started - one.started || (a < b ? -1 : 1));
  const row = (value: string | null | (string | null)[], tally: StepTally) => ({
    value,
    steps: tally.steps(plan.request.steps),
  });
  const top = rows.slice(0, limit).map(([value, tally]) => row(shownValue(value, plan), tally));
  if (rows.length <= limit) return top;
  // The rest counts as one value: somebody with two of them counts once.
  const kept = new Set(rows.slice(0, limit).map(([value]) => value));
  const rest = talliesByValue(journeys, plan, (value) => (kept.has(value) ? value : REST)).get(REST);
  return [...top, row(plan.manyProps ? [OTHER] : OTHER, rest ?? new StepTally(plan.request.steps.length))];
}

/** A value that no property has: NUL never gets past the gate. */
const REST = "\0rest";

function talliesByValue(
  journeys: readonly Row[],
  plan: FunnelPlan,
  rename: (value: string) => string,
): Map<string, StepTally> {
  const { attribution = "first_touch", step = 0 } = plan.breakdown ?? {};
  const stepCount = plan.request.steps.length;
  const tallies = new Map<string, StepTally>();
  const of = (value: string): StepTally => {
    const tally = tallies.get(value) ?? new StepTally(stepCount);
    tallies.set(value, tally);
    return tally;
  };
  for (const row of journeys) {
    if (isShort(row)) {
      for (const value of new Set(row.values.map(rename))) of(value).addStarted(row.people);
      continue;
    }
    // A touch is found among the values as they are; the others ask which events have the value.
    const touch = attribution === "first_touch" || attribution === "last_touch";
    const values = touch ? row.values : row.values.map(rename);
    for (const { value, journey } of sharesOf(row, values, attribution, step)) {
      const path = furthestPath(journey, stepCount, plan.windowMilliseconds);
      if (path) of(touch ? rename(value) : value).add({ ...row, ...journey }, path, row.people);
    }
  }
  return tallies;
}

function shownValue(value: string, { manyProps, breakdown }: FunnelPlan): string | null | (string | null)[] {
  if (!manyProps) return value === "" ? null : value;
  return value === "" ? (breakdown?.props ?? []).map(() => null) : (JSON.parse(value) as (string | null)[]);
}
