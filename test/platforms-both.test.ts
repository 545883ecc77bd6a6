import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { generateShow as generateTikTok, startTikTokEmulator, type TikTokEmulator } from "./emulators/tiktok/index.ts";
import { startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { playShow } from "./emulators/youtube/play.ts";
import { generateShow as generateYouTube } from "./emulators/youtube/show.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { askedOf, tiktokFigures, youtubeFigures } from "./support/hub-emulated.ts";
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

const POLLING_MILLISECONDS = 400;
let tiktok: TikTokEmulator;
let youtube: YouTubeEmulator;
let hub: TestHub;
beforeAll(async () => {
  tiktok = await startTikTokEmulator();
  youtube = await startYouTubeEmulator({ grpc: false, pollingIntervalMillis: POLLING_MILLISECONDS });
  hub = await startTestHub({ ...tiktok.hubVariables, ...youtube.hubVariables });
});
afterAll(async () => {
  await hub?.discard();
  await tiktok?.close();
  await youtube?.close();
});

/** What adds up over platforms; people and the sum of gauges do not. */
const ADDING = ["comments", "questions", "gifts", "gift_units", "likes", "subscribes"] as const;

/** One show on both platforms, played at the same time; `meanwhile` runs once both are under way. */
async function playBoth(name: string, seed: number, meanwhile: (show: string) => Promise<void>) {
  const show = await addShow(hub, name);
  const room = tiktok.room(name).goLive();
  room.historyLimit = 5000;
  const video = youtube.addVideo(name);
  const onTikTok = generateTikTok({ seed, size: 1200, startAt: Date.now(), every: 6 });
  const onYouTube = generateYouTube({ seed, comments: 300 });
  video.viewers = onYouTube.truth.viewersPeak;
  await addSource(hub, show, { platform: "tiktok", handle: name });
  await addSource(hub, show, { platform: "youtube", video: name });
  await Promise.all(["tiktok", "youtube"].map((platform) => untilState(hub, show, platform, ["live"])));
  // What an ended video had is not given again: it ends when the hub is back, however long that takes.
  const connected = Promise.withResolvers<void>();
  const playing = Promise.all([
    room.play(onTikTok, { drops: 1, duplicateRate: 0.2, disorder: true, messagesPerSecond: 150 }),
    playShow(video, onYouTube, { speed: 8, endsAfter: connected.promise }),
  ]);
  await vi.waitFor(
    async () => {
      for (const { counters } of await sourcesOf(hub, show)) expect(counters.stored).toBeGreaterThan(50);
    },
    { timeout: 20_000, interval: 100 },
  );
  await meanwhile(show);
  await untilState(hub, show, "youtube", ["live"]);
  connected.resolve();
  await playing;
  const sources = await Promise.all(["tiktok", "youtube"].map((one) => untilState(hub, show, one, ["ended"])));

  const [tiktokTruth, youtubeTruth] = [tiktokFigures(onTikTok.truth), youtubeFigures(onYouTube.truth)];
  const answer = await metricsOf(hub, show);
  expect(valuesOf(answer.byPlatform.tiktok, Object.keys(tiktokTruth))).toEqual(tiktokTruth);
  expect(valuesOf(answer.byPlatform.youtube, Object.keys(youtubeTruth))).toEqual(youtubeTruth);
  const totals = {
    ...Object.fromEntries(ADDING.map((id) => [id, tiktokTruth[id] + youtubeTruth[id]])),
    // What only one of them tells.
    views: tiktokTruth.views,
    virtual_amount_diamond: tiktokTruth.virtual_amount_diamond,
    virtual_amount_jewel: youtubeTruth.virtual_amount_jewel,
    tips: youtubeTruth.tips,
  };
  expect(valuesOf(answer.metrics, Object.keys(totals))).toEqual(totals);
  for (const { counters } of sources) {
    expect(counters.received).toBe(counters.stored + counters.duplicates + counters.deadLettered);
    expect(counters.deadLettered).toBe(0);
  }
  expect(imbalanceOf(await accountsOf(hub))).toBe(0);
  expect(video.tooEarly).toEqual([]);
  return { show, sources, answer, totals };
}

test("one show on both platforms at once: the totals add up, and the socket says the same", async () => {
  const before = askedOf(youtube);
  const startedAt = performance.now();
  let watcher = undefined as Awaited<ReturnType<typeof watchShow>> | undefined;
  const { answer, totals } = await playBoth("bothatonce1", 21, async (show) => {
    // In the middle of the show: what was before comes from the store.
    watcher = await watchShow(hub, show);
  });
  const asked = askedOf(youtube).messages - before.messages;
  expect(asked).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / POLLING_MILLISECONDS);
  await vi.waitFor(() => expect(watcher?.tick()).toMatchObject(totals), { timeout: 5000 });
  const live = watcher?.tick() ?? {};
  expect(live).toEqual(valuesOf(answer.metrics, Object.keys(live)));
  expect(watcher?.counts.source).toBeGreaterThan(0);
  expect(watcher?.counts.event).toBeGreaterThan(0);
  watcher?.close();
});

test("a hub that is killed in the middle of a show on both platforms and started again miscounts nothing", async () => {
  const { show, sources } = await playBoth("bothkilled1", 22, async (playing) => {
    await hub.kill();
    await hub.start();
    // Until then a source is told to be what it was before.
    const noticed = async () => {
      for (const { gaps } of await sourcesOf(hub, playing))
        expect(gaps.map(({ reason }) => reason)).toContain("hub_stopped");
    };
    await vi.waitFor(noticed, { timeout: 20_000 });
  });
  for (const { gaps } of sources) expect(gaps.map(({ reason }) => reason)).toContain("hub_stopped");
  for (const { gaps } of sources) expect(gaps.every(({ recovered }) => recovered)).toBe(true);
  const { marks } = await timelineOf(hub, show);
  const gapMarks = marks.filter(({ type, reason }) => type === "connector_gap" && reason === "hub_stopped");
  expect(gapMarks.map(({ platform }) => platform).sort()).toEqual(["tiktok", "youtube"]);
});
