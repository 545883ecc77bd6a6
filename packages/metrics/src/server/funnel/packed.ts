import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget } from "../../budget.ts";
import type { RowTally } from "../../funnel/row-tally.ts";
import type { PaidJourney } from "../../funnel/tally.ts";
import { lists, uint128Words } from "../native.ts";
import { askBlocks } from "../query.ts";
import { Turn } from "../turn.ts";
import { LEAST, packedQuery } from "./packed-sql.ts";
import type { FunnelPlan } from "./plan.ts";

/** See {@link packedQuery}. */
const SCHEMA = { events: lists(uint128Words) };

/** Words of 32 bits in an event, the lowest first. */
const WORDS = 4;

/** Adds everybody's journey to a tally. @throws CostlyQuestion */
export async function tallyPacked(
  client: ClickHouseClient,
  workspace: string,
  plan: FunnelPlan,
  known: { joined: boolean },
  budget: Budget,
  tally: RowTally,
): Promise<void> {
  const { query, params } = packedQuery(plan, known);
  const turn = new Turn(budget);
  const blocks = askBlocks(client, { ...query, schema: SCHEMA }, { ...params, workspace }, budget);
  for await (const { events } of blocks) {
    let from = 0;
    let short = 0;
    for (const end of events.ends) {
      const length = end - from;
      if (length === 0) short += 1;
      else tally.add(unpacked(events.values, from, length), 1, budget);
      from = end;
      if (length > 0 && turn.isOver) await turn.giveOn();
    }
    tally.addStarted(short);
  }
}

function unpacked(words: Uint32Array, from: number, length: number): PaidJourney {
  const times = new Array<number>(length);
  const steps = new Array<number>(length);
  let codes = 0;
  for (let event = 0, at = WORDS * from; event < length; event += 1, at += WORDS) {
    const third = words[at + 2] as number;
    times[event] = LEAST.moment + (words[at + 3] as number) * 2 ** 12 + (third >>> 20);
    steps[event] = (third >>> 6) & 0x3fff;
    codes |= (words[at] as number) & 0x7fff;
  }
  const journey = { times, steps, excluded: NONE, held: NOTHING, micros: NONE, currencies: NOTHING };
  return codes === 0 ? journey : { ...journey, ...moneyOf(words, from, length) };
}

function moneyOf(words: Uint32Array, from: number, length: number) {
  const micros: number[] = [];
  const currencies: string[] = [];
  for (let at = WORDS * from; at < WORDS * (from + length); at += WORDS) {
    const [first, second, third] = [words[at], words[at + 1], words[at + 2]] as [number, number, number];
    // From the highest part down, so that every sum is exact.
    micros.push(LEAST.micros + (third & 31) * 2 ** 49 + second * 2 ** 17 + (first >>> 15));
    currencies.push(currencyOf(first & 0x7fff));
  }
  return { micros, currencies };
}

const NONE: readonly number[] = [];
const NOTHING: readonly string[] = [];

const names = new Map([[0, ""]]);

/** Three capitals in five bits each, the first in the lowest; 0 for none. */
function currencyOf(code: number): string {
  const known = names.get(code);
  if (known !== undefined) return known;
  const name = String.fromCharCode(...[0, 5, 10].map((shift) => 64 + ((code >> shift) & 31)));
  names.set(code, name);
  return name;
}
