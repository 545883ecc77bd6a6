import { askEventsList, knownIds, streamShowEvents, UnreadableCursor } from "@showpulse/metrics/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { collect } from "./support/collect.ts";
import { event } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const full = event(
  "purchase",
  { workspace: "list", seconds: 3, id: "full", skewed: true },
  {
    platform: "shopify",
    actor: "a",
    session: "s1",
    quantity: 4,
    value: 1.5,
    amountMicros: -12_990_000,
    currency: "EUR",
    virtualAmount: 3,
    virtualUnit: "diamond",
    text: 'it\'s \\ "quoted"\tand\nbroken 🎉',
    language: "de",
    item: "i",
    itemName: "Item",
    variant: "v",
    sku: "k",
    offer: "o",
    order: "7",
    items: [
      { item: "x", variant: "red", quantity: 2, amountMicros: 5, offer: "o" },
      { item: "y", quantity: 1, amountMicros: 0 },
    ],
    campaign: "c",
    creator: "cr",
    link: "l",
    coupon: "cp",
    utm: { source: "u", term: "t" },
    referrer: "https://example.com/?a=b",
    properties: { size: 42, gift: true, note: 'a"b', none: null },
  },
);

test("an event comes back from its row as it went in", async () => {
  await clickhouse.store([full]);
  const back = await collect(streamShowEvents(clickhouse.client, { workspace: "list", show: "s", upToSeq: 1e9 }));
  expect(back).toEqual([full]);
});

test("events are listed newest first, filtered, and every page goes on where the one before ended", async () => {
  const events = Array.from({ length: 25 }, (_, index) =>
    event(
      index % 2 ? "join" : "share",
      { workspace: "pages", seconds: index % 4, show: index < 20 ? "s" : "" },
      { actor: `a${index % 3}` },
    ),
  );
  await clickhouse.store(events);
  const newestFirst = events.toSorted((a, b) => b.time - a.time || b.seq - a.seq).map(({ id }) => id);

  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await askEventsList(clickhouse.client, "pages", { limit: 10, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(newestFirst);

  const from = new Date(events[1]?.time ?? 0).toISOString();
  const to = new Date(events[2]?.time ?? 0).toISOString();
  const some = await askEventsList(clickhouse.client, "pages", { show: "s", type: "join", actor: "a1", from, to });
  const expected = events.filter(
    ({ show, type, data, time }) =>
      show === "s" && type === "join" && data.actor === "a1" && time >= Date.parse(from) && time <= Date.parse(to),
  );
  expect(some.data.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
  expect(some.data[0]).toMatchObject({
    specversion: "1.0",
    subject: "s",
    source: "test/source",
    data: { actor: "a1" },
  });
  expect(some.nextCursor).toBeNull();

  const none = await askEventsList(clickhouse.client, "list-of-nobody", {});
  expect(none).toEqual({ data: [], nextCursor: null });
  await expect(askEventsList(clickhouse.client, "pages", { cursor: "e30" })).rejects.toThrow(UnreadableCursor);
});

test("the live state is rebuilt in order of acceptance, up to the position asked for", async () => {
  const events = [5, 3, 9, 7].map((seq) => event("join", { workspace: "rebuild", seq, seconds: 10 - seq }));
  await clickhouse.store([...events, event("join", { workspace: "rebuild", show: "other", seq: 4 })]);
  const stream = streamShowEvents(clickhouse.client, { workspace: "rebuild", show: "s", upToSeq: 7 });
  expect((await collect(stream)).map(({ seq }) => seq)).toEqual([3, 5, 7]);
});

test("the ids of a source are those of that source and workspace", async () => {
  await clickhouse.store([
    event("join", { workspace: "ids", source: "tiktok/@a", id: "1" }),
    event("join", { workspace: "ids", source: "tiktok/@a", id: "2", show: "other" }),
    event("join", { workspace: "ids", source: "tiktok/@b", id: "3" }),
    event("join", { workspace: "ids2", source: "tiktok/@a", id: "4" }),
  ]);
  const ids = await collect(knownIds(clickhouse.client, { workspace: "ids", source: "tiktok/@a" }));
  expect(ids.sort()).toEqual(["1", "2"]);
});
