import { beforeEach, expect, test } from "vitest";
import { CHAT_LIMIT } from "./live-show.ts";
import { createLiveStore, FIRST_RETRY_MS, LAST_RETRY_MS, type LiveSocket, type LiveStore } from "./live-store.ts";

interface Wire extends LiveSocket {
  shows: readonly string[];
  closed: boolean;
}

let now: number;
let timers: { at: number; callback: () => void }[];
let wires: Wire[];
let store: LiveStore;

const latest = (): Wire => {
  const wire = wires.at(-1);
  if (!wire) throw new Error("no socket was opened");
  return wire;
};

/** Lets the clock run, firing what falls due in order. */
function pass(milliseconds: number): void {
  const until = now + milliseconds;
  for (;;) {
    timers.sort((a, b) => a.at - b.at);
    const next = timers[0];
    if (!next || next.at > until) break;
    timers.shift();
    now = next.at;
    next.callback();
  }
  now = until;
}

const push = (message: object) => latest().onmessage?.({ data: JSON.stringify(message) });
const tick = (at: string, metrics: object, show = "a") => push({ type: "tick", show, at, metrics });

beforeEach(() => {
  now = 1_000;
  timers = [];
  wires = [];
  store = createLiveStore({
    open: (shows) => {
      const wire: Wire = { shows, closed: false, onopen: null, onmessage: null, onclose: null, close: () => {} };
      wire.close = () => {
        wire.closed = true;
      };
      wires.push(wire);
      return wire;
    },
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    random: () => 1,
  });
});

test("screens that watch several shows share one socket, which closes after the last of them", () => {
  const stop = store.watch(["a", "b"]);
  const stopOther = store.watch(["b"]);
  pass(1);
  expect(wires.map((wire) => wire.shows)).toEqual([["a", "b"]]);
  stop();
  pass(1);
  expect(latest().shows).toEqual(["b"]);
  expect(wires[0]?.closed).toBe(true);
  stopOther();
  pass(1);
  expect(latest().closed).toBe(true);
  expect(store.getState().connection.state).toBe("idle");
});

test("ticks are merged, and an older one changes nothing", () => {
  store.watch(["a"]);
  pass(1);
  tick("2026-01-01T00:00:02.000Z", { orders: 3, comments: 9 });
  tick("2026-01-01T00:00:03.000Z", { orders: 4 });
  tick("2026-01-01T00:00:01.000Z", { orders: 1 });
  pass(200);
  expect(store.getState().shows["a"]).toMatchObject({
    at: "2026-01-01T00:00:03.000Z",
    metrics: { orders: 4, comments: 9 },
  });
});

test("screens repaint at most every 100 ms", () => {
  let repaints = 0;
  store.watch(["a"]);
  pass(1);
  store.subscribe(() => {
    repaints += 1;
  });
  for (let second = 10; second < 30; second += 1) {
    tick(`2026-01-01T00:00:${second}.000Z`, { orders: second });
    pass(50);
  }
  expect(repaints).toBeGreaterThan(5);
  expect(repaints).toBeLessThanOrEqual(10);
});

test("a broken socket is opened again with growing pauses, and what is shown is stale since the break", () => {
  store.watch(["a"]);
  pass(1);
  latest().onopen?.();
  pass(5_000);
  latest().onclose?.();
  const brokeAt = now;
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 7; attempt += 1) {
    const { connection } = store.getState();
    expect(connection).toMatchObject({ state: "away", since: brokeAt });
    if (connection.state === "away") pauses.push(connection.retryAt - now);
    pass((pauses.at(-1) ?? 0) + 1);
    if (attempt < 6) latest().onclose?.();
  }
  expect(pauses[0]).toBe(FIRST_RETRY_MS);
  expect(pauses.at(-1)).toBe(LAST_RETRY_MS);
  expect(wires).toHaveLength(8);
  latest().onopen?.();
  expect(store.getState().connection.state).toBe("open");
});

test("a retry that is asked for does not wait", () => {
  store.watch(["a"]);
  pass(1);
  latest().onclose?.();
  store.retryNow();
  expect(wires).toHaveLength(2);
  pass(60_000);
  expect(wires).toHaveLength(2);
});

test("chat is kept bounded, other events and foreign shows are not kept", () => {
  store.watch(["a"]);
  pass(1);
  for (let n = 0; n < CHAT_LIMIT + 20; n += 1)
    push({ type: "event", event: { id: `m${n}`, source: "s", type: "chat_message", subject: "a" } });
  push({ type: "event", event: { id: "like", source: "s", type: "like", subject: "a" } });
  push({ type: "event", event: { id: "other", source: "s", type: "chat_message", subject: "z" } });
  latest().onmessage?.({ data: "not json" });
  pass(200);
  const { shows } = store.getState();
  expect(shows["a"]?.chat.map((event) => event.id).at(-1)).toBe(`m${CHAT_LIMIT + 19}`);
  expect(shows["a"]?.chat).toHaveLength(CHAT_LIMIT);
  expect(shows["z"]).toBeUndefined();
});

test("a source's news is laid over what was known of it", () => {
  store.watch(["a"]);
  pass(1);
  push({ type: "source", show: "a", source: { id: "s1", platform: "tiktok", state: "live", detail: "socket" } });
  push({ type: "source", show: "a", source: { id: "s1", state: "degraded" } });
  pass(200);
  expect(store.getState().shows["a"]?.sources["s1"]).toEqual({
    id: "s1",
    platform: "tiktok",
    state: "degraded",
    detail: "socket",
  });
});
