import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { ConnectorError, type Signal } from "@showpulse/connectors";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Overloaded } from "../apps/hub/src/ingest/ingest.ts";
import { createPersist } from "../apps/hub/src/sources/persist.ts";
import type { SourceRecord, SourceView } from "../apps/hub/src/sources/source.ts";
import { createSources, type Sources, SourceTaken } from "../apps/hub/src/sources/sources.ts";
import { createStorage } from "../apps/hub/src/sources/storage.ts";
import { readStream } from "../apps/hub/src/sources/stream.ts";
import { backoff, TIMING, type Timing } from "../apps/hub/src/sources/timing.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { createMemoryIngest, type MemoryIngest } from "./support/memory-ingest.ts";
import {
  dropped,
  live,
  message,
  type ScriptedPlatform,
  type Step,
  scriptedPlatform,
} from "./support/scripted-platform.ts";

const WORKSPACE = "brand";
/** A second of the real thing is a few milliseconds here. */
const FAST: Timing = {
  backoffFirst: 2,
  backoffLongest: 8,
  stable: 60_000,
  offlineRecheck: 60,
  rateLimited: 100,
  quotaExhausted: 100,
  replay: 40,
  persist: 20,
  drain: 500,
  release: 50,
  heartbeat: 20,
  storeRetry: 5,
};

let postgres: TestDatabase;
let ingest: MemoryIngest;
let show: string;
let started: Sources[];

beforeAll(async () => {
  postgres = await startTestDatabase();
  await postgres.database.workspace.create({ data: { id: WORKSPACE, name: "Brand" } });
});
afterAll(() => postgres.close());

beforeEach(async () => {
  ingest = createMemoryIngest();
  started = [];
  await postgres.database.show.deleteMany();
  show = await newShow();
});
afterEach(() => Promise.all(started.map((sources) => sources.close())));

async function newShow(): Promise<string> {
  const id = randomUUID();
  await postgres.database.show.create({ data: { id, workspaceId: WORKSPACE, title: "A show" } });
  return id;
}

function start(platform: ScriptedPlatform, options: { onChange?: (workspace: string, view: SourceView) => void } = {}) {
  const sources = createSources({
    database: postgres.database,
    ingest,
    connectors: [platform.connector],
    environments: {},
    now: Date.now,
    random: () => 1,
    log: { warn: () => {} },
    timing: FAST,
    ...options,
  });
  started.push(sources);
  return sources;
}

const add = (sources: Sources, account = "host", to = show) =>
  sources.add({ workspace: WORKSPACE, show: to, platform: "scripted", settings: { account } });

const only = async (sources: Sources): Promise<SourceView> => {
  const [source] = await sources.list(WORKSPACE, [show]);
  if (!source) throw new Error("the show has no source");
  return source;
};

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const reaches = (sources: Sources, state: string) => until(async () => expect((await only(sources)).state).toBe(state));
const chats = () => ingest.events.filter(({ type }) => type === "chat_message").map(({ id }) => id);
const gapEvents = () => ingest.events.filter(({ type }) => type === "connector_gap");

test("the wait doubles from 1 s to 60 s, with full jitter", () => {
  const longest = [1, 2, 3, 6, 7, 50, 5000].map((losses) => backoff(losses, TIMING, () => 1));
  expect(longest).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000]);
  expect(backoff(7, TIMING, () => 0)).toBe(0);
  expect(backoff(7, TIMING, () => 0.5)).toBe(30_000);
});

test("a platform that drops 50 times costs no event and doubles none, and every gap is a row and an event", async () => {
  // Each stream tells its last two messages again before it is connected, and then three new ones.
  const platform = scriptedPlatform((stream) => {
    const first = stream * 3;
    const history = stream === 1 ? [] : [message(first - 2), message(first - 1)];
    const fresh = [message(first), message(first + 1), message(first + 2)];
    return [...history, live, ...fresh, stream <= 50 ? dropped() : "silence"];
  });
  const sources = start(platform);
  await add(sources);
  await until(() => expect(platform.opened).toHaveLength(51));
  await until(async () => expect((await only(sources)).gaps.filter(({ to }) => to !== null)).toHaveLength(50));

  expect(chats()).toEqual(Array.from({ length: 153 }, (_, number) => `m${number + 3}`));
  const source = await only(sources);
  expect(source).toMatchObject({ state: "live", counters: { reconnects: 50, duplicates: 100, deadLettered: 0 } });
  expect(source.counters.received).toBe(153 + 100 + 50);
  expect(source.counters.stored).toBe(153 + 50);
  expect(source.gaps.every(({ reason, recovered }) => reason === "disconnected" && recovered)).toBe(true);
  expect(gapEvents()).toHaveLength(50);

  await sources.close();
  const rows = await postgres.database.gap.findMany({ where: { sourceId: source.id } });
  expect(rows).toHaveLength(50);
  expect(rows.every(({ toAt, recovered }) => toAt !== null && recovered)).toBe(true);
});

test("what is sent again proves a gap filled only if it reaches back to before it", async () => {
  // Message 2 comes late; message 8 comes twice: neither says anything about what was between.
  const platform = scriptedPlatform((stream) =>
    stream === 1
      ? [live, message(1), message(3), dropped()]
      : [message(8), live, message(8), message(2), message(9), "silence"],
  );
  const sources = start(platform);
  await add(sources);
  await until(() => expect(gapEvents()).toHaveLength(1));
  expect((await only(sources)).gaps).toMatchObject([{ reason: "disconnected", recovered: false }]);
  expect(gapEvents()[0]?.data.properties).toMatchObject({ reason: "disconnected", recoverable: false });
});

test("a silent stream is replaced, and the gap begins when it was last heard", async () => {
  const platform = scriptedPlatform((stream) => (stream === 1 ? [live, message(1), "silence"] : [live, "silence"]), {
    silenceSeconds: 0.2,
  });
  const sources = start(platform);
  const before = Date.now();
  await add(sources);
  await until(() => expect(gapEvents().length).toBeGreaterThan(0));
  const [gap] = (await only(sources)).gaps;
  expect(gap?.reason).toBe("silent");
  expect(Date.parse(gap?.from ?? "") - before).toBeLessThan(150);
  expect(Date.parse(gap?.to ?? "") - Date.parse(gap?.from ?? "")).toBeGreaterThanOrEqual(190);
});

test("keep-alives are signs of life", async () => {
  const alive: Step[] = Array.from({ length: 8 }, () => [50, { type: "alive" } as const]).flat();
  const platform = scriptedPlatform(() => [live, ...alive, "silence"], { silenceSeconds: 0.2 });
  await add(start(platform));
  await new Promise((resolve) => setTimeout(resolve, 450));
  expect(platform.opened).toHaveLength(1);
});

test("a hub that was held up itself hears what came meanwhile before it calls a platform silent", async () => {
  const { connector } = scriptedPlatform(() => []);
  async function* open(): AsyncGenerator<Signal, void> {
    yield live;
    // From here the timers come before what a disk or socket has to say.
    await new Promise((resolve) => setImmediate(resolve));
    const sent = stat(import.meta.filename);
    for (const until = performance.now() + 300; performance.now() < until; );
    await sent;
    yield { type: "alive" };
  }
  const end = await readStream({
    connector: { ...connector, silenceSeconds: () => 0.1, open },
    settings: {},
    environment: undefined,
    resumeFrom: undefined,
    signal: new AbortController().signal,
    now: Date.now,
    release: 50,
    take: () => {},
    unforeseen: () => {},
  });
  expect(end.kind).toBe("ended");
});

test.each(["rate_limited", "quota_exhausted"] as const)("%s: no attempt until the time given", async (code) => {
  const allowed = Date.now() + 400;
  const platform = scriptedPlatform((stream) =>
    stream === 1 ? [new ConnectorError(code, "Too many requests.", { until: allowed })] : [live, "silence"],
  );
  const sources = start(platform);
  await add(sources);
  await reaches(sources, code);
  expect((await only(sources)).detail).toContain(new Date(allowed).toISOString());
  await reaches(sources, "live");
  expect(platform.opened).toHaveLength(2);
  expect(platform.opened[1]?.at).toBeGreaterThanOrEqual(allowed);
});

test("a limit holds over a restart of the hub", async () => {
  const allowed = Date.now() + 500;
  const limited = new ConnectorError("rate_limited", "Too many requests.", { until: allowed });
  const platform = scriptedPlatform((stream) => (stream === 1 ? [limited] : [live, "silence"]));
  const first = start(platform);
  await add(first);
  await reaches(first, "rate_limited");
  await first.close();
  const second = start(platform);
  await second.resumeAll();
  await reaches(second, "live");
  expect(platform.opened[1]?.at).toBeGreaterThanOrEqual(allowed);
});

test("offline is looked at again, and costs no gap before the show began", async () => {
  const nobody = () => new ConnectorError("offline", "Nobody is live.");
  const platform = scriptedPlatform((stream) => (stream <= 2 ? [nobody()] : [live, "silence"]));
  const sources = start(platform);
  await add(sources);
  await reaches(sources, "offline");
  await reaches(sources, "live");
  const [first, second, third] = platform.opened.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(55);
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(55);
  expect((await only(sources)).gaps).toEqual([]);
});

test("a stream's first message begins the show, the end of all its streams ends it", async () => {
  const platform = scriptedPlatform(() => [live, 40, message(1), 40, "end"]);
  const sources = start(platform);
  await add(sources, "one");
  await add(sources, "two");
  await until(async () => {
    const row = await postgres.database.show.findUniqueOrThrow({ where: { id: show } });
    expect(row.startedAt).not.toBeNull();
    expect(row.endedAt).not.toBeNull();
  });
  expect((await sources.list(WORKSPACE, [show])).map(({ state }) => state)).toEqual(["ended", "ended"]);
  expect(platform.opened).toHaveLength(2);
});

test.each(["failed", "auth_required"] as const)("%s waits for a person; adding it again tries again", async (code) => {
  const platform = scriptedPlatform((stream) =>
    stream === 1 ? [new ConnectorError(code, "Not like this.")] : [live, "silence"],
  );
  const sources = start(platform);
  const { id } = await add(sources);
  await reaches(sources, code);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(platform.opened).toHaveLength(1);
  expect((await add(sources)).id).toBe(id);
  await reaches(sources, "live");
});

test("a message that cannot be read is set aside with its raw form, and the stream goes on", async () => {
  const platform = scriptedPlatform(() => [
    live,
    message(1),
    message(2, { kind: "poison" }),
    message(3, { kind: "odd" }),
    message(4),
    "silence",
  ]);
  const sources = start(platform);
  await add(sources);
  await until(() => expect(chats()).toEqual(["m1", "m4"]));
  expect((await only(sources)).counters).toMatchObject({ received: 4, stored: 2, deadLettered: 2 });
  expect(ingest.deadLetters[0]).toMatchObject({ raw: expect.stringContaining('"m2"') });
});

test("overload loses nothing, and no cursor runs ahead of what is on disk", async () => {
  const cursors: (string | null)[] = [];
  let refusals = 3;
  ingest.before = async () => {
    cursors.push((await postgres.database.source.findFirstOrThrow({ where: { showId: show } })).cursor);
    await new Promise((resolve) => setTimeout(resolve, 30));
    if (refusals-- > 0) throw new Overloaded(503, "full", 0.05);
  };
  const sources = start(
    scriptedPlatform(() => [live, message(1, { cursor: "c1" }), message(2, { cursor: "c2" }), "silence"]),
  );
  await add(sources);
  await until(() => expect(chats()).toEqual(["m1", "m2"]));
  expect(cursors).toEqual([null, null, null, null]);
  await until(async () => {
    expect(await postgres.database.source.findFirst({ where: { showId: show } })).toMatchObject({ cursor: "c2" });
  });
});

test("a store that stands still holds the platform back instead of filling the memory", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  ingest.before = () => held;
  const platform = scriptedPlatform(() => [
    live,
    ...Array.from({ length: 5000 }, (_, number) => message(number)),
    "silence",
  ]);
  await add(start(platform));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(platform.steps).toBeLessThan(1300);
  release();
  await until(() => expect(chats()).toHaveLength(5000));
  expect(chats()).toEqual(Array.from({ length: 5000 }, (_, number) => `m${number}`));
});

test("after a restart a source resumes at its cursor, and the time away is a gap", async () => {
  const platform = scriptedPlatform(
    (stream) =>
      stream === 1 ? [live, message(1, { cursor: "c1" }), "silence"] : [live, message(2, { cursor: "c2" }), "silence"],
    { resumesExactly: true },
  );
  const first = start(platform);
  await add(first);
  await until(() => expect(chats()).toEqual(["m1"]));
  await first.close();
  const stoppedAt = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 100));

  const second = start(platform);
  await second.resumeAll();
  await until(() => expect(gapEvents()).toHaveLength(1));
  expect(platform.opened[1]?.resumeFrom).toBe("c1");
  const { gaps, counters } = await only(second);
  expect(gaps).toMatchObject([{ reason: "hub_stopped", recovered: true }]);
  expect(Math.abs(Date.parse(gaps[0]?.from ?? "") - stoppedAt)).toBeLessThan(100);
  expect(counters).toMatchObject({ stored: 3, reconnects: 1 });
});

test("a connector that does not heed its signal does not hold up the stop", async () => {
  const sources = start(scriptedPlatform(() => [live, message(1), "deaf"]));
  await add(sources);
  await until(() => expect(chats()).toHaveLength(1));
  const before = Date.now();
  await sources.close();
  expect(Date.now() - before).toBeLessThan(1000);
});

test("one account feeds one show at a time, and is free again once removed", async () => {
  const sources = start(scriptedPlatform(() => [live, "silence"]));
  const { id } = await add(sources);
  await reaches(sources, "live");
  const other = await newShow();
  await expect(add(sources, "host", other)).rejects.toBeInstanceOf(SourceTaken);
  expect(await sources.remove("another-brand", show, id)).toBe(false);
  expect(await sources.remove(WORKSPACE, show, id)).toBe(true);
  expect(await sources.list(WORKSPACE, [show])).toEqual([]);
  await expect(add(sources, "host", other)).resolves.toMatchObject({ show: other });
});

test("a show that a person ends lets go of its streams", async () => {
  const changes: string[] = [];
  const platform = scriptedPlatform(() => [live, "silence"]);
  const sources = start(platform, { onChange: (_, { state }) => changes.push(state) });
  await add(sources);
  await reaches(sources, "live");
  await sources.stopShow(WORKSPACE, show);
  expect((await only(sources)).state).toBe("ended");
  expect([...new Set(changes)]).toEqual(["live", "ended"]);
});

test("a store that refuses for ever does not hold up the stop", async () => {
  ingest.before = () => {
    throw new Overloaded(503, "full", 60);
  };
  const platform = scriptedPlatform((stream) => (stream === 1 ? [live, message(1), dropped()] : [live, "silence"]));
  const sources = start(platform);
  await add(sources);
  await until(() => expect(platform.opened).toHaveLength(2));
  const before = Date.now();
  await sources.close();
  expect(Date.now() - before).toBeLessThan(2000);
});

test("nor does it when its platform is held back meanwhile", async () => {
  ingest.before = () => {
    throw new Overloaded(503, "full", 60);
  };
  const platform = scriptedPlatform(() => [live, ...Array.from({ length: 2000 }, (_, number) => message(number))]);
  const sources = start(platform);
  await add(sources);
  await until(() => expect(platform.steps).toBeGreaterThan(1000));
  const before = Date.now();
  await sources.close();
  expect(Date.now() - before).toBeLessThan(2000);
});

test("a source that is removed while it is added again stays removed", async () => {
  const platform = scriptedPlatform(() => [live, new ConnectorError("failed", "no such account")]);
  const sources = start(platform);
  const { id } = await add(sources);
  await reaches(sources, "failed");
  const again = add(sources);
  expect(await sources.remove(WORKSPACE, show, id)).toBe(true);
  await again;
  const { length } = platform.opened;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(platform.opened).toHaveLength(length);
  expect(await sources.list(WORKSPACE, [show])).toEqual([]);
});

test("words of a platform that PostgreSQL would not take keep nothing from being written", async () => {
  const sources = start(scriptedPlatform(() => [new ConnectorError("failed", "NUL \0 and half a face \ud83d")]));
  await add(sources);
  await until(async () => {
    expect(await postgres.database.source.findFirst({ where: { showId: show } })).toMatchObject({
      state: "failed",
      detail: "NUL \ufffd and half a face \ufffd",
    });
  });
});

test("what could not be written while the database was away is written once it is back", async () => {
  const saved: string[] = [];
  let away = true;
  const { source, storage } = { source: { id: "s1" } as SourceRecord, storage: createStorage(postgres.database) };
  const persist = createPersist({
    storage: {
      ...storage,
      async save(records) {
        if (away) throw new Error("connection refused");
        saved.push(...records.map(({ id }) => id));
      },
    },
    every: 20,
    warn: () => {},
    written: () => {},
  });
  persist.source(source);
  await persist.flush();
  expect(saved).toEqual([]);
  away = false;
  await until(() => expect(saved).toEqual(["s1"]));
});
