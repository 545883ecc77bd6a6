import type { ClickHouseClient } from "@clickhouse/client";
import { type CreditOptions, creditOf } from "../attribution/credit.ts";
import { MarkovChain, TooManyKeys } from "../attribution/markov.ts";
import { pathTo } from "../attribution/path.ts";
import { AttributionTally } from "../attribution/tally.ts";
import { type AttributionAnswer, type AttributionRequest, ImpossibleAttribution } from "../attribution.ts";
import { Budget } from "../budget.ts";
import { streamJourneys } from "./attribution/journeys.ts";
import { type CreditPlan, planCredit } from "./attribution/plan.ts";
import { withSamePeople } from "./people.ts";

/**
 * Who gets the credit for what was bought in a period. ClickHouse gathers each buyer's possible touches; credit is
 * given here, order by order.
 * @throws ImpossibleAttribution for a question that contradicts itself, CostlyQuestion for one that takes too much
 */
export async function askAttribution(
  client: ClickHouseClient,
  workspace: string,
  request: AttributionRequest,
): Promise<AttributionAnswer> {
  const plan = planCredit(request);
  const budget = new Budget();
  return withSamePeople(client, workspace, budget, () => credited(client, workspace, request, plan, budget));
}

async function credited(
  client: ClickHouseClient,
  workspace: string,
  request: AttributionRequest,
  plan: CreditPlan,
  budget: Budget,
): Promise<AttributionAnswer> {
  const options: CreditOptions = {
    model: request.model,
    halfLifeSeconds: request.halfLifeSeconds ?? undefined,
    weights: weightsOf(request),
    effects: request.model === "markov" ? await markovEffects(client, workspace, plan, budget) : undefined,
  };
  const tally = new AttributionTally();
  for await (const { orders, touches } of streamJourneys(client, workspace, plan, budget)) {
    for (const order of orders)
      tally.add(order.amountMicros, order.currency, creditOf(pathTo(order, touches, plan), options));
  }
  return tally.answer();
}

/**
 * What each key is worth over all paths of the period.
 * @throws ImpossibleAttribution when there are too many keys
 */
export async function markovEffects(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  budget: Budget,
): Promise<Map<string, number>> {
  const chain = new MarkovChain();
  try {
    for await (const { orders, touches } of streamJourneys(client, workspace, plan, budget)) {
      for (const order of orders) chain.add(pathTo(order, touches, plan));
    }
  } catch (error) {
    if (error instanceof TooManyKeys) throw new ImpossibleAttribution("/model", error.message);
    throw error;
  }
  return chain.removalEffects();
}

function weightsOf({ weights }: AttributionRequest) {
  if (weights == null) return undefined;
  if (weights.every((weight) => weight === 0)) throw new ImpossibleAttribution("/weights", "weights are all nought");
  return weights;
}
