import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { generateShow, messages, startTikTokEmulator, type TikTokEmulator } from "./emulators/tiktok/index.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { tiktokFigures } from "./support/hub-emulated.ts";
import {
  accountsOf,
  addShow,
  addSource,
  imbalanceOf,
  metricsOf,
  sourcesOf,
  timelineOf,
  untilState,
  valuesOf,
  watchShow,
} from "./support/hub-shows.ts";

// A hub takes seconds to start, and processors may be few.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let tiktok: TikTokEmulator;
let hub: TestHub;
beforeAll(async () => {
  tiktok = await startTikTokEmulator({ silenceSeconds: 2 });
  hub = await startTestHub(tiktok.hubVariables);
});
afterAll(async () => {
  await hub?.discard();
  await tiktok?.close();
});

test("every figure of a show that drops, repeats and shuffles is the truth, live and asked for", async () => {
  const show = await addShow(hub, "Drops");
  const room = tiktok.room("drops").goLive();
  const watcher = await watchShow(hub, show);
  await addSource(hub, show, { platform: "tiktok", handle: "drops" });
  const played = generateShow({ seed: 1, size: 3000, startAt: Date.now(), every: 2 });
  await room.play(played, { drops: 3, duplicateRate: 0.2, disorder: true, messagesPerSecond: 800 });
  const source = await untilState(hub, show, "tiktok", ["ended"]);

  const truth = tiktokFigures(played.truth);
  const answer = await metricsOf(hub, show);
  expect(valuesOf(answer.byPlatform.tiktok, Object.keys(truth))).toEqual(truth);
  expect(valuesOf(answer.metrics, Object.keys(truth))).toEqual(truth);
  await vi.waitFor(() => expect(watcher.tick()).toMatchObject(truth), { timeout: 5000 });
  watcher.close();

  const { received, stored, duplicates, deadLettered, reconnects } = source.counters;
  expect(received).toBe(stored + duplicates + deadLettered);
  expect(duplicates).toBeGreaterThan(500);
  expect([deadLettered, reconnects]).toEqual([0, 3]);
  expect(source.gaps.map(({ recovered, to }) => [recovered, to !== null])).toEqual(Array(3).fill([true, true]));
  const { marks } = await timelineOf(hub, show);
  expect(marks.filter(({ type }) => type === "connector_gap")).toHaveLength(3);
  expect(marks.filter(({ type }) => type === "product_pinned")).toHaveLength(played.truth.pins);
  const accounts = await accountsOf(hub);
  expect(imbalanceOf(accounts)).toBe(0);
  expect(accounts.find((account) => account.source === source.source)).toMatchObject({ received, stored, duplicates });
});

test("a restart of the hub in the middle of a show changes no figure", async () => {
  const show = await addShow(hub, "Restart");
  const room = tiktok.room("restart").goLive();
  room.historyLimit = 5000;
  await addSource(hub, show, { platform: "tiktok", handle: "restart" });
  await untilState(hub, show, "tiktok", ["live"]);
  const played = generateShow({ seed: 2, size: 1000, startAt: Date.now(), every: 6 });
  const playing = room.play(played, { duplicateRate: 0.2, disorder: true, messagesPerSecond: 150 });
  await vi.waitFor(async () => expect((await sourcesOf(hub, show))[0]?.counters.stored).toBeGreaterThan(300), {
    timeout: 20_000,
  });
  const { code, milliseconds } = await hub.stop();
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(10_000);
  await hub.start();
  await playing;
  const source = await untilState(hub, show, "tiktok", ["ended"]);

  const truth = tiktokFigures(played.truth);
  const answer = await metricsOf(hub, show);
  expect(valuesOf(answer.metrics, Object.keys(truth))).toEqual(truth);
  expect(source.gaps).toMatchObject([{ reason: "hub_stopped", recovered: true }]);
  // The event that tells of the gap may be taken in after the show's own end: then it is all there.
  const settled = await vi.waitFor(async () => {
    const [each] = await sourcesOf(hub, show);
    const account = (await accountsOf(hub)).find(({ source: name }) => name === source.source);
    expect(each?.counters.received).toBe(account?.received);
    expect(account?.waiting).toBe(0);
    return each;
  }, 20_000);
  expect({ ...settled, counters: null }).toEqual({ ...source, counters: null });
  const { received = 0, stored = 0, duplicates = 0, deadLettered = 0 } = settled?.counters ?? {};
  expect(received).toBe(stored + duplicates + deadLettered);
  expect(imbalanceOf(await accountsOf(hub))).toBe(0);

  await hub.stop();
  await hub.start();
  const again = await metricsOf(hub, show);
  expect(valuesOf(again.metrics, Object.keys(answer.metrics))).toEqual(
    valuesOf(answer.metrics, Object.keys(answer.metrics)),
  );
  expect((await sourcesOf(hub, show))[0]).toEqual(settled);
});

test("a socket that falls silent is replaced, and what was missed comes with the history", async () => {
  const show = await addShow(hub, "Silence");
  const room = tiktok.room("silence").goLive();
  const watcher = await watchShow(hub, show);
  await addSource(hub, show, { platform: "tiktok", handle: "silence" });
  await untilState(hub, show, "tiktok", ["live"]);
  const played = generateShow({ seed: 3, size: 300, startAt: Date.now() });
  await room.play({ ...played, messages: played.messages.slice(0, 150) }, { end: false });
  await vi.waitFor(async () => expect((await sourcesOf(hub, show))[0]?.counters.stored).toBeGreaterThan(50), {
    timeout: 20_000,
  });
  room.silence();
  const silentFrom = performance.now();
  // It may last for a moment only: what the socket told of it stays.
  const degraded = await vi.waitUntil(() => watcher.sources.find(({ state }) => state === "degraded"), {
    timeout: 10_000,
  });
  expect(degraded.detail).toMatch(/Nothing was heard for 2 s/);
  expect(performance.now() - silentFrom).toBeGreaterThan(1500);
  watcher.close();
  await room.play({ ...played, messages: played.messages.slice(150) }, {});
  const source = await untilState(hub, show, "tiktok", ["ended"]);
  expect(source.gaps).toMatchObject([{ reason: "silent", recovered: true }]);
  const truth = tiktokFigures(played.truth);
  expect(valuesOf((await metricsOf(hub, show)).metrics, Object.keys(truth))).toEqual(truth);
});

test("what a platform does not send again stays a gap that says so, and nothing is made up", async () => {
  const show = await addShow(hub, "Forgetful");
  const room = tiktok.room("forgetful").goLive();
  await addSource(hub, show, { platform: "tiktok", handle: "forgetful" });
  await untilState(hub, show, "tiktok", ["live"]);
  const said = Array.from({ length: 100 }, (_, index) =>
    messages.chat({ msgId: `73999${index}`, at: Date.now() + index }, { id: "68", name: "Viewer" }, "hello"),
  );
  room.send(...said.slice(0, 30));
  await vi.waitFor(async () => expect((await sourcesOf(hub, show))[0]?.counters.stored).toBe(30), { timeout: 10_000 });
  room.historyLimit = 10;
  room.drop();
  room.send(...said.slice(30, 60));
  await room.listened();
  room.send(...said.slice(60));
  room.end();
  const source = await untilState(hub, show, "tiktok", ["ended"]);
  expect(source.gaps).toMatchObject([{ reason: "disconnected", recovered: false }]);
  expect((await metricsOf(hub, show)).metrics.comments?.value).toBe(30 + 10 + 40);
  // The gap's own event may still be on its way when the source says that it is there.
  const gaps = async () => (await timelineOf(hub, show)).marks.filter(({ type }) => type === "connector_gap");
  await expect.poll(gaps).toMatchObject([{ platform: "tiktok", reason: "disconnected", recovered: false }]);
});
