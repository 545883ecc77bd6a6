import type { ClickHouseClient } from "@clickhouse/client";
import { DIRECT, type PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import { askStream } from "../query.ts";
import { journeysQuery } from "./journeys-sql.ts";
import type { CreditPlan } from "./plan.ts";
import { assertWalkable } from "./walkable.ts";

/** An order, or another event that is credited, with the key that it declares. */
export interface CreditedOrder {
  at: number;
  seq: number;
  amountMicros: number;
  currency: string;
  key: string;
}

/** A buyer's conversions of the period, and what may be a touch of them; both in order of `(at, seq)`. */
export interface Journey {
  orders: CreditedOrder[];
  touches: PossibleTouch[];
}

const KINDS = ["touch", "direct", "watching"] as const;

/** Everybody's way to what they bought, one by one as they come. @throws CostlyQuestion */
export async function* streamJourneys(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  budget: Budget,
): AsyncGenerator<Journey, void> {
  const query = journeysQuery(plan.groupBy, plan.conversion);
  const rows = askStream(client, query, creditParams(workspace, plan, false), budget);
  for await (const { orders, touches } of rows) {
    assertWalkable(orders.length, touches.length);
    yield {
      orders: orders.map(([at, seq, amountMicros, currency, key]) => ({ at, seq, amountMicros, currency, key })),
      touches: touches.map(([at, seq, key, kind]) => possibleTouch(at, seq, key, kind)),
    };
  }
}

/** The parameters of every question about credit. */
export const creditParams = (workspace: string, plan: CreditPlan, creators: boolean) => ({
  workspace,
  from: plan.from,
  to: plan.to,
  lookback: plan.lookbackMilliseconds,
  conversion: plan.conversion,
  direct: plan.withDirect,
  creators,
});

/** Visits from nowhere known share one key. */
export function possibleTouch(at: number, seq: number, key: string, code: number): PossibleTouch {
  const kind = KINDS[code] ?? "touch";
  return { at, seq, key: kind === "direct" ? DIRECT : key, kind };
}
