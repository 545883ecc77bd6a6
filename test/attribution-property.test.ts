import { ATTRIBUTION_KEYS, ATTRIBUTION_MODELS, type AttributionRequest } from "@showpulse/metrics";
import { askAttribution } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { oracleCredit, oracleOrders } from "./support/attribution-oracle.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { type LogGroup, logGroup, lookbackSeconds } from "./support/random-purchases.ts";
import { checkSamples } from "./support/sampled.ts";

/** Random logs; more by hand: `ATTRIBUTION_RUNS=5000`. */
const RUNS = Number(process.env.ATTRIBUTION_RUNS ?? 1500);
/** Logs that one question covers, each with people, orders and keys of its own. */
const LOGS = 25;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const share = fc.constantFrom(0, 1, 20, 55);
const asked = fc.record({
  model: fc.constantFrom(...ATTRIBUTION_MODELS),
  groupBy: fc.constantFrom(...ATTRIBUTION_KEYS),
  lookbackSeconds,
  conversion: fc.constantFrom("purchase", "purchase", "purchase", "begin_checkout"),
  halfLifeSeconds: fc.constantFrom(5, 60, 604_800),
  weights: fc.option(
    fc.tuple(share, share, share).filter((weights) => weights.some((weight) => weight > 0)),
    { nil: null },
  ),
});

test(
  "any log is credited as event by event, and every micro is somebody's",
  async () => {
    const count = Math.ceil(RUNS / LOGS);
    const counts = { logs: 0, orders: 0, credited: 0 };
    await checkSamples(
      fc.record({ group: logGroup(LOGS), asked }),
      { count, variable: "ATTRIBUTION" },
      async (sample, index) => {
        const workspace = `property-${index}`;
        const { logs, period } = sample.group;
        await clickhouse.store(logs.flatMap(({ stored }) => stored).map((event) => ({ ...event, workspace })));
        const { orders, credited } = await compare(sample.group, workspace, { ...sample.asked, ...period });
        counts.logs += logs.length;
        counts.orders += orders;
        counts.credited += credited;
      },
    );
    console.info(`attribution: ${counts.logs} logs, ${counts.orders} conversions, ${counts.credited} of them credited`);
    expect(counts.credited).toBeGreaterThan(0);
  },
  RUNS * 100 + 60_000,
);

async function compare({ logs }: LogGroup, workspace: string, request: AttributionRequest) {
  const { rows, unattributed, total } = await askAttribution(clickhouse.client, workspace, request);
  const orders = logs.map(({ events }) => oracleOrders(events, request));
  const truth = oracleCredit(orders, request);
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
  const all = orders.flat();
  // What is left over by rounding is less than a micro of each order, whoever gets it.
  const ofKey = new Map(logs.map(({ prefix }, index) => [prefix, orders[index]?.length ?? 0]));
  const rounding = (key: string) =>
    1e-3 + (request.model === "markov" ? all.length : (ofKey.get(/^p\d+_/.exec(key)?.[0] ?? "") ?? all.length));
  for (const [key, credit] of truth) {
    if ((credit.get("") ?? 0) < 1e-6) truth.delete(key);
    for (const [unit, micros] of credit) {
      // Conversions are rounded once, money order by order.
      const most = unit === "" ? 1.001 : rounding(key);
      const close = Math.abs((said.get(key)?.get(unit) ?? Number.NaN) - micros) <= most;
      if (!close && micros > 1)
        expect({ request, key, unit, micros: said.get(key)?.get(unit) }).toEqual({ request, key, unit, micros });
    }
  }
  expect([...said.keys()].sort()).toEqual([...truth.keys()].sort());

  expect(total.conversions).toBe(all.length);
  const paid = new Map<string, number>();
  for (const { event } of all) {
    const { currency, amountMicros = 0 } = event.data;
    if (currency !== undefined) paid.set(currency, (paid.get(currency) ?? 0) + amountMicros);
  }
  expect(new Map(total.amount.map((one) => [one.currency, one.amountMicros]))).toEqual(paid);
  const counted = { orders: all.length, credited: all.filter(({ path }) => path.length > 0).length };
  if (request.model === "any") return counted;
  const summed = new Map<string, number>();
  for (const one of [...rows, unattributed].flatMap(({ amount }) => amount)) {
    summed.set(one.currency, (summed.get(one.currency) ?? 0) + one.amountMicros);
  }
  expect(summed).toEqual(paid);
  const conversions = [...rows, unattributed].map((row) => Math.round(row.conversions * 1e6));
  expect(conversions.reduce((sum, micros) => sum + micros, 0)).toBe(all.length * 1e6);
  return counted;
}
