import type { ClickHouseClient } from "@clickhouse/client";
import type { PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { Money } from "../../metric.ts";
import { moneyList } from "../../money.ts";
import type { OrderLine, TakenBack } from "../../roi/goods.ts";
import { isNobody } from "../attribution/by-person.ts";
import { conversionsQuery } from "../attribution/conversions-sql.ts";
import { buyersWithTouches, type CreditParams, creditParams } from "../attribution/journeys.ts";
import type { CreditPlan } from "../attribution/plan.ts";
import { ByNumber } from "../by-number.ts";
import type { Lists } from "../native.ts";
import { askBlocks } from "../query.ts";
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
    blocks: askBlocks(client, conversionsQuery(plan, wanted.names ? "named" : "bought"), params, budget),
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
    prepare: async () => {
      const [takenBack, oldBuyers] = await Promise.all([
        askTakenBack(client, params, budget),
        askOldBuyers(client, params, budget),
      ]);
      return (buyer, met) => {
        for (const order of buyer.items) order.takenBack = takenBack.get(order.high, order.low) ?? NOTHING_BACK;
        return {
          isKnown: !isNobody(buyer),
          boughtBefore: oldBuyers.get(buyer.high, buyer.low) ?? false,
          orders: buyer.items,
          touches: met.map(({ touch }) => touch).filter(hasKey),
          creatorTouches: wanted.creators ? met.map(({ byCreator }) => byCreator).filter(hasKey) : [],
        };
      };
    },
  });
}

const hasKey = ({ key }: PossibleTouch): boolean => key !== "";

const NOTHING_BACK: TakenBack = { cancelled: false, amounts: [], lines: [] };

/** By the number of their order. */
async function askTakenBack(
  client: ClickHouseClient,
  params: CreditParams,
  budget: Budget,
): Promise<ByNumber<TakenBack>> {
  const found = new ByNumber<TakenBack>();
  for await (const block of askBlocks(client, takenBackQuery, params, budget)) {
    for (let row = 0; row < block.rows; row += 1) {
      const [low, high] = [block.order_hash[2 * row] as number, block.order_hash[2 * row + 1] as number];
      const currency = block.currency[row] as string;
      const before = found.get(high, low) ?? NOTHING_BACK;
      const lines = linesOf(block, row);
      found.set(high, low, {
        cancelled: before.cancelled || (currency === "" && lines.length === 0),
        amounts: moneyList([
          ...before.amounts.map((one) => [one.currency, one.amountMicros] as const),
          [currency, block.micros[row] as number],
        ]),
        lines: [...before.lines, ...lines],
      });
    }
  }
  return found;
}

async function askOldBuyers(client: ClickHouseClient, params: CreditParams, budget: Budget): Promise<ByNumber<true>> {
  const found = new ByNumber<true>();
  for await (const { rows, person } of askBlocks(client, oldBuyersQuery, params, budget)) {
    for (let row = 0; row < rows; row += 1) found.set(person[2 * row + 1] as number, person[2 * row] as number, true);
  }
  return found;
}

function linesOf(
  { items, quantities }: { items: Lists<string[]>; quantities: Lists<Float64Array> },
  row: number,
): OrderLine[] {
  const lines: OrderLine[] = [];
  for (let at = row === 0 ? 0 : (items.ends[row - 1] as number); at < (items.ends[row] as number); at += 1) {
    lines.push({ item: items.values[at] as string, quantity: quantities.values[at] as number });
  }
  return lines;
}
