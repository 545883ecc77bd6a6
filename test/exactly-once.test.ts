import type { AcceptedEvent, ShowEvent } from "@showpulse/connectors/event";
import { type MetricValue, NOT_LIVE, SHOW_METRICS } from "@showpulse/metrics";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { seeded } from "./emulators/youtube/random.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { type Form, sendEvents } from "./support/hub-client.ts";
import { madeUpEvents, madeUpPoison } from "./support/hub-events.ts";
import { accountsOf, addShow, imbalanceOf, metricsOf } from "./support/hub-shows.ts";
import { oracleMetrics } from "./support/metrics-oracle.ts";

// A hub takes seconds to start, and processors may be few.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const EVENTS = 20_000;
const POISON = 200;
const SENDERS = 4;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub?.discard());

const random = seeded(20_261_121);
const below = (bound: number) => Math.floor(random() * bound);

function shuffle<Item>(items: Item[]): Item[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}

/** One thing to send: an event's text, and what it is. */
interface Item {
  text: string;
  poison: boolean;
}

/** Batches of 1 to 900 in any form; a line that is not JSON can only travel among lines. */
function batches(items: readonly Item[]): { form: Form; items: Item[] }[] {
  const made: { form: Form; items: Item[] }[] = [];
  for (let at = 0; at < items.length; ) {
    const size = random() < 0.2 ? 1 : 1 + below(900);
    const part = items.slice(at, at + size);
    at += size;
    const forms: Form[] = part.every(({ text }) => isJson(text)) ? ["array", "lines", "gzip"] : ["lines", "gzip"];
    made.push({
      form: part.length === 1 && isJson(part[0]?.text) ? "single" : (forms[below(forms.length)] as Form),
      items: part,
    });
  }
  return made;
}

function isJson(text = ""): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As the gate would take it; the order of acceptance does not matter to any figure of these events. */
const accepted = (event: ShowEvent, seq: number): AcceptedEvent => ({
  workspace: "main",
  show: event.subject ?? "",
  seq,
  time: Date.parse(event.time ?? ""),
  receivedAt: 0,
  skewed: false,
  id: event.id,
  source: event.source,
  type: event.type,
  data: { ...event.data, platform: event.data?.platform ?? "native" },
});

const close = (value: MetricValue | undefined) =>
  typeof value === "number" ? Number(value.toPrecision(12)) : (value ?? null);

test("each event counts once, sent 1 to 4 times in any order and form, over a restart and a kill, poison among it", async () => {
  const shows = await Promise.all(["one", "two", "three"].map((title) => addShow(hub, title)));
  const events = madeUpEvents({ count: EVENTS, shows, random });
  const poison = madeUpPoison({ count: POISON, shows });
  const items = [
    ...events.flatMap((event) => Array<Item>(1 + below(4)).fill({ text: JSON.stringify(event), poison: false })),
    ...poison.map(({ text }) => ({ text, poison: true })),
  ];
  const queue = batches(shuffle(items));
  const total = queue.length;
  const tally = { accepted: 0, duplicates: 0, rejected: 0, retries: 0 };

  async function sender(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const { answer, attempts } = await sendEvents(
        hub,
        batch.form,
        batch.items.map(({ text }) => text),
      );
      const wrong = batch.items.flatMap(({ poison: isPoison }, index) => (isPoison ? [index] : []));
      expect(answer.rejected.map(({ index }) => index)).toEqual(wrong);
      for (const { code, detail } of answer.rejected) expect([code, detail]).not.toContain("");
      expect(answer.accepted + answer.duplicates + answer.rejected.length).toBe(batch.items.length);
      tally.accepted += answer.accepted;
      tally.duplicates += answer.duplicates;
      tally.rejected += answer.rejected.length;
      tally.retries += attempts - 1;
    }
  }
  const until = (share: number) =>
    vi.waitFor(() => expect(queue.length).toBeLessThan(total * (1 - share)), { timeout: 120_000, interval: 5 });
  const sending = Promise.all(Array.from({ length: SENDERS }, sender));
  await Promise.race([sending, until(0.3)]);
  const stopped = await hub.stop();
  expect(stopped.code).toBe(0);
  expect(stopped.milliseconds).toBeLessThan(10_000);
  expect(queue.length, "the stop came while events were sent").toBeGreaterThan(0);
  await hub.start();
  await Promise.race([sending, until(0.6)]);
  await hub.kill();
  expect(queue.length, "the kill came while events were sent").toBeGreaterThan(0);
  await hub.start();
  await sending;
  expect(tally.retries).toBeGreaterThan(1);
  expect(tally.rejected).toBe(POISON);

  for (const show of shows) {
    const truth = oracleMetrics(events.map(accepted).filter((event) => event.show === show));
    const { metrics } = await metricsOf(hub, show);
    const compared = SHOW_METRICS.filter(({ id }) => !NOT_LIVE.has(id)).map(({ id }) => id);
    expect(Object.fromEntries(compared.map((id) => [id, close(metrics[id]?.value)]))).toEqual(
      Object.fromEntries(compared.map((id) => [id, close(truth[id])])),
    );
  }

  const accounts = await accountsOf(hub);
  expect(imbalanceOf(accounts)).toBe(0);
  const stored = Object.fromEntries(accounts.filter((one) => one.stored > 0).map((one) => [one.source, one.stored]));
  const sources = new Set(events.map(({ source }) => source));
  expect(stored).toEqual(
    Object.fromEntries([...sources].map((name) => [name, events.filter(({ source }) => source === name).length])),
  );
  expect(accounts.map(({ waiting }) => waiting)).toEqual(accounts.map(() => 0));
  // What was sent but never answered may have been received once more.
  const received = accounts.reduce((sum, one) => sum + one.received, 0);
  expect(received).toBeGreaterThanOrEqual(items.length);
  expect(received - accounts.reduce((sum, one) => sum + one.stored + one.deadLettered, 0)).toBeGreaterThanOrEqual(
    items.length - EVENTS - POISON,
  );

  const letters = await deadLetters();
  for (const { text, code } of poison) {
    const kept = letters.filter(({ raw }) => raw === text);
    expect({ text, kept: kept.length > 0, code: kept[0]?.code }).toEqual({ text, kept: true, code });
  }
  expect(new Set(letters.map(({ raw }) => raw)).size).toBe(POISON);
});

async function deadLetters(): Promise<{ raw: string; code: string }[]> {
  const all: { raw: string; code: string }[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: { raw: string; code: string }[]; nextCursor: string | null } = await hub.get(
      `/v1/dead-letters?limit=100${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
