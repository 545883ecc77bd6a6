import type { ClickHouseClient } from "@clickhouse/client";
import { DIRECT, type PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import { Drained } from "../drained.ts";
import type { Block } from "../native.ts";
import { askBlocks } from "../query.ts";
import { Turn } from "../turn.ts";
import { byPerson, isNobody, LookUp, type OfPerson, type Sorted } from "./by-person.ts";
import { conversionsQuery } from "./conversions-sql.ts";
import type { CreditPlan } from "./plan.ts";
import { touchesQuery } from "./touches-sql.ts";
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

/** What a buyer met: by the key that credit is given to, and by the creators who are paid; neither has to have one. */
export interface Met {
  touch: PossibleTouch | undefined;
  byCreator: PossibleTouch | undefined;
}

const KINDS = ["touch", "direct", "watching"] as const;

/** Everybody's way to what they bought, one by one as they come. @throws CostlyQuestion */
export function streamJourneys(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  budget: Budget,
): AsyncGenerator<Journey, void> {
  const params = creditParams(workspace, plan, false);
  return buyersWithTouches(client, plan, params, budget, {
    ask: (signal) => askBlocks(client, conversionsQuery(plan, "credited"), params, budget, signal),
    itemOf: ({ at, seq, micros, currency, key }, row) => ({
      at: at[row] as number,
      seq: seq[row] as number,
      amountMicros: micros[row] as number,
      currency: currency[row] as string,
      key: key[row] as string,
    }),
    prepare: async () => (buyer, met) => ({
      orders: buyer.items,
      touches: met.flatMap(({ touch }) => touch ?? []),
    }),
  });
}

const NOTHING: readonly Met[] = [];

/** Conversions as they come, and what is made of them. */
interface Told<Of extends Sorted, Item, Buyer> {
  ask: (signal: AbortSignal) => AsyncIterable<Of>;
  itemOf: (block: Of, row: number) => Item;
  /** What is to be known before the first buyer, asked for at the same time. */
  prepare: (signal: AbortSignal) => Promise<(buyer: OfPerson<Item>, met: readonly Met[]) => Buyer>;
}

/**
 * Buyers with what they bought and met, both in order of `(at, seq)`; others get their turn meanwhile.
 * @throws CostlyQuestion
 */
export async function* buyersWithTouches<Of extends Sorted, Item, Buyer>(
  client: ClickHouseClient,
  plan: CreditPlan,
  params: CreditParams,
  budget: Budget,
  { ask, itemOf, prepare }: Told<Of, Item, Buyer>,
): AsyncGenerator<Buyer, void> {
  const turn = new Turn(budget);
  // Where one statement fails, or nobody asks on, the engine need not end the others.
  const over = new AbortController();
  let isWhole = false;
  const bought = new Drained(ask(over.signal), budget);
  const met = new Drained(askBlocks(client, touchesQuery(plan), params, budget, over.signal), budget);
  try {
    const buyerOf = await Promise.race([prepare(over.signal), bought.failure(), met.failure()]);
    const touches = new LookUp(byPerson(met, metIn, turn));
    for await (const buyers of byPerson(bought, itemOf, turn)) {
      for (const buyer of buyers) {
        const own = isNobody(buyer) ? NOTHING : await touches.of(buyer);
        assertWalkable(buyer.items.length, own.length);
        yield buyerOf(buyer, own);
        if (turn.isOver) await turn.giveOn();
      }
    }
    isWhole = true;
  } finally {
    if (!isWhole) over.abort();
    bought.end();
    met.end();
  }
}

type TouchBlock = Block<ReturnType<typeof touchesQuery>["schema"]>;

/** Visits from nowhere known share one key. */
function metIn({ at, seq, key, creator, kind }: TouchBlock, row: number): Met {
  const is = KINDS[kind[row] as number] ?? "touch";
  const touch = (own: string): PossibleTouch | undefined =>
    own === "" && is !== "direct"
      ? undefined
      : { at: at[row] as number, seq: seq[row] as number, key: is === "direct" ? DIRECT : own, kind: is };
  return { touch: touch(key[row] as string), byCreator: touch(creator[row] as string) };
}

export type CreditParams = ReturnType<typeof creditParams>;

/** The parameters of every question about credit. */
export const creditParams = (workspace: string, plan: CreditPlan, creators: boolean) => ({
  workspace,
  from: plan.from,
  to: plan.to,
  lookback: plan.lookbackMilliseconds,
  conversion: plan.conversion,
  creators,
});
