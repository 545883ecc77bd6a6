import type { AcceptedEvent } from "@showpulse/connectors/event";
import { ATTRIBUTION_MODELS, ROI_KEYS, type RoiFigures } from "@showpulse/metrics";
import { askRoi, type RoiFacts } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { cut, purchaseLog } from "./support/random-purchases.ts";
import { type OracleFigures, oracleRoi } from "./support/roi-oracle.ts";

const RUNS = Number(process.env.ATTRIBUTION_RUNS ?? 60);
/** Logs that are stored at once, each in a workspace of its own. */
const BATCH = 20;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const currency = fc.constantFrom("EUR", "USD");
const money = fc.record({ amountMicros: fc.integer({ min: 0, max: 9_999_999 }), currency });
const DAY = fc.constantFrom("2026-11-20", "2026-11-21", "2026-11-22");

const request = fc
  .record({
    cut,
    model: fc.constantFrom(...ATTRIBUTION_MODELS),
    groupBy: fc.constantFrom(...ROI_KEYS),
    halfLifeSeconds: fc.constantFrom(5, 604_800),
    currency,
  })
  .map(({ cut: within, ...rest }) => ({ ...within, ...rest }));
type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never;

const facts: fc.Arbitrary<RoiFacts> = fc.record({
  costs: fc.array(
    fc.record({
      key: fc.constantFrom("c1", "c2", "mia", "tiktok", "s", ""),
      day: DAY,
      kind: fc.constant("ads" as const),
      amount: money,
    }),
    { maxLength: 4 },
  ),
  products: fc.record({ mug: fc.option(money), cup: money }).map((costs) => new Map(Object.entries(costs))),
  rates: fc.array(
    fc.record({
      from: fc.constant("USD"),
      to: fc.constant("EUR"),
      day: DAY,
      rate: fc.constantFrom("0.9137", "1.25", "2"),
    }),
    { maxLength: 2 },
  ),
  commissionRates: fc.constantFrom(
    new Map<string, number>(),
    new Map([["mia", 0.15]]),
    new Map([
      ["mia", 0.1],
      ["leo", 0.07],
    ]),
  ),
});

let workspaces = 0;
const batch = fc.array(fc.tuple(purchaseLog, request, facts), { minLength: BATCH, maxLength: BATCH });

test(
  "any log and ledger come out as order by order, and rows sum to the total to the micro",
  async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (cases) => {
        const first = workspaces;
        workspaces += cases.length;
        const named = (index: number) => `roi-property-${first + index}`;
        await clickhouse.store(cases.flatMap(([log], at) => log.map((one) => ({ ...one, workspace: named(at) }))));
        for (const [at, [log, asked, typed]] of cases.entries()) await compare(named(at), log, asked, typed);
      }),
      { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
    );
  },
  RUNS * 1000 + 60_000,
);

const MONEY = ["revenue", "refunds", "goodsCost"] as const;

async function compare(workspace: string, log: AcceptedEvent[], asked: Request, typed: RoiFacts): Promise<void> {
  const { rows, total, otherTotals } = await askRoi(clickhouse.client, workspace, asked, typed);
  const truth = oracleRoi(log, asked, typed);
  const totals = [total, ...otherTotals];
  const said = new Map<string, RoiFigures>([
    ...rows.map((row) => [`${row.key} ${row.currency}`, row] as const),
    ...totals.map((row) => [`(total) ${row.currency}`, row] as const),
  ]);
  for (const [name, expected] of truth) compareRow({ asked, name }, said.get(name), expected);
  for (const [name, row] of said)
    if (!truth.has(name)) expect({ name, orders: row.orders }).toEqual({ name, orders: 0 });
  for (const row of [...rows, ...totals]) {
    const all = Object.values(row.costs).reduce((sum, { amountMicros }) => sum + amountMicros, 0);
    expect(row.allCosts.amountMicros).toBe(all);
    expect(row.netRevenue.amountMicros).toBe(row.revenue.amountMicros - row.refunds.amountMicros);
    expect(row.contribution.amountMicros).toBe(row.netRevenue.amountMicros - row.goodsCost.amountMicros - all);
  }
  for (const one of totals) {
    const expected = truth.get(`(total) ${one.currency}`);
    // Each order and cost once, to the micro.
    for (const field of MONEY) expect(one[field].amountMicros).toBe(expected?.[field] ?? 0);
    expect(one.costs.ads.amountMicros).toBe(expected?.ads ?? 0);
    if (asked.model === "any") continue;
    const own = rows.filter((row) => row.currency === one.currency);
    const sum = (read: (row: RoiFigures) => number) => own.reduce((before, row) => before + read(row), 0);
    for (const field of [...MONEY, "netRevenue", "allCosts", "contribution"] as const) {
      expect(sum((row) => row[field].amountMicros)).toBe(one[field].amountMicros);
    }
    expect(Math.round(sum((row) => row.orders) * 1e6)).toBe(one.orders * 1e6);
  }
}

function compareRow(about: object, row: RoiFigures | undefined, expected: OracleFigures): void {
  // Each amount that is divided is off by less than a micro: three a line of every order at most.
  const near = (value: number | undefined, truth: number) => Math.abs((value ?? 0) - truth) <= 60;
  const wrong = [
    ...MONEY.filter((field) => !near(row?.[field].amountMicros, expected[field])),
    ...(near(row?.costs.commission.amountMicros, expected.commission) ? [] : ["commission"]),
    ...(near(row?.costs.ads.amountMicros, expected.ads) ? [] : ["ads"]),
    ...(near((row?.orders ?? 0) * 1e6, expected.orders * 1e6) ? [] : ["orders"]),
    ...((row?.buyers ?? 0) === expected.buyers.size ? [] : ["buyers"]),
    ...((row?.newCustomers ?? 0) === expected.newCustomers.size ? [] : ["newCustomers"]),
  ];
  if (wrong.length > 0) expect({ about, wrong, row }).toEqual({ about, wrong: [], row: expected });
}
