import type { OfferLab, OfferPerformance } from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
beforeAll(async () => {
  hub = await borrowHub();
}, 90_000);

const MINUTE = 60_000;
const STARTS_AT = Date.UTC(2026, 9, 21, 20);

/** An order every 30 s for an hour, every 10 s while an offer runs, which is when they are its own. */
function salesWith(show: string, offers: { id: string; from: number; to: number }[], item: string) {
  const events: object[] = [];
  const add = (type: string, at: number, data: object) =>
    events.push({
      id: `${events.length}`,
      source: `test/${show}`,
      type,
      subject: show,
      time: new Date(STARTS_AT + at),
      data,
    });
  add("show_started", 0, {});
  for (const { id, from, to } of offers) {
    add("offer_started", from, { offer: id, value: 60 });
    add("offer_ended", to, { offer: id });
  }
  for (let at = 0; at < 60 * MINUTE; ) {
    const offer = offers.find(({ from, to }) => at >= from && at < to)?.id;
    const line = { item, quantity: 1, amountMicros: 8_000_000, ...(offer ? { offer } : {}) };
    const data = {
      actor: `buyer-${at}`,
      order: `${show}/${at}`,
      amountMicros: 8_000_000,
      currency: "EUR",
      items: [line],
    };
    add("purchase", at, data);
    at += offer ? 10_000 : 30_000;
  }
  add("show_ended", 60 * MINUTE, {});
  return events;
}

test("own offers and offers seen only in events: one, all of a show, several side by side", async () => {
  const show = await hub.post<{ id: string }>("/v1/shows", { title: "Offers" });
  const price = { amountMicros: 10_000_000, currency: "EUR" };
  const cost = { amountMicros: 3_000_000, currency: "EUR" };
  const product = await hub.post<{ id: string }>("/v1/products", {
    sku: "sku-1",
    title: "Cup",
    price,
    cost,
    stock: 100,
  });
  const own = await hub.post<{ id: string }>("/v1/offers", {
    show: show.id,
    title: "Five minutes",
    kind: "flash",
    items: [{ product: product.id, price: { amountMicros: 8_000_000, currency: "EUR" } }],
    durationSeconds: 300,
    stock: 40,
  });
  const offers = [
    { id: own.id, from: 15 * MINUTE, to: 20 * MINUTE },
    { id: "seen-elsewhere", from: 40 * MINUTE, to: 44 * MINUTE },
  ];
  await hub.post("/v1/events", salesWith(show.id, offers, "sku-1"));
  await hub.post("/v1/flush");

  const first = await hub.get<OfferPerformance>(`/v1/offers/${own.id}/performance`);
  expect(first).toMatchObject({
    own: true,
    title: "Five minutes",
    kind: "flash",
    orders: { value: 30, unit: "orders" },
    units: { value: 30 },
    stock: { value: 40 },
    sell_through: { value: 0.75 },
    revenue: { value: [{ amountMicros: 240_000_000, currency: "EUR" }] },
    discount_given: { value: [{ amountMicros: 60_000_000, currency: "EUR" }] },
    margin: { value: [{ amountMicros: 150_000_000, currency: "EUR" }] },
    sold_out_at: { value: null },
    missed_demand: { value: 0 },
    // The room was told of 60 units where 40 were set aside.
    honest: [{ kind: "stock_too_high", shown: 60 }],
  });
  expect(first.uplift).toMatchObject({ ratio: 3, enough: true });
  expect(first.uplift.low).toBeGreaterThan(1);
  expect(first.pull_forward.ratio).toBeCloseTo(1, 10);

  const elsewhere = await hub.get<OfferPerformance>("/v1/offers/seen-elsewhere/performance");
  expect(elsewhere).toMatchObject({ own: false, show: show.id, orders: { value: 24 }, stock: { value: 60 } });

  const list = await hub.get<{ data: OfferPerformance[] }>(`/v1/shows/${show.id}/offers`);
  const { stock_burn: burn, ...figures } = first;
  expect(burn).toHaveLength(30);
  expect(list.data[0]).toEqual(figures);
  expect(list.data.map(({ offer }) => offer)).toEqual([own.id, "seen-elsewhere"]);

  const compared = await hub.get<{ data: OfferPerformance[] }>(`/v1/offers/compare?ids=seen-elsewhere,${own.id}`);
  expect(compared.data).toEqual([elsewhere, first]);

  const lab = await hub.get<OfferLab>("/v1/offers/lab?from=2026-10-01&to=2026-10-31");
  expect(lab.offers).toMatchObject([
    { offer: own.id, own: true, title: "Five minutes", lengthSeconds: 300, discount: 0.2, stock: 40, items: ["sku-1"] },
    { offer: "seen-elsewhere", own: false, lengthSeconds: 240, discount: null, stock: 60 },
  ]);
  expect(lab.offers.map(({ uplift }) => uplift.ratio)).toEqual([first.uplift.ratio, elsewhere.uplift.ratio]);
}, 60_000);

test("what nobody knows is not found, and an empty comparison is refused", async () => {
  const status = async (path: string) => {
    const answer = await fetch(`${hub.address}${path}`, { headers: { authorization: `Bearer ${hub.key}` } });
    await answer.body?.cancel();
    return answer.status;
  };
  expect(await status("/v1/offers/nobody-knows/performance")).toBe(404);
  expect(await status("/v1/shows/nobody-knows/offers")).toBe(404);
  expect(await status("/v1/offers/compare?ids=nobody-knows")).toBe(404);
  expect(await status("/v1/offers/compare?ids=,")).toBe(400);
  expect(await status("/v1/offers/compare")).toBe(400);
  expect(await status("/v1/offers/lab?from=2026-13-01")).toBe(400);
});
