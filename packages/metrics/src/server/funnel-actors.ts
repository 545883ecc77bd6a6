import type { ClickHouseClient } from "@clickhouse/client";
import { Budget, type QuestionLimits } from "../budget.ts";
import type { Path } from "../funnel/journey.ts";
import { pathsOf } from "../funnel/row-tally.ts";
import { stepBefore } from "../funnel/tally.ts";
import { type FunnelActor, type FunnelActorsRequest, ImpossibleFunnel } from "../funnel.ts";
import { chosenBy } from "./funnel/by-value.ts";
import { journeysOf } from "./funnel/journeys.ts";
import { ownJourneysQuery } from "./funnel/journeys-sql.ts";
import { namesOf } from "./funnel/names.ts";
import { type FunnelPlan, planFunnel } from "./funnel/plan.ts";
import { noStep } from "./funnel/possible.ts";
import { resolvePeople } from "./people.ts";
import { askStream } from "./query.ts";

/** Where a page starts: after the one with this key, and this try of it, `nth` among those that start at one time. */
export type ActorPosition = readonly [key: string, startedAt: number, nth: number];

interface Found {
  key: string;
  startedAt: number;
  nth: number;
  at: number;
  step: number;
}

/**
 * Who is behind a number of a funnel: who filled a step, or who filled the one before and not this one; by key, at most
 * `limit + 1`, so that one more tells of another page. A total has a row for each try.
 * @throws ImpossibleFunnel, CostlyQuestion as the funnel itself
 */
export async function askFunnelActors(
  client: ClickHouseClient,
  workspace: string,
  { step, dropped = false, value, ...request }: FunnelActorsRequest,
  page: { limit: number; after?: ActorPosition | undefined },
  limits?: QuestionLimits,
): Promise<{ rows: FunnelActor[]; positions: ActorPosition[] }> {
  const plan = planFunnel(request);
  const last = request.steps.length - 1;
  if (step > last) throw new ImpossibleFunnel("/step", noStep("step", step, last));
  if (dropped && step === 0) throw new ImpossibleFunnel("/step", "nobody is lost on the way to the first step");
  if (value !== undefined && !plan.breakdown) throw new ImpossibleFunnel("/value", "a value needs a breakdown");
  const budget = new Budget(limits);
  const known = { joined: await resolvePeople(client, workspace, budget) };
  const { query, params } = ownJourneysQuery(plan, known);
  const before = stepBefore(request.steps, step);
  const isWanted = ({ steps }: Path) =>
    dropped ? steps.includes(before) && !steps.includes(step) : steps.includes(step);

  const chosen =
    value === undefined
      ? null
      : await chosenBy(journeysOf(client, workspace, plan, known, budget), plan, value, budget);
  let found: Found[] = [];
  for await (const row of askStream(client, query, { ...params, workspace }, budget)) {
    if (page.after && row.key < page.after[0]) continue;
    budget.startJourney();
    const triesAt = new Map<number, number>();
    for (const journey of chosen?.(row) ?? [row]) {
      for (const path of pathsOf(journey, plan.rules, plan.row.total, budget)) {
        if (!isWanted(path)) continue;
        const startedAt = journey.times[path.events[0] as number] as number;
        const nth = triesAt.get(startedAt) ?? 0;
        triesAt.set(startedAt, nth + 1);
        const at = journey.times[path.events.at(-1) as number] as number;
        const one = { key: row.key, startedAt, nth, at, step: path.steps.at(-1) as number };
        if (!page.after || compare(one, page.after) > 0) found.push(one);
      }
    }
    if (found.length > 10 * (page.limit + 1)) found = first(found, page.limit + 1);
  }
  return shown(client, workspace, plan, first(found, page.limit + 1), budget);
}

function compare(one: Found, [key, startedAt, nth]: ActorPosition): number {
  if (one.key !== key) return one.key < key ? -1 : 1;
  return one.startedAt - startedAt || one.nth - nth;
}

const first = (found: readonly Found[], count: number): Found[] =>
  found.toSorted((a, b) => compare(a, [b.key, b.startedAt, b.nth])).slice(0, count);

async function shown(
  client: ClickHouseClient,
  workspace: string,
  plan: FunnelPlan,
  found: readonly Found[],
  budget: Budget,
) {
  const isPerson = plan.countBy.kind === "actor";
  const names = isPerson
    ? await namesOf(client, workspace, [...new Set(found.map(({ key }) => key))], budget)
    : new Map();
  const rows = found.map(({ key, startedAt, at, step }): FunnelActor => {
    const person = names.get(key) ?? { ids: [], name: null };
    return {
      actor: isPerson ? key : null,
      ...(isPerson ? {} : { key }),
      ids: person.ids,
      name: person.name,
      step,
      startedAt: new Date(startedAt).toISOString(),
      at: new Date(at).toISOString(),
    };
  });
  return { rows, positions: found.map(({ key, startedAt, nth }): ActorPosition => [key, startedAt, nth]) };
}
