import type { AcceptedEvent } from "@showpulse/connectors/event";
import { afterEach, expect, test, vi } from "vitest";
import { createLive, type Live, type Subscriber } from "../apps/hub/src/live/live.ts";
import { createMemoryIngest, type MemoryIngest } from "./support/memory-ingest.ts";

const WORKSPACE = "brand";
const SHOW = "show";
let running: Live[] = [];
afterEach(async () => {
  await Promise.all(running.map((live) => live.close()));
  running = [];
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const chat = (number: number, more: object = {}) => ({
  id: `m${number}`,
  source: "test",
  subject: SHOW,
  type: "chat_message",
  data: { platform: "tiktok", actor: `a${number % 7}`, actorName: "Ann", text: "hello" },
  ...more,
});

/** Reads what the "writer" has confirmed, slowly, as a query would. */
function storedBy(ingest: MemoryIngest, slow = 0) {
  return async function* history(workspace: string, show: string, upToSeq: number): AsyncGenerator<AcceptedEvent> {
    const rows = ingest.events.filter((event) => event.seq <= upToSeq);
    for (const event of rows) {
      if (slow > 0 && event.seq % 10 === 0) await pause(slow);
      if (event.workspace === workspace && event.show === show) yield event;
    }
  };
}

function start(ingest: MemoryIngest, history = storedBy(ingest)): Live {
  const live = createLive({ ingest, history, now: Date.now });
  running.push(live);
  return live;
}

interface Watcher extends Subscriber {
  ticks: { show: string; metrics: Record<string, number> }[];
  events: { id: string; type: string; data: Record<string, unknown> }[];
  sources: object[];
}

function watcher(audience: Subscriber["audience"] = "all"): Watcher {
  const seen: Watcher = {
    audience,
    ticks: [],
    events: [],
    sources: [],
    send(frames) {
      for (const frame of frames) {
        const message = JSON.parse(frame.toString());
        if (message.type === "tick") seen.ticks.push(message);
        if (message.type === "event") seen.events.push(message.event);
        if (message.type === "source") seen.sources.push(message.source);
      }
    },
    close: async () => {},
  };
  return seen;
}

const comments = (seen: Watcher) => seen.ticks.at(-1)?.metrics.comments;

test("stored, journalled and newly accepted events are joined: none is missed, none counts twice", async () => {
  for (let round = 0; round < 12; round += 1) {
    const ingest = createMemoryIngest();
    let sent = 0;
    const send = (count: number) =>
      ingest.accept(
        WORKSPACE,
        Array.from({ length: count }, () => chat(sent++)),
      );
    await send(300);
    ingest.written = round * 25;
    const live = start(ingest, storedBy(ingest, 1));
    const seen = watcher();
    const stop = live.subscribe(WORKSPACE, [SHOW], seen);
    // While the history is read, events arrive and the writer moves on.
    for (let step = 0; step < 20; step += 1) {
      await send(1 + ((step * 7 + round) % 9));
      ingest.written = Math.min(ingest.events.length, ingest.written + ((step * 5 + round) % 23));
      if (step % 3 === 0) await pause(2);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(comments(seen)).toBe(sent), { timeout: 3000, interval: 20 });
    const counts = seen.ticks.map(({ metrics }) => metrics.comments ?? 0);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    stop();
  }
});

test("a watcher gets the figures as they are at once, then every change within a tick, and silence while nothing changes", async () => {
  const ingest = createMemoryIngest();
  await ingest.accept(WORKSPACE, [chat(1), chat(2)]);
  const live = start(ingest);
  live.subscribe(WORKSPACE, [SHOW], watcher());
  await pause(80);
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  expect(comments(seen)).toBe(2);
  await pause(150);
  expect(seen.ticks).toHaveLength(1);
  await ingest.accept(WORKSPACE, [chat(3)]);
  await vi.waitFor(() => expect(comments(seen)).toBe(3), { timeout: 100, interval: 5 });
});

test("figures that are left to the queries are not in a tick, not even as unknown", async () => {
  const ingest = createMemoryIngest();
  await ingest.accept(WORKSPACE, [chat(1)]);
  const seen = watcher();
  start(ingest).subscribe(WORKSPACE, [SHOW], seen);
  await vi.waitFor(() => expect(seen.ticks.length).toBeGreaterThan(0));
  expect(seen.ticks[0]?.metrics).toHaveProperty("comments", 1);
  expect(seen.ticks[0]?.metrics).not.toHaveProperty("bounce_rate");
});

test("events of other shows and other workspaces change nothing; one person joined outside a show counts once", async () => {
  const ingest = createMemoryIngest();
  const live = start(ingest);
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  await ingest.accept(WORKSPACE, [
    chat(1, { data: { platform: "native", actor: "visitor", text: "a" } }),
    chat(2, { data: { platform: "native", actor: "customer", text: "b" } }),
    chat(3, { subject: "another" }),
  ]);
  await ingest.accept("another-brand", [chat(4)]);
  await vi.waitFor(() => expect(seen.ticks.at(-1)?.metrics).toMatchObject({ comments: 2, chatters: 2 }));
  await ingest.accept(WORKSPACE, [
    { id: "i1", source: "test", type: "identify", data: { platform: "native", actor: "visitor", alias: "customer" } },
  ]);
  await vi.waitFor(() => expect(seen.ticks.at(-1)?.metrics).toMatchObject({ comments: 2, chatters: 1 }));
});

test("chat is shown with its author at the pace of a reader, and never hides an order", async () => {
  const ingest = createMemoryIngest();
  const live = start(ingest);
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  await pause(60);
  const order = { id: "o1", source: "shop", subject: SHOW, type: "purchase", data: { platform: "native", order: "1" } };
  const like = { id: "l1", source: "test", subject: SHOW, type: "like", data: { platform: "tiktok" } };
  await ingest.accept(WORKSPACE, [order, like, ...Array.from({ length: 1000 }, (_, number) => chat(number))]);
  await vi.waitFor(() => expect(comments(seen)).toBe(1000));
  await pause(100);
  const lines = seen.events.filter(({ type }) => type === "chat_message");
  expect(lines.length).toBeGreaterThanOrEqual(40);
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.at(-1)).toMatchObject({ id: "m999", data: { actorName: "Ann", text: "hello" } });
  expect(seen.events.filter(({ type }) => type !== "chat_message").map(({ type }) => type)).toEqual(["purchase"]);
});

test("who may only see chat gets chat: no figures, no orders, no sources", async () => {
  const ingest = createMemoryIngest();
  const live = start(ingest);
  const [moderator, viewer] = [watcher("chat"), watcher()];
  live.subscribe(WORKSPACE, [SHOW], moderator);
  live.subscribe(WORKSPACE, [SHOW], viewer);
  await ingest.accept(WORKSPACE, [chat(1), { id: "o1", source: "shop", subject: SHOW, type: "purchase" }]);
  live.onSourceChange(WORKSPACE, { show: SHOW });
  live.onSourceChange("another-brand", { show: SHOW });
  await vi.waitFor(() => expect(viewer.events).toHaveLength(2));
  expect(viewer.sources).toEqual([{ show: SHOW }]);
  expect(moderator).toMatchObject({ ticks: [], sources: [], events: [{ type: "chat_message" }] });
});

test("while the store is away events are shown, and figures come once it answers", async () => {
  const ingest = createMemoryIngest();
  const stored = storedBy(ingest);
  let away = true;
  const live = start(ingest, async function* (workspace, show, upTo) {
    if (away) throw new Error("ClickHouse is away");
    yield* stored(workspace, show, upTo);
  });
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  await ingest.accept(WORKSPACE, [chat(1)]);
  await vi.waitFor(() => expect(seen).toMatchObject({ ticks: [], events: [{ id: "m1" }] }));
  away = false;
  await vi.waitFor(() => expect(comments(seen)).toBe(1), { timeout: 4000 });
});

test("a show whose events were removed starts anew", async () => {
  const ingest = createMemoryIngest();
  await ingest.accept(WORKSPACE, [chat(1), chat(2)]);
  const live = start(ingest);
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  await vi.waitFor(() => expect(comments(seen)).toBe(2));
  ingest.events.length = 0;
  live.forget(WORKSPACE, SHOW);
  await ingest.accept(WORKSPACE, [chat(3)]);
  await vi.waitFor(() => expect(comments(seen)).toBe(1));
});

test("an event that the figures cannot take costs neither those who sent it nor the next one", async () => {
  const ingest = createMemoryIngest();
  const live = start(ingest);
  const seen = watcher();
  live.subscribe(WORKSPACE, [SHOW], seen);
  await vi.waitFor(() => expect(comments(seen)).toBeDefined());
  const poison = { ...chat(1), type: "tip", data: { platform: "tiktok", currency: "EUR", amountMicros: 5n } };
  expect(await ingest.accept(WORKSPACE, [poison, chat(2)])).toHaveLength(2);
  await vi.waitFor(() => expect(comments(seen)).toBe(1));
});
