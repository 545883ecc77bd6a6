import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eur, type Selling, startSelling } from "./support/selling.ts";

let selling: Selling;
let product: string;
let second: string;

beforeAll(async () => {
  selling = await startSelling();
  const make = async (sku: string, stock: number) =>
    (await selling.ask("POST", "/v1/products", { sku, title: sku, price: eur(20), stock })).body.id;
  product = await make("mug", 40);
  second = await make("vase", 7);
});
afterAll(() => selling.close());

const ask: Selling["ask"] = (...given) => selling.ask(...given);
const eventsOf = (offer: string) => selling.ingest.events.filter(({ data }) => data.offer === offer);
const typesOf = (offer: string) => eventsOf(offer).map(({ type }) => type);
const statusOf = async (offer: string) => (await ask("GET", `/v1/offers/${offer}`)).body.status;

async function plan(change: object = {}): Promise<string> {
  const items = [{ product, price: eur(15) }];
  const deal = { show: "show-of-main", title: "Deal", items, durationSeconds: 3600, kind: "flash", stock: 10 };
  const { status, body } = await ask("POST", "/v1/offers", { ...deal, ...change });
  expect(status, `it said ${JSON.stringify(body)}`).toBe(201);
  return body.id;
}

test("an offer that is started and stopped tells the log its stock, its product and when", async () => {
  const id = await plan();
  expect(await statusOf(id)).toBe("planned");
  const { body } = await ask("POST", `/v1/offers/${id}/start`);
  expect(body).toMatchObject({ status: "running", items: [{ product, price: eur(15), listPrice: eur(20) }] });
  expect(Date.parse(body.endsAt) - Date.parse(body.startedAt)).toBe(3_600_000);
  expect((await ask("POST", `/v1/offers/${id}/start`)).body).toEqual(body);
  const stopped = await ask("POST", `/v1/offers/${id}/stop`);
  expect(stopped.body).toMatchObject({ status: "ended", startedAt: body.startedAt });
  expect((await ask("POST", `/v1/offers/${id}/stop`)).body).toEqual(stopped.body);

  const events = eventsOf(id);
  expect(events.map(({ type, data }) => [type, data.value])).toEqual([
    ["offer_started", 10],
    ["offer_stock", 10],
    ["offer_ended", undefined],
  ]);
  expect(events[0]).toMatchObject({ show: "show-of-main", data: { item: product, sku: "mug" } });
  expect(events[0]?.data.properties).toEqual({ kind: "flash", durationSeconds: 3600, endsAt: body.endsAt });
  expect(events.map(({ time }) => new Date(time).toISOString())).toEqual([
    body.startedAt,
    body.startedAt,
    stopped.body.endedAt,
  ]);
});

test("two who start an offer at once start it once", async () => {
  const id = await plan();
  const [first, second] = await Promise.all([1, 2].map(() => ask("POST", `/v1/offers/${id}/start`)));
  expect(first?.body.startedAt).toBe(second?.body.startedAt);
  expect(typesOf(id)).toEqual(["offer_started", "offer_stock"]);
});

test("what an offer was stays: it is neither started again nor deleted; one that nobody saw is", async () => {
  const id = await plan();
  await ask("POST", `/v1/offers/${id}/start`);
  expect(await ask("DELETE", `/v1/offers/${id}`)).toMatchObject({ status: 409, body: { code: "started" } });
  await ask("POST", `/v1/offers/${id}/stop`);
  expect(await ask("POST", `/v1/offers/${id}/start`)).toMatchObject({ status: 409, body: { code: "ended" } });
  const unseen = await plan();
  expect((await ask("DELETE", `/v1/offers/${unseen}`)).status).toBe(204);
  expect((await ask("GET", `/v1/offers/${unseen}`)).status).toBe(404);
});

test("an offer that is stopped before it started is cancelled, and nothing is told", async () => {
  const id = await plan({ startsAt: new Date(Date.now() + 400).toISOString() });
  expect((await ask("POST", `/v1/offers/${id}/stop`)).body.status).toBe("cancelled");
  await pause(600);
  expect(await statusOf(id)).toBe("cancelled");
  expect(eventsOf(id)).toEqual([]);
});

test("a planned offer starts by itself and ends after its duration, each event once", async () => {
  const startsAt = Date.now() + 300;
  const id = await plan({ startsAt: new Date(startsAt).toISOString(), durationSeconds: 1 });
  expect(eventsOf(id)).toEqual([]);
  await vi.waitFor(() => expect(typesOf(id)).toEqual(["offer_started", "offer_stock", "offer_ended"]), {
    timeout: 5000,
    interval: 20,
  });
  const [started, , ended] = eventsOf(id);
  expect((started?.time ?? 0) - startsAt).toBeGreaterThanOrEqual(0);
  expect((started?.time ?? 0) - startsAt).toBeLessThan(500);
  expect((ended?.time ?? 0) - (started?.time ?? 0)).toBe(1000);
  await vi.waitFor(async () => expect(await statusOf(id)).toBe("ended"));
});

test("an offer whose whole time passed while nobody could start it stays unstarted", async () => {
  const id = await plan({ startsAt: new Date(Date.now() - 60_000).toISOString(), durationSeconds: 30 });
  await pause(200);
  expect(await statusOf(id)).toBe("missed");
  expect(eventsOf(id)).toEqual([]);
  expect((await ask("POST", `/v1/offers/${id}/start`)).body.status).toBe("running");
});

test("in a show that has ended no offer starts by itself", async () => {
  const show = "show-that-ended";
  await selling.database.show.create({ data: { id: show, workspaceId: "main", title: "Over", endedAt: new Date() } });
  const late = await plan({ show, startsAt: new Date(Date.now() + 100).toISOString(), durationSeconds: 60 });
  const inTime = await plan({ startsAt: new Date(Date.now() + 200).toISOString(), durationSeconds: 60 });
  await vi.waitFor(async () => expect(await statusOf(inTime)).toBe("running"), { timeout: 5000 });
  expect(await statusOf(late)).toBe("planned");
  expect(eventsOf(late)).toEqual([]);
});

test("an offer is not lost while the way in is full: it starts when there is room", async () => {
  let refusals = 0;
  selling.ingest.before = () => {
    refusals += 1;
    throw new Error("full");
  };
  const id = await plan({ startsAt: new Date().toISOString() });
  await vi.waitFor(() => expect(refusals).toBeGreaterThan(0));
  expect(await statusOf(id)).toBe("planned");
  selling.ingest.before = () => {};
  await vi.waitFor(async () => expect(await statusOf(id)).toBe("running"), { timeout: 5000 });
});

test("without a stock of its own an offer has what the products have; a bundle as many as whole sets", async () => {
  const items = [
    { product, price: eur(15) },
    { product: second, price: eur(5) },
  ];
  await selling.database.product.update({ where: { id: second }, data: { reserved: 2 } });
  for (const [kind, units] of [
    ["coupon", 45],
    ["bundle", 5],
  ] as const) {
    const id = await plan({ items, kind, stock: null });
    await ask("POST", `/v1/offers/${id}/start`);
    expect(eventsOf(id)[0]?.data).toMatchObject({ value: units });
    expect(eventsOf(id)[0]?.data.item).toBeUndefined();
  }
});

test("items that do not fit are refused, each named", async () => {
  const items = [
    { product, price: { amountMicros: 1, currency: "USD" } },
    { product, price: eur(1) },
  ];
  const deal = { show: "show-of-main", title: "Deal", durationSeconds: 60, kind: "flash" };
  const { status, body } = await ask("POST", "/v1/offers", { ...deal, items });
  expect(status).toBe(400);
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    "/items/0/price/currency",
    "/items/1/product",
  ]);
  expect((await ask("POST", "/v1/offers", { ...deal, items: [] })).body.errors[0]?.pointer).toBe("/items");
  const one = [{ product, price: eur(1) }];
  const endless = await ask("POST", "/v1/offers", { ...deal, items: one, durationSeconds: 604_801 });
  expect(endless.body.errors[0]?.pointer).toBe("/durationSeconds");
});

test("the list holds the offers of one show", async () => {
  const { body } = await ask("GET", "/v1/offers?show=show-of-main&limit=2");
  expect(body.data).toHaveLength(2);
  expect(body.nextCursor).not.toBeNull();
  expect((await ask("GET", "/v1/offers?show=none")).body.data).toEqual([]);
});
