import type { ClickHouseClient } from "@clickhouse/client";
import type { PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { Money } from "../../metric.ts";
import type { OrderLine, TakenBack } from "../../roi/goods.ts";
import { creditParams, possibleTouch } from "../attribution/journeys.ts";
import type { CreditPlan } from "../attribution/plan.ts";
import { assertWalkable } from "../attribution/walkable.ts";
import { askStream } from "../query.ts";
import { type BuyerRow, buyersQuery } from "./buyers-sql.ts";

/** An order with all that its ledger needs; `key` and `creator` are those that it declares, '' for none. */
export interface BuyerOrder {
  at: number;
  seq: number;
  platform: string;
  /** Its id; of an order without one, the source and id of its event. */
  order: string;
  key: string;
  creator: string;
  paid: Money;
  lines: OrderLine[];
  takenBack: TakenBack;
}

export interface Buyer {
  /** A person, not just an order that nobody is known of. */
  isKnown: boolean;
  /** Bought something else before the period. */
  boughtBefore: boolean;
  /** In order of `(at, seq)`, like the touches. */
  orders: BuyerOrder[];
  touches: PossibleTouch[];
  creatorTouches: PossibleTouch[];
}

/** Everybody who bought something in the period, one by one as they come. @throws CostlyQuestion */
export async function* streamBuyers(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  withCreators: boolean,
  budget: Budget,
): AsyncGenerator<Buyer, void> {
  const rows = askStream(client, buyersQuery(plan.groupBy), creditParams(workspace, plan, withCreators), budget);
  for await (const row of rows) {
    assertWalkable(row.orders.length, row.touches.length);
    yield {
      isKnown: row.is_known === 1,
      boughtBefore: row.bought_before === 1,
      orders: row.orders.map(orderOf),
      touches: row.touches.map(([at, seq, key, , kind]) => possibleTouch(at, seq, key, kind)).filter(hasKey),
      creatorTouches: withCreators
        ? row.touches.map(([at, seq, , creator, kind]) => possibleTouch(at, seq, creator, kind)).filter(hasKey)
        : [],
    };
  }
}

const hasKey = ({ key }: PossibleTouch): boolean => key !== "";

function orderOf(order: BuyerRow["orders"][number]): BuyerOrder {
  const [at, seq, amountMicros, currency, key, creator, items, quantities, cancelled, ...back] = order;
  const [currencies, micros, returned, returnedQuantities, platform, id] = back;
  return {
    at,
    seq,
    platform,
    order: id,
    key,
    creator,
    paid: { amountMicros, currency },
    lines: linesOf(items, quantities),
    takenBack: {
      cancelled: cancelled === 1,
      amounts: currencies.map((one, index) => ({ amountMicros: micros[index] ?? 0, currency: one })),
      lines: linesOf(returned, returnedQuantities),
    },
  };
}

const linesOf = (items: readonly string[], quantities: readonly number[]): OrderLine[] =>
  items.map((item, index) => ({ item, quantity: quantities[index] ?? 1 }));
