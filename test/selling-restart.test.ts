import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { addShow } from "./support/hub-shows.ts";
import { eur } from "./support/selling.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
}, 120_000);
afterAll(() => hub.discard());

interface Stored {
  type: string;
  time: string;
  data: { offer?: string; value?: number; link?: string };
}
interface Offer {
  id: string;
  status: string;
  startedAt: string;
  endedAt: string;
}

async function eventsOf(show: string): Promise<Stored[]> {
  await hub.post("/v1/flush");
  const { data } = await hub.get<{ data: Stored[] }>(`/v1/events?show=${show}`);
  return data.toReversed();
}

test("offers start and end on time over a hub that is killed: what ran ends, what was due starts, each once", async () => {
  const show = await addShow(hub, "Restarted");
  const product = await hub.post<{ id: string }>("/v1/products", { sku: "a", title: "A", price: eur(9), stock: 5 });
  const deal = { show, title: "Deal", items: [{ product: product.id, price: eur(7) }], kind: "flash", stock: 3 };
  const plan = (inSeconds: number, durationSeconds: number) =>
    hub.post<Offer>("/v1/offers", {
      ...deal,
      startsAt: new Date(Date.now() + inSeconds * 1000).toISOString(),
      durationSeconds,
    });
  const running = await plan(0, 4);
  const due = await plan(4.5, 600);
  const past = await plan(4, 1);
  const read = (offer: Offer) => hub.get<Offer>(`/v1/offers/${offer.id}`);
  for (let tries = 0; (await read(running)).status !== "running"; tries += 1) {
    if (tries > 40) throw new Error("the offer did not start");
    await pause(50);
  }
  await hub.kill();
  await pause(6000);
  await hub.start();

  const { startedAt } = await read(running);
  for (let tries = 0; (await read(running)).status !== "ended" || (await read(due)).status !== "running"; tries += 1) {
    if (tries > 100) throw new Error("the offers are not what they should be");
    await pause(50);
  }
  const ended = await read(running);
  expect(Date.parse(ended.endedAt) - Date.parse(startedAt)).toBe(4000);
  expect((await read(past)).status).toBe("missed");

  const events = await eventsOf(show);
  const told = (offer: Offer) => events.filter(({ data }) => data.offer === offer.id);
  expect(told(running).map(({ type }) => type)).toEqual(["offer_started", "offer_stock", "offer_ended"]);
  expect(told(running)[0]).toMatchObject({ time: startedAt, data: { value: 3 } });
  expect(told(running)[2]?.time).toBe(ended.endedAt);
  expect(told(due).map(({ type }) => type)).toEqual(["offer_started", "offer_stock"]);
  expect(told(past)).toEqual([]);
}, 120_000);

test("a switchback goes on after a hub that is killed: with the block of its return", async () => {
  const show = await addShow(hub, "Switched");
  const product = await hub.post<{ id: string }>("/v1/products", { sku: "b", title: "B", price: eur(9), stock: 5 });
  const plan = { show, title: "Pin", switches: { pin: product.id }, blockSeconds: 10, blocks: 12 };
  const { id } = await hub.post<{ id: string }>("/v1/switchbacks", plan);
  await hub.post(`/v1/switchbacks/${id}/start`);
  const switched = async () => {
    const { blocks } = await hub.get<{ blocks: { on: boolean; switchedAt: string | null }[] }>(`/v1/switchbacks/${id}`);
    return blocks.flatMap(({ on, switchedAt }, index) => (switchedAt === null ? [] : [{ index, on, switchedAt }]));
  };
  const upTo = async (block: number) => {
    for (let tries = 0; ((await switched()).at(-1)?.index ?? -1) < block; tries += 1) {
      if (tries > 400) throw new Error("the block was not switched");
      await pause(100);
    }
  };
  await upTo(0);
  await hub.kill();
  await hub.start();
  await upTo(1);
  const told = await eventsOf(show);
  expect(told.map(({ type, time }) => [type, time])).toEqual(
    (await switched()).map(({ on, switchedAt }) => [on ? "product_pinned" : "product_unpinned", switchedAt]),
  );
}, 120_000);

test("a click on a tracked link is stored under its show", async () => {
  const show = await addShow(hub, "Clicked");
  const link = await hub.post<{ code: string; url: string }>("/v1/links", { target: "https://shop.test/", show });
  expect(link.url).toBe(`${hub.address}/r/${link.code}`);
  const reply = await fetch(link.url, { redirect: "manual" });
  expect(reply.headers.get("location")).toBe("https://shop.test/");
  expect(await eventsOf(show)).toMatchObject([{ type: "link_click", data: { link: link.code } }]);
});
