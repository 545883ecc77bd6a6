import type { ClickHouseClient } from "@clickhouse/client";
import type { PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { Money } from "../../metric.ts";
import { moneyList } from "../../money.ts";
import type { OrderLine, TakenBack } from "../../roi/goods.ts";
import { byPerson } from "../attribution/by-person.ts";
import { conversionsQuery } from "../attribution/conversions-sql.ts";
import { creditParams, withTouches } from "../attribution/journeys.ts";
import type { CreditPlan } from "../attribution/plan.ts";
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
export async function* streamBuyers(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  wanted: WantedOfBuyers,
  budget: Budget,
): AsyncGenerator<Buyer, void> {
  const params = creditParams(workspace, plan, wanted.creators);
  const before = Promise.all([askTakenBack(client, params, budget), askOldBuyers(client, params, budget)]);
  // It is asked for below, when the first buyer has come.
  before.catch(() => undefined);
  const conversions = conversionsQuery(plan, wanted.names ? "named" : "bought");
  const blocks = askBlocks(client, conversions, params, budget);
  const buyers = byPerson(blocks, (block, row) => ({
    hash: block.order_hash[row] as bigint,
    at: block.at[row] as number,
    seq: block.seq[row] as number,
    platform: block.platform[row] as string,
    order: (block as { order_name?: string[] }).order_name?.[row] ?? "",
    key: block.key[row] as string,
    creator: block.creator[row] as string,
    paid: { amountMicros: block.micros[row] as number, currency: block.currency[row] as string },
    lines: linesOf(block, row),
  }));
  for await (const { person, items, met } of withTouches(client, buyers, plan, params, budget)) {
    const [takenBack, oldBuyers] = await before;
    yield {
      isKnown: person !== 0n,
      boughtBefore: oldBuyers.has(person),
      orders: items.map(({ hash, ...order }) => ({ ...order, takenBack: takenBack.get(hash) ?? NOTHING_BACK })),
      touches: met.map(({ touch }) => touch).filter(hasKey),
      creatorTouches: wanted.creators ? met.map(({ byCreator }) => byCreator).filter(hasKey) : [],
    };
  }
}

const hasKey = ({ key }: PossibleTouch): boolean => key !== "";

const NOTHING_BACK: TakenBack = { cancelled: false, amounts: [], lines: [] };

type Params = ReturnType<typeof creditParams>;

/** By the number of their order. */
async function askTakenBack(client: ClickHouseClient, params: Params, budget: Budget): Promise<Map<bigint, TakenBack>> {
  const found = new Map<bigint, TakenBack>();
  for await (const block of askBlocks(client, takenBackQuery, params, budget)) {
    for (const [row, hash] of block.order_hash.entries()) {
      const currency = block.currency[row] as string;
      const before = found.get(hash) ?? NOTHING_BACK;
      const lines = linesOf(block, row);
      found.set(hash, {
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

async function askOldBuyers(client: ClickHouseClient, params: Params, budget: Budget): Promise<ReadonlySet<bigint>> {
  const found = new Set<bigint>();
  for await (const { person } of askBlocks(client, oldBuyersQuery, params, budget)) {
    for (const one of person) found.add(one);
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
