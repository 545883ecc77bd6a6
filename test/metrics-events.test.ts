import { knownIds, listEvents, streamShowEvents } from "@showpulse/metrics/server";
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
  for (let before: readonly [number, number] | undefined, rest = true; rest; ) {
    const page = await listEvents(clickhouse.client, "pages", { limit: 10, before });
    seen.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (last) before = [Date.parse(last.time), last.seq];
    rest = page.length === 10;
  }
  expect(seen).toEqual(newestFirst);

  const [from, to] = [events[1]?.time ?? 0, events[2]?.time ?? 0];
  const some = await listEvents(clickhouse.client, "pages", {
    show: "s",
    type: "join",
    actor: "a1",
    from,
    to,
    limit: 100,
  });
  const expected = events.filter(
    ({ show, type, data, time }) =>
      show === "s" && type === "join" && data.actor === "a1" && time >= from && time <= to,
  );
  expect(some.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
  expect(some[0]).toMatchObject({
    specversion: "1.0",
    subject: "s",
    source: "test/source",
    data: { actor: "a1" },
  });
  expect(await listEvents(clickhouse.client, "list-of-nobody", { limit: 10 })).toEqual([]);
});

test("the first moment that is kept is listed too, and whose time was limited says so", async () => {
  const first = event("join", { workspace: "limits", id: "first" });
  await clickhouse.store([
    { ...first, time: Date.UTC(1900, 0, 1) },
    event("join", { workspace: "limits", id: "ahead", skewed: true }),
  ]);
  const listed = await listEvents(clickhouse.client, "limits", { limit: 10 });
  expect(listed.map(({ id, skewed }) => [id, skewed])).toEqual([
    ["ahead", true],
    ["first", undefined],
  ]);
});

test("the live state is rebuilt from the show's events and all joins, up to the position asked for", async () => {
  const events = [5, 3, 9, 7].map((seq) => event("join", { workspace: "rebuild", seq, seconds: 10 - seq }));
  const joins = event("identify", { workspace: "rebuild", show: "", seq: 2 }, { actor: "a", alias: "b" });
  await clickhouse.store([...events, joins, event("join", { workspace: "rebuild", show: "other", seq: 4 })]);
  const all = await collect(streamShowEvents(clickhouse.client, { workspace: "rebuild", show: "s", upToSeq: 7 }));
  expect(all.map(({ seq }) => seq).sort()).toEqual([2, 3, 5, 7]);
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
