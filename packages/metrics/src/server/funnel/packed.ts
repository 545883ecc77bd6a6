import { setImmediate } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget } from "../../budget.ts";
import type { RowTally } from "../../funnel/row-tally.ts";
import type { PaidJourney } from "../../funnel/tally.ts";
import { askBytes } from "../query.ts";
import type { RowBinary } from "../row-binary.ts";
import { LEAST, packedQuery } from "./packed-sql.ts";
import type { FunnelPlan } from "./plan.ts";

const readRow = async (rows: RowBinary) => ({
  short: await rows.number(),
  lengths: await rows.words(1),
  /** Two words for each event, the lower first. */
  high: await rows.words(2),
  low: await rows.words(2),
});

/** How long journeys are walked before others may have the thread. Milliseconds. */
const TURN = 8;

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
  let turn = performance.now();
  for await (const row of askBytes(client, query, { ...params, workspace }, budget, readRow)) {
    tally.addStarted(row.short);
    let from = 0;
    for (const length of row.lengths) {
      tally.add(unpacked(row, from, length), 1, budget);
      from += length;
      if (performance.now() - turn < TURN) continue;
      budget.check();
      await setImmediate();
      turn = performance.now();
    }
  }
}

function unpacked({ high, low }: { high: Uint32Array; low: Uint32Array }, from: number, length: number): PaidJourney {
  const times = new Array<number>(length);
  const steps = new Array<number>(length);
  let codes = 0;
  for (let event = 0, at = 2 * from; event < length; event += 1, at += 2) {
    const third = high[at] as number;
    times[event] = LEAST.moment + (high[at + 1] as number) * 2 ** 12 + (third >>> 20);
    steps[event] = (third >>> 5) & 0x7fff;
    codes |= (low[at] as number) & 0x7fff;
  }
  const journey = { times, steps, excluded: NONE, held: NOTHING, micros: NONE, currencies: NOTHING };
  return codes === 0 ? journey : { ...journey, ...moneyOf(high, low, from, length) };
}

function moneyOf(high: Uint32Array, low: Uint32Array, from: number, length: number) {
  const micros: number[] = [];
  const currencies: string[] = [];
  for (let at = 2 * from; at < 2 * (from + length); at += 2) {
    const [first, second, third] = [low[at], low[at + 1], high[at]] as [number, number, number];
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
