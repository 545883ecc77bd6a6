import type { AcceptedEvent } from "@showpulse/connectors/event";
import { ATTRIBUTION_KEYS, ATTRIBUTION_MODELS, type AttributionRequest } from "@showpulse/metrics";
import { askAttribution } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { oracleCredit, oracleOrders } from "./support/attribution-oracle.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { cut, purchaseLog } from "./support/random-purchases.ts";

const RUNS = Number(process.env.ATTRIBUTION_RUNS ?? 100);

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const request: fc.Arbitrary<AttributionRequest> = fc
  .record({
    cut,
    model: fc.constantFrom(...ATTRIBUTION_MODELS),
    groupBy: fc.constantFrom(...ATTRIBUTION_KEYS),
    halfLifeSeconds: fc.constantFrom(5, 60, 604_800),
  })
  .map(({ cut: within, ...rest }) => ({ ...within, ...rest }));

let workspaces = 0;

/** Logs that are stored at once, each in a workspace of its own. */
const BATCH = 20;
const batch = fc.array(fc.tuple(purchaseLog, request), { minLength: BATCH, maxLength: BATCH });

test(
  "any log is credited as event by event, and every micro is somebody's",
  async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (logs) => {
        const first = workspaces;
        workspaces += logs.length;
        const named = (index: number) => `property-${first + index}`;
        await clickhouse.store(logs.flatMap(([log], at) => log.map((one) => ({ ...one, workspace: named(at) }))));
        for (const [at, [log, asked]] of logs.entries()) await compare(log, named(at), asked);
      }),
      { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
    );
  },
  RUNS * 1000 + 60_000,
);

async function compare(log: AcceptedEvent[], workspace: string, asked: AttributionRequest): Promise<void> {
  const { rows, unattributed, total } = await askAttribution(clickhouse.client, workspace, asked);
  const orders = oracleOrders(log, asked);
  const truth = oracleCredit(orders, asked);
  const said = new Map(
    [...rows, { key: "", ...unattributed }]
      .filter(({ conversions }) => conversions > 0)
      .map(({ key, conversions, amount }) => [
        key,
        new Map([
          ["", Math.round(conversions * 1e6)],
          ...amount.map((one) => [one.currency, one.amountMicros] as const),
        ]),
      ]),
  );
  // What is left over by rounding is less than a micro of each order, whoever gets it.
  for (const [key, credit] of truth) {
    if ((credit.get("") ?? 0) < 1e-6) truth.delete(key);
    for (const [unit, micros] of credit) {
      const close = Math.abs((said.get(key)?.get(unit) ?? Number.NaN) - micros) <= orders.length + 1e-3;
      if (!close && micros > 1)
        expect({ asked, key, unit, micros: said.get(key)?.get(unit) }).toEqual({ asked, key, unit, micros });
    }
  }
  expect([...said.keys()].sort()).toEqual([...truth.keys()].sort());

  expect(total.conversions).toBe(orders.length);
  const paid = new Map<string, number>();
  for (const { event } of orders) {
    const { currency, amountMicros = 0 } = event.data;
    if (currency !== undefined) paid.set(currency, (paid.get(currency) ?? 0) + amountMicros);
  }
  expect(new Map(total.amount.map((one) => [one.currency, one.amountMicros]))).toEqual(paid);
  if (asked.model === "any") return;
  const summed = new Map<string, number>();
  for (const one of [...rows, unattributed].flatMap(({ amount }) => amount)) {
    summed.set(one.currency, (summed.get(one.currency) ?? 0) + one.amountMicros);
  }
  expect(summed).toEqual(paid);
  const conversions = [...rows, unattributed].map((row) => Math.round(row.conversions * 1e6));
  expect(conversions.reduce((sum, micros) => sum + micros, 0)).toBe(orders.length * 1e6);
}
