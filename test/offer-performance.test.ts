import type { EventData } from "@showpulse/connectors/event";
import type { MetricValue } from "@showpulse/metrics";
import { askOfferPerformance, askOfferPerformances, askShowOffers } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { oracleOffer } from "./support/offer-oracle.ts";
import { randomOfferLog } from "./support/random-offers.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const eur = (amountMicros: number) => ({ amountMicros, currency: "EUR" });
const PRODUCTS = { p: { price: 10_000_000, cost: 4_000_000 }, q: { price: 7_000_000, cost: null } };
const products = Object.entries(PRODUCTS).map(([item, { price, cost }]) => ({
  item,
  price: eur(price),
  cost: cost === null ? null : eur(cost),
}));

const plain = (value: MetricValue | string) =>
  Array.isArray(value)
    ? Object.fromEntries(value.map(({ currency, amountMicros }) => [currency, amountMicros]))
    : typeof value === "number"
      ? Number(value.toPrecision(12))
      : value;

test("over any log, the queries and brute force say the same of an offer", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(randomOfferLog("w"), async (log) => {
      const workspace = `w${(run += 1)}`;
      await clickhouse.store(log.map((each) => ({ ...each, workspace })));
      const asked = await askShowOffers(clickhouse.client, workspace, "s", { own: [], products });
      const named = new Set(
        log.flatMap(({ show, data }) =>
          show === "s" ? [data.offer, ...(data.items ?? []).map((line) => line.offer)] : [],
        ),
      );
      expect(asked.map(({ offer }) => offer).sort()).toEqual([...named].filter((offer) => offer).sort());
      for (const each of asked) {
        const truth = oracleOffer(log, each.offer, PRODUCTS);
        const said = Object.fromEntries(
          Object.keys(truth).map((id) => {
            const { value } = each[id as "orders"];
            return [id, plain(value)];
          }),
        );
        const expected = Object.entries(truth).map(([id, value]) => [
          id,
          typeof value === "number" ? plain(value) : value,
        ]);
        expect(said).toEqual(Object.fromEntries(expected));
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
}, 240_000);

test("an offer that sells out is told by its events alone", async () => {
  const x = { offer: "x", item: "p" };
  const bought = (seconds: number, actor: string, quantity: number) =>
    event(
      "purchase",
      { seconds, workspace: "told" },
      {
        actor,
        order: `order of ${actor}`,
        amountMicros: quantity * 8_000_000,
        currency: "EUR",
        items: [{ item: "p", quantity, amountMicros: quantity * 8_000_000, offer: "x" }],
      },
    );
  const at = (type: string, seconds: number, data: object) => event(type, { seconds, workspace: "told" }, data);
  const endsAt = new Date(START + 160_000).toISOString();
  await clickhouse.store([
    at("join", 0, { actor: "stays" }),
    at("join", 0, { actor: "leaves before" }),
    at("leave", 50, { actor: "leaves before" }),
    at("join", 200, { actor: "comes after" }),
    at("offer_started", 100, { ...x, value: 4, properties: { endsAt } }),
    bought(105, "a", 1),
    at("offer_stock", 106, { ...x, value: 3 }),
    bought(128, "b", 3),
    at("offer_stock", 129, { ...x, value: 2 }),
    at("offer_sold_out", 130, x),
    at("select_promotion", 131, { ...x, actor: "late" }),
    at("add_to_cart", 132, { ...x, actor: "late" }),
    at("begin_checkout", 133, { ...x, actor: "later" }),
    at("refund", 150, { order: "order of b", amountMicros: 8_000_000, currency: "EUR" }),
    at("offer_ended", 170, x),
  ]);
  const told = await askOfferPerformance(clickhouse.client, "told", { offer: "x" }, { own: [], products });
  expect(told).toMatchObject({
    show: "s",
    own: false,
    startedAt: new Date(START + 100_000).toISOString(),
    endedAt: new Date(START + 170_000).toISOString(),
    // stays, a, b, late, later
    exposed: { value: 5, unit: "people", source: "measured" },
    units: { value: 4 },
    revenue: { value: [eur(32_000_000)] },
    discount_given: { value: [eur(8_000_000)] },
    margin: { value: [eur(32_000_000 - 8_000_000 - 16_000_000)] },
    stock: { value: 4 },
    sell_through: { value: 1, numerator: 4, denominator: 4 },
    sold_out_at: { value: new Date(START + 130_000).toISOString() },
    seconds_to_sell_out: { value: 30 },
    last_30s_share: { value: 1 },
    missed_demand: { value: 2 },
    refund_rate: { value: 0.5, numerator: 1, denominator: 2 },
    regret: { value: 1 },
    uplift: { enough: false },
  });
  expect(told?.stock_burn?.map(({ units }) => units)).toEqual([1, 0, 3, 0, 0, 0, 0]);
  expect(told?.honest?.map(({ kind, shown, actual }) => ({ kind, shown, actual }))).toEqual([
    { kind: "ran_longer", shown: 60, actual: 70 },
  ]);
});

test("many offers of two shows, asked for together, are what each is alone", async () => {
  const workspace = "together";
  const ran = [...Array.from({ length: 42 }, (_, nth) => ["one", nth] as const), ["two", 42] as const];
  const log = ran.flatMap(([show, nth]) => {
    const [offer, at] = [`offer-${nth}`, nth * 60];
    const told = (type: string, seconds: number, data: EventData) => event(type, { show, seconds, workspace }, data);
    const units = 1 + (nth % 3);
    return [
      told("join", at, { actor: `viewer-${nth}` }),
      told("offer_started", at + 1, { offer, item: "p", value: 5 }),
      told("select_promotion", at + 2, { offer, item: "p", actor: `viewer-${nth}` }),
      told("purchase", at + 5, {
        actor: `viewer-${nth}`,
        order: `order-${nth}`,
        amountMicros: units * 8_000_000,
        currency: "EUR",
        items: [{ item: "p", quantity: units, amountMicros: units * 8_000_000, offer }],
      }),
      told("offer_ended", at + 30, { offer, item: "p" }),
    ];
  });
  await clickhouse.store(log);
  const offers = ran.map(([, nth]) => `offer-${nth}`);
  const together = await askOfferPerformances(
    clickhouse.client,
    workspace,
    [...offers, "nobody's"],
    {},
    { own: [], products },
  );
  expect([...together.keys()].sort()).toEqual(offers.toSorted());
  for (const [show, nth] of ran) {
    expect(together.get(`offer-${nth}`)).toMatchObject({ show, orders: { value: 1 }, units: { value: 1 + (nth % 3) } });
  }
  // The first and the last of each statement's share, and one of the other show.
  for (const offer of ["offer-0", "offer-19", "offer-20", "offer-41", "offer-42"]) {
    const alone = await askOfferPerformance(clickhouse.client, workspace, { offer }, { own: [], products });
    expect(together.get(offer)).toEqual(alone);
  }
});

test("an offer of a platform that tells no orders has the units that left its stock, and unknown money", async () => {
  const at = (type: string, seconds: number, value?: number) =>
    event(
      type,
      { seconds, workspace: "seen" },
      { platform: "tiktok", offer: "900", ...(value === undefined ? {} : { value }) },
    );
  await clickhouse.store([
    at("offer_started", 0),
    at("offer_stock", 1, 20),
    at("offer_stock", 12, 14),
    at("offer_stock", 25, 16),
    at("offer_stock", 31, 9),
    at("offer_ended", 40),
  ]);
  const seen = await askOfferPerformance(clickhouse.client, "seen", { offer: "900" });
  expect(seen).toMatchObject({
    orders: { value: null },
    revenue: { value: null },
    margin: { value: null },
    units: { value: 13, source: "reported" },
    stock: { value: 20, source: "reported" },
    missed_demand: { value: null },
    uplift: { ratio: null, enough: false },
    honest: [{ kind: "stock_rose", shown: 16, actual: 14 }],
  });
  expect(seen?.stock_burn?.map(({ units }) => units)).toEqual([0, 6, 0, 7]);
});

test("an offer that nobody named is not known", async () => {
  expect(await askOfferPerformance(clickhouse.client, "told", { offer: "z" })).toBeNull();
});
