import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { sendEvents } from "./support/hub-client.ts";
import { accountsOf, addShow, imbalanceOf, metricsOf, valuesOf } from "./support/hub-shows.ts";

/** How often the hub is killed; each store a quarter as often. `KILLS=20 npx vitest run test/kill.test.ts` */
const KILLS = Number(process.env.KILLS ?? 4);
const CHILD_KILLS = Math.max(1, Math.floor(KILLS / 4));
/** The limit for being ready again, which holds for a machine that does nothing else. */
const READY_MILLISECONDS = 5000;
const IS_LONG_RUN = KILLS >= 20;

vi.setConfig({ testTimeout: 60_000 + KILLS * 60_000, hookTimeout: 120_000 });

/** 4 × 50 events in 100 ms: 2,000 a second. */
const SENDERS = 4;
const BATCH = 50;
const PAUSE_MILLISECONDS = 100;

let hub: TestHub;
let show: string;
beforeAll(async () => {
  hub = await startTestHub();
  show = await addShow(hub, "Killed");
});
afterAll(() => hub?.discard());

/** What was acknowledged, counted by the client. */
const sent = { comments: 0, likes: 0, orders: 0, micros: 0, batches: 0, retries: 0 };
const acknowledged = new Set<string>();

function madeUpEvent(sender: number, number: number): { id: string; text: string } {
  const id = `${sender}-${number}`;
  const kind = number % 10;
  const what =
    kind === 0
      ? {
          type: "purchase",
          data: { order: id, amountMicros: 1_990_000, currency: "EUR", actor: `buyer-${number % 97}` },
        }
      : kind < 4
        ? { type: "like", data: { quantity: 2 } }
        : { type: "chat_message", data: { text: "hello", actor: `viewer-${number % 211}` } };
  return { id, text: JSON.stringify({ id, source: `killed/${sender}`, subject: show, ...what }) };
}

async function sender(own: number, stop: AbortSignal): Promise<void> {
  for (let number = 0; !stop.aborted; number += BATCH) {
    const due = performance.now() + PAUSE_MILLISECONDS;
    const batch = Array.from({ length: BATCH }, (_, index) => madeUpEvent(own, number + index));
    const { answer, attempts } = await sendEvents(
      hub,
      "array",
      batch.map(({ text }) => text),
    );
    expect(answer.rejected).toEqual([]);
    // A repetition of what was taken in, but whose answer was lost, is known by then.
    expect(answer.accepted + answer.duplicates).toBe(BATCH);
    for (const { id } of batch) acknowledged.add(id);
    sent.batches += 1;
    sent.retries += attempts - 1;
    sent.comments += (BATCH * 6) / 10;
    sent.likes += ((BATCH * 3) / 10) * 2;
    sent.orders += BATCH / 10;
    sent.micros += (BATCH / 10) * 1_990_000;
    await pause(Math.max(0, due - performance.now()));
  }
}

const random = (from: number, to: number) => from + Math.random() * (to - from);

/** Kills a store's process; resolves with the milliseconds until a question that needs it is answered again. */
async function killChild(name: "clickhouse" | "postgres"): Promise<number> {
  const pid = await hub.child(name);
  const killedAt = performance.now();
  process.kill(pid, "SIGKILL");
  for (;;) {
    const now = await hub.child(name).catch(() => pid);
    if (now !== pid && (await hub.isReady())) {
      const answered = await hub.get(`/v1/shows/${show}/metrics`).then(
        () => true,
        () => false,
      );
      if (answered) return performance.now() - killedAt;
    }
    if (performance.now() - killedAt > 60_000) throw new Error(`${name} did not come back`);
    await pause(20);
  }
}

const summary = (name: string, times: readonly number[]) => {
  const sorted = [...times].sort((one, other) => one - other);
  const median = sorted[sorted.length >> 1] ?? 0;
  return `${name}: ${times.length} kills, ready again after ${(median / 1000).toFixed(2)} s (median), ${((sorted.at(-1) ?? 0) / 1000).toFixed(2)} s (longest)`;
};

test("kills of the hub and of each store at random moments lose nothing that was acknowledged and count nothing twice", async () => {
  const stop = new AbortController();
  const startedAt = performance.now();
  const sending = Promise.all(Array.from({ length: SENDERS }, (_, own) => sender(own, stop.signal)));
  const times: Record<"hub" | "clickhouse" | "postgres", number[]> = { hub: [], clickhouse: [], postgres: [] };
  const killing = (async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(random(200, 1500));
      await hub.kill();
      // Now and then killed again while it starts.
      if (kill % 3 === 2) {
        const starting = hub.start().catch(() => {});
        await pause(random(50, 2500));
        await hub.kill();
        await starting;
      }
      times.hub.push(await hub.start());
    }
    for (const name of ["clickhouse", "postgres"] as const) {
      for (let kill = 0; kill < CHILD_KILLS; kill += 1) {
        await pause(random(200, 1500));
        times[name].push(await killChild(name));
      }
    }
  })();
  // A sender that fails ends the test at once.
  await Promise.race([killing, sending]);
  await killing;
  stop.abort();
  await sending;
  const seconds = (performance.now() - startedAt) / 1000;

  const { metrics } = await metricsOf(hub, show);
  const accounts = await accountsOf(hub);
  const stored = await storedIds();
  const lost = [...acknowledged].filter((id) => !stored.has(id)).length;
  const twice = [...stored.values()].filter((times) => times > 1).length;
  for (const [name, milliseconds] of Object.entries(times)) console.log(summary(name, milliseconds));
  console.log(
    `${acknowledged.size} events acknowledged in ${seconds.toFixed(0)} s, ${sent.retries} retries of ${sent.batches} batches: ${lost} lost, ${twice} twice`,
  );

  expect({ lost, twice, more: stored.size - acknowledged.size }).toEqual({ lost: 0, twice: 0, more: 0 });
  expect(valuesOf(metrics, ["comments", "likes", "orders", "gmv_paid"])).toEqual({
    comments: sent.comments,
    likes: sent.likes,
    orders: sent.orders,
    gmv_paid: [{ amountMicros: sent.micros, currency: "EUR" }],
  });
  expect(imbalanceOf(accounts)).toBe(0);
  expect(accounts.reduce((sum, account) => sum + account.stored, 0)).toBe(acknowledged.size);
  expect(sent.retries).toBeGreaterThan(0);
  if (IS_LONG_RUN) expect(Math.max(...Object.values(times).flat())).toBeLessThanOrEqual(READY_MILLISECONDS);
});

/** How often each event of the show is stored. */
async function storedIds(): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  let cursor: string | null = null;
  do {
    const page: { data: { id: string }[]; nextCursor: string | null } = await hub.get(
      `/v1/events?show=${show}&limit=1000${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { id } of page.data) ids.set(id, (ids.get(id) ?? 0) + 1);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
