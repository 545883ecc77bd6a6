import type { ClickHouseClient } from "@clickhouse/client";
import { DIRECT, type PossibleTouch } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { Block } from "../native.ts";
import { askBlocks } from "../query.ts";
import { Turn } from "../turn.ts";
import { byPerson, lookUp } from "./by-person.ts";
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

/** What a buyer met: by the key that credit is given to, and by the creators who are paid. */
export interface Met {
  touch: PossibleTouch;
  byCreator: PossibleTouch;
}

const KINDS = ["touch", "direct", "watching"] as const;

/** Everybody's way to what they bought, one by one as they come. @throws CostlyQuestion */
export async function* streamJourneys(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  budget: Budget,
): AsyncGenerator<Journey, void> {
  const params = creditParams(workspace, plan, false);
  const blocks = askBlocks(client, conversionsQuery(plan, "credited"), params, budget);
  const buyers = byPerson(blocks, ({ at, seq, micros, currency, key }, row) => ({
    at: at[row] as number,
    seq: seq[row] as number,
    amountMicros: micros[row] as number,
    currency: currency[row] as string,
    key: key[row] as string,
  }));
  for await (const { items: orders, met } of withTouches(client, buyers, plan, params, budget)) {
    yield { orders, touches: met.map(({ touch }) => touch) };
  }
}

/** Buyers with what they met, in order of `(at, seq)`; others get their turn meanwhile. @throws CostlyQuestion */
export async function* withTouches<Item>(
  client: ClickHouseClient,
  buyers: AsyncGenerator<[person: bigint, items: Item[]], void>,
  plan: CreditPlan,
  params: ReturnType<typeof creditParams>,
  budget: Budget,
): AsyncGenerator<{ person: bigint; items: Item[]; met: Met[] }, void> {
  const touches = lookUp(byPerson(askBlocks(client, touchesQuery(plan), params, budget), metIn));
  const turn = new Turn(budget);
  try {
    for await (const [person, items] of buyers) {
      const met = person === 0n ? [] : await touches.of(person);
      assertWalkable(items.length, met.length);
      yield { person, items, met };
      if (turn.isOver) await turn.giveOn();
    }
  } finally {
    await touches.end();
  }
}

type TouchBlock = Block<ReturnType<typeof touchesQuery>["schema"]>;

/** Visits from nowhere known share one key. */
function metIn({ at, seq, key, creator, kind }: TouchBlock, row: number): Met {
  const is = KINDS[kind[row] as number] ?? "touch";
  const touch = (own: string): PossibleTouch => ({
    at: at[row] as number,
    seq: seq[row] as number,
    key: is === "direct" ? DIRECT : own,
    kind: is,
  });
  return { touch: touch(key[row] as string), byCreator: touch(creator[row] as string) };
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
