import type { ClickHouseClient } from "@clickhouse/client";
import type { PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { Money } from "../../metric.ts";
import type { OrderLine, TakenBack } from "../../roi/goods.ts";
import { isNobody } from "../attribution/by-person.ts";
import { conversionsQuery } from "../attribution/conversions-sql.ts";
import { buyersWithTouches, type CreditParams, creditParams } from "../attribution/journeys.ts";
import type { CreditPlan } from "../attribution/plan.ts";
import { ByNumber } from "../by-number.ts";
import { type Lists, listed } from "../native.ts";
import { askBlocks } from "../query.ts";
import { Turn } from "../turn.ts";
import { oldBuyersQuery, takenBackQuery } from "./buyers-sql.ts";

/** An order with all that its ledger needs; `key` and `creator` are those that it declares, '' for none. */
export interface BuyerOrder {
  at: number;
  seq: number;
  platform: string;
  /** Its id; of an order without one, the source and id of its event; '' where names are not wanted. */
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

export interface WantedOfBuyers {
  /** Touches of the creators who are paid, too. */
  creators: boolean;
  /** The orders' names. */
  names: boolean;
}

/** Everybody who bought something in the period, one by one as they come. @throws CostlyQuestion */
export function streamBuyers(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  wanted: WantedOfBuyers,
  budget: Budget,
): AsyncGenerator<Buyer, void> {
  const params = creditParams(workspace, plan, wanted.creators);
  return buyersWithTouches(client, plan, params, budget, {
    ask: (signal) =>
      askBlocks(client, conversionsQuery(plan, wanted.names ? "named" : "bought"), params, budget, signal),
    itemOf: (block, row) => ({
      low: block.order_hash[2 * row] as number,
      high: block.order_hash[2 * row + 1] as number,
      takenBack: NOTHING_BACK,
      at: block.at[row] as number,
      seq: block.seq[row] as number,
      platform: block.platform[row] as string,
      order: (block as { order_name?: string[] }).order_name?.[row] ?? "",
      key: block.key[row] as string,
      creator: block.creator[row] as string,
      paid: { amountMicros: block.micros[row] as number, currency: block.currency[row] as string },
      lines: linesOf(block, row),
    }),
    prepare: async (signal) => {
      const [takenBack, oldBuyers] = await Promise.all([
        askTakenBack(client, params, budget, signal),
        askOldBuyers(client, params, budget, signal),
      ]);
      return (buyer, met) => {
        for (const order of buyer.items) order.takenBack = takenBack.get(order.high, order.low) ?? NOTHING_BACK;
        return {
          isKnown: !isNobody(buyer),
          boughtBefore: oldBuyers.get(buyer.high, buyer.low) ?? false,
          orders: buyer.items,
          touches: met.flatMap(({ touch }) => touch ?? []),
          creatorTouches: met.flatMap(({ byCreator }) => byCreator ?? []),
        };
      };
    },
  });
}

const NOTHING_BACK: TakenBack = { cancelled: false, amounts: [], lines: [] };

/** By the number of their order. */
async function askTakenBack(
  client: ClickHouseClient,
  params: CreditParams,
  budget: Budget,
  signal: AbortSignal,
): Promise<ByNumber<TakenBack>> {
  const found = new ByNumber<TakenBack>();
  const turn = new Turn(budget);
  for await (const block of askBlocks(client, takenBackQuery, params, budget, signal)) {
    const { order_hash: hash, cancelled, currencies, micros } = block;
    budget.keep(block.bytes);
    for (let row = 0; row < block.rows; row += 1) {
      const amounts = listed(currencies, row, (at) => ({
        amountMicros: micros.values[at] as number,
        currency: currencies.values[at] as string,
      }));
      const back = { cancelled: cancelled[row] === 1, amounts, lines: linesOf(block, row) };
      found.set(hash[2 * row + 1] as number, hash[2 * row] as number, back);
      if (turn.isOver) await turn.giveOn();
    }
  }
  return found;
}

async function askOldBuyers(
  client: ClickHouseClient,
  params: CreditParams,
  budget: Budget,
  signal: AbortSignal,
): Promise<ByNumber<true>> {
  const found = new ByNumber<true>();
  const turn = new Turn(budget);
  for await (const { rows, bytes, person } of askBlocks(client, oldBuyersQuery, params, budget, signal)) {
    budget.keep(bytes);
    for (let row = 0; row < rows; row += 1) {
      found.set(person[2 * row + 1] as number, person[2 * row] as number, true);
      if (turn.isOver) await turn.giveOn();
    }
  }
  return found;
}

const linesOf = (
  { items, quantities }: { items: Lists<string[]>; quantities: Lists<Float64Array> },
  row: number,
): OrderLine[] =>
  listed(items, row, (at) => ({ item: items.values[at] as string, quantity: quantities.values[at] as number }));
