import type { EventData } from "@showpulse/connectors/event";
import { PRODUCT_ORDERS, type ProductFigures, type ProductPerformanceParams } from "@showpulse/metrics";
import { askProductPerformance } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { productOracle } from "./support/product-oracle.ts";

const RUNS = Number(process.env.PRODUCT_RUNS ?? 100);
/** Logs that are stored at once, each in a workspace of its own. */
const BATCH = 50;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const EURO = 1_000_000;
const euros = (amount: number) => ({ amountMicros: amount * EURO, currency: "EUR" });
const asked: ProductPerformanceParams = { sort: "revenue", limit: 25 };

test("an evening's products: what was shown, clicked, put into carts and paid for", async () => {
  const log = [
    event("view_item", { seconds: 1 }, { item: "mug" }),
    event("view_promotion", { seconds: 2 }, { item: "mug" }),
    event("select_item", { seconds: 3 }, { item: "mug" }),
    event("add_to_cart", { seconds: 4 }, { item: "mug", ...euros(10) }),
    // The order is told again with one mug more: the newer one counts.
    event("purchase", { seconds: 5 }, { order: "1", ...euros(10), items: [{ item: "mug", amountMicros: 10 * EURO }] }),
    event(
      "purchase",
      { seconds: 6 },
      {
        order: "1",
        ...euros(26),
        items: [
          { item: "mug", quantity: 2, amountMicros: 20 * EURO },
          { item: "cup", quantity: 1, amountMicros: 6 * EURO },
        ],
      },
    ),
    // Lines without amounts share what was paid by units: 4 of 7, 3 of 7.
    event(
      "purchase",
      { seconds: 7, show: "t" },
      {
        order: "2",
        amountMicros: 10 * EURO + 1,
        currency: "USD",
        items: [
          { item: "cup", quantity: 4 },
          { item: "hat", quantity: 3 },
        ],
      },
    ),
    event("purchase", { seconds: 8, show: "" }, { order: "3", item: "hat", quantity: 2, ...euros(50) }),
  ].map((one) => ({ ...one, workspace: "evening" }));
  await clickhouse.store(log);

  const answer = await askProductPerformance(clickhouse.client, "evening", asked);
  const usd = (amountMicros: number) => ({ amountMicros, currency: "USD" });
  expect(answer).toEqual({
    rankedBy: "EUR",
    rows: [
      row("hat", { revenue: [euros(50), usd(4_285_715)], units: 5, orders: 2, shows: 1 }),
      row("mug", { revenue: [euros(20)], units: 2, orders: 1, shows: 1, impressions: 2, clicks: 1, carts: 1 }),
      row("cup", { revenue: [euros(6), usd(5_714_286)], units: 5, orders: 2, shows: 2 }),
    ],
    total: {
      revenue: [euros(76), usd(10 * EURO + 1)],
      units: 12,
      orders: 5,
      impressions: 2,
      clicks: 1,
      carts: 1,
      products: 3,
    },
  });
  const ofShow = await askProductPerformance(clickhouse.client, "evening", { ...asked, show: "t", sort: "units" });
  expect(ofShow.rows.map(({ item, units, clicks }) => [item, units, clicks])).toEqual([
    ["cup", 4, null],
    ["hat", 3, null],
  ]);
});

const row = (item: string, figures: Partial<ProductFigures>): ProductFigures => ({
  item,
  revenue: [],
  units: 0,
  orders: 0,
  impressions: 0,
  clicks: 0,
  carts: 0,
  shows: 0,
  ...figures,
});

const item = fc.constantFrom("mug", "cup", "hat");
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const drawn = fc.record({
  type: fc.constantFrom("view_item", "view_promotion", "select_item", "select_promotion", "add_to_cart", "purchase"),
  seconds: fc.nat(10),
  show: fc.constantFrom("s", "t", ""),
  platform: fc.constantFrom("tiktok", "native"),
  item: optional(item),
  quantity: optional(fc.integer({ min: 1, max: 4 })),
  order: optional(fc.constantFrom("o1", "o2", "o3")),
  money: optional(
    fc.record({
      amountMicros: fc.integer({ min: 0, max: 99_999_999 }),
      currency: fc.constantFrom("EUR", "USD"),
    }),
  ),
  items: optional(
    fc.array(
      fc.record({ item, quantity: fc.integer({ min: 1, max: 5 }), amountMicros: optional(fc.nat(50_000_000)) }),
      { maxLength: 4 },
    ),
  ),
});

const log = fc.array(drawn, { minLength: 3, maxLength: 30, size: "max" }).map((all) =>
  all.map(({ type, seconds, show, money, items, order, ...rest }, index) => {
    const data = type === "purchase" ? { ...rest, order, items, ...money } : rest;
    const given = Object.entries(data).filter(([, value]) => value !== undefined);
    return event(type, { seconds, show, seq: index + 1, id: `e${index}` }, Object.fromEntries(given) as EventData);
  }),
);

const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const request: fc.Arbitrary<ProductPerformanceParams> = fc
  .record({
    from: fc.constantFrom(undefined, at(0), at(3)),
    to: fc.constantFrom(undefined, at(10), at(8)),
    show: fc.constantFrom(undefined, undefined, "s"),
    platform: fc.constantFrom(undefined, undefined, "native"),
    sort: fc.constantFrom(...PRODUCT_ORDERS),
    currency: fc.constantFrom(undefined, "EUR", "USD"),
    limit: fc.constantFrom(2, 25),
  })
  .map((drawn) => JSON.parse(JSON.stringify(drawn)) as ProductPerformanceParams);

const spanOf = ({ from, to }: ProductPerformanceParams) => ({
  from: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
  to: to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to),
});

let workspaces = 0;

test(
  "any log comes out as event by event",
  async () => {
    const batch = fc.array(fc.tuple(log, request), { minLength: BATCH, maxLength: BATCH });
    await fc.assert(
      fc.asyncProperty(batch, async (cases) => {
        const named = cases.map(() => `products-${(workspaces += 1)}`);
        await clickhouse.store(
          cases.flatMap(([log], which) => log.map((one) => ({ ...one, workspace: named[which] ?? "" }))),
        );
        for (const [which, [log, asked]] of cases.entries()) {
          expect(await askProductPerformance(clickhouse.client, named[which] ?? "", asked)).toEqual(
            productOracle(log, asked, spanOf(asked)),
          );
        }
      }),
      { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
    );
  },
  RUNS * 1000 + 60_000,
);
