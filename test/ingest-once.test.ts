import type { ClickHouseClient } from "@clickhouse/client";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createIngest, type Ingest, type Limits, type Verdict } from "../apps/hub/src/ingest/index.ts";
import { countRows, imbalance, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let client: ClickHouseClient;
beforeAll(async () => {
  engine = await startEngine();
  client = engine.client;
});
afterAll(() => engine.stop());

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  for (const table of ["events", "dead_letters", "tallies"]) await client.command({ query: `TRUNCATE TABLE ${table}` });
  folder = await temporaryFolder();
  return () => folder.remove();
});

const log = keptLog();
const open = (limits: Partial<Limits> = {}, on: ClickHouseClient = client): Promise<Ingest> =>
  createIngest({ dataDir: folder.path, clickhouse: on, log, limits: { gatherMilliseconds: 20, ...limits } });

const join1 = (id: string, source = "s") => ({ id, source, type: "join" });
const outcomes = (verdicts: readonly Verdict[]) => verdicts.map(({ outcome }) => outcome);

function shuffled<Item>(items: readonly Item[]): Item[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [copy[at], copy[other]] = [copy[other] as Item, copy[at] as Item];
  }
  return copy;
}

it("counts every event once, sent 1 to 4 times in any order over restarts, with 1 % poison among them", async () => {
  const sources = ["tiktok/@a", "youtube/b", "native"];
  const events = Array.from({ length: 20_000 }, (_, index) => ({
    ...join1(`id-${index >> 1}`, sources[index % 2 === 0 ? 0 : 1 + (index % 4 === 1 ? 0 : 1)]),
    type: index % 100 === 0 ? "NOT A TYPE" : "chat_message",
    data: { text: `text ${index}`, quantity: 1 + (index % 5) },
  }));
  const sent = shuffled(events.flatMap((event) => Array<typeof event>(1 + Math.floor(Math.random() * 4)).fill(event)));
  const expected = new Map(sources.map((source) => [source, { received: 0, rejected: 0, ids: new Set<string>() }]));
  for (const { source, id, type } of sent) {
    const count = expected.get(source);
    if (!count) throw new Error("unknown source");
    count.received += 1;
    if (type === "chat_message") count.ids.add(id);
    else count.rejected += 1;
  }

  let ingest = await open();
  for (let from = 0; from < sent.length; from += 5000) {
    const calls: Promise<unknown>[] = [];
    for (let at = from; at < Math.min(from + 5000, sent.length); at += 100) {
      calls.push(ingest.accept("w", sent.slice(at, Math.min(at + 100, from + 5000))));
    }
    await Promise.all(calls);
    expect(imbalance(await ingest.accounting("w", {}))).toBe(0);
    if (from % 15_000 === 10_000) {
      await ingest.close();
      ingest = await open();
    }
  }
  await ingest.flush();
  const accounts = await ingest.accounting("w", {});
  expect(accounts).toEqual(
    [...expected].sort().map(([source, { received, rejected, ids }]) => ({
      source,
      received,
      stored: ids.size,
      duplicates: received - rejected - ids.size,
      deadLettered: rejected,
      waiting: 0,
    })),
  );
  const all = [...expected.values()].reduce((sum, { ids }) => sum + ids.size, 0);
  expect(await countRows(client, "events")).toEqual({ rows: all, distinct: all });
  const reply = await client.query({
    query: "SELECT toUInt32(uniqExact(seq)) AS n, toUInt32(max(seq)) AS last FROM events",
    format: "JSONEachRow",
  });
  expect(await reply.json()).toEqual([{ n: all, last: all }]);
  await ingest.close();
}, 60_000);

it("answers a repetition of an event that is still being written only when that is on disk", async () => {
  const ingest = await open();
  await ingest.accept("w", [join1("warm")]);
  const told: AcceptedEvent[] = [];
  ingest.onAccepted((events) => told.push(...events));
  const order: string[] = [];
  const first = ingest.accept("w", [join1("1")]).then((verdicts) => order.push(...outcomes(verdicts)));
  const second = ingest.accept("w", [join1("1"), join1("1")]).then((verdicts) => order.push(...outcomes(verdicts)));
  await Promise.all([first, second]);
  expect(order).toEqual(["accepted", "duplicate", "duplicate"]);
  expect(told.map(({ seq }) => seq)).toEqual([2]);
  await ingest.close();
});

it("keeps workspaces and sources apart", async () => {
  const ingest = await open();
  const verdicts = [
    ...(await ingest.accept("w", [join1("1"), join1("1", "t")])),
    ...(await ingest.accept("v", [join1("1")])),
  ];
  expect(outcomes(verdicts)).toEqual(["accepted", "accepted", "accepted"]);
  await ingest.flush();
  expect(await ingest.accounting("v", {})).toMatchObject([{ source: "s", received: 1, stored: 1 }]);
  await ingest.close();
});

it("forgets the ids of idle sources over its budget and reads them again", async () => {
  let now = Date.now();
  const ingest = await createIngest({
    dataDir: folder.path,
    clickhouse: client,
    log,
    now: () => now,
    limits: { gatherMilliseconds: 1, identityBytes: 1024 },
  });
  for (const source of ["a", "b", "c"]) {
    await ingest.accept(
      "w",
      Array.from({ length: 100 }, (_, index) => join1(`${index}`, source)),
    );
    await ingest.flush();
    now += 61_000;
  }
  for (const source of ["a", "b", "c"]) {
    now += 61_000;
    expect(outcomes(await ingest.accept("w", [join1("99", source), join1("100", source)]))).toEqual([
      "duplicate",
      "accepted",
    ]);
  }
  await ingest.close();
});

it("sends again, after the machine went down, what ClickHouse had confirmed: what it lost comes back, nothing doubles", async () => {
  const start = (boot: string) =>
    createIngest({ dataDir: folder.path, clickhouse: client, log, boot, limits: { gatherMilliseconds: 1 } });
  const first = await start("first");
  for (let call = 0; call < 10; call += 1) {
    await first.accept("w", [join1(`${call}`), join1("again"), { ...join1("bad"), type: "BAD" }]);
    await first.flush();
  }
  const before = await first.accounting("w", {});

  const nothingLost = await start("second");
  await nothingLost.flush();
  expect(await countRows(client, "events")).toEqual({ rows: 11, distinct: 11 });
  expect(await nothingLost.accounting("w", {})).toEqual(before);

  await client.command({ query: "TRUNCATE TABLE events" });
  const third = await start("third");
  expect(outcomes(await third.accept("w", [join1("3"), join1("again")]))).toEqual(["duplicate", "duplicate"]);
  await third.flush();
  expect(await countRows(client, "events")).toEqual({ rows: 11, distinct: 11 });
  expect(imbalance(await third.accounting("w", {}))).toBe(0);
  for (const ingest of [first, nothingLost, third]) await ingest.close();
});

it("sends again, after ClickHouse elsewhere was started again, what it had confirmed, also when the hub was down meanwhile", async () => {
  let startedAt = 1000;
  const start = () =>
    createIngest({
      dataDir: folder.path,
      clickhouse: client,
      log,
      serverStart: async () => ({ host: "clickhouse-1", startedAt }),
      limits: { gatherMilliseconds: 1, askStartMilliseconds: 20, segmentBytes: 2000 },
    });
  const rows = () => countRows(client, "events");
  const first = await start();
  for (let call = 0; call < 10; call += 1) {
    await first.accept("w", [join1(`${call}`), { ...join1("bad"), type: "BAD" }]);
    await first.flush();
  }
  const before = await first.accounting("w", {});

  // A start that loses nothing changes nothing.
  startedAt = 2000;
  await expect.poll(() => log.lines.some(({ message }) => message.includes("started again"))).toBe(true);
  await first.accept("w", [join1("between")]);
  await first.flush();
  expect(await rows()).toEqual({ rows: 11, distinct: 11 });

  await client.command({ query: "TRUNCATE TABLE events" });
  startedAt = 3000;
  await expect.poll(rows, { timeout: 10_000 }).toEqual({ rows: 11, distinct: 11 });
  expect(outcomes(await first.accept("w", [join1("3"), join1("between")]))).toEqual(["duplicate", "duplicate"]);
  await first.close();

  await client.command({ query: "TRUNCATE TABLE events" });
  startedAt = 4000;
  const second = await start();
  await expect.poll(rows, { timeout: 10_000 }).toEqual({ rows: 11, distinct: 11 });
  expect(outcomes(await second.accept("w", [join1("3"), join1("new")]))).toEqual(["duplicate", "accepted"]);
  await second.flush();
  expect(await rows()).toEqual({ rows: 12, distinct: 12 });
  const [account] = await second.accounting("w", {});
  expect(account).toMatchObject({ received: (before[0]?.received ?? 0) + 5, waiting: 0 });
  expect(imbalance(await second.accounting("w", {}))).toBe(0);
  await second.close();
});

it("gives everything above a position from the journal, as it was accepted, until ClickHouse has it", async () => {
  const full = {
    ...join1("1"),
    subject: "show",
    time: "2026-11-21T20:15:03.250Z",
    data: {
      platform: "tiktok",
      actor: "a",
      session: "x",
      quantity: 2,
      value: 1.5,
      amountMicros: -3,
      currency: "EUR",
      virtualAmount: 4,
      virtualUnit: "diamond",
      text: "why?",
      language: "en",
      item: "i",
      itemName: "I",
      variant: "v",
      sku: "s",
      offer: "o",
      order: "1",
      items: [{ item: "i", quantity: 1, amountMicros: 5, offer: "o", variant: "v" }],
      campaign: "c",
      creator: "d",
      link: "l",
      coupon: "p",
      utm: { source: "q" },
      referrer: "r",
      alias: "b",
      properties: { text: "t", number: 1, yes: true, none: null },
    },
  };
  const ingest = await open();
  const before = ingest.writtenUpTo();
  const [verdict] = await ingest.accept("w", [full]);
  const found: AcceptedEvent[] = [];
  for await (const event of ingest.since(before)) found.push(event);
  expect(verdict).toEqual({ outcome: "accepted", event: found[0] });
  await ingest.flush();
  expect(ingest.writtenUpTo()).toBe(before + 1);
  for await (const event of ingest.since(ingest.writtenUpTo())) throw new Error(`${event.id} is not above`);
  await ingest.close();
});
