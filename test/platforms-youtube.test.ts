import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { playShow } from "./emulators/youtube/play.ts";
import { generateShow } from "./emulators/youtube/show.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { askedOf, youtubeFigures } from "./support/hub-emulated.ts";
import {
  accountsOf,
  addShow,
  addSource,
  imbalanceOf,
  metricsOf,
  untilState,
  valuesOf,
  watchShow,
} from "./support/hub-shows.ts";

// A hub takes seconds to start, and processors may be few.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let youtube: YouTubeEmulator;
let hub: TestHub;
beforeAll(async () => {
  youtube = await startYouTubeEmulator({ pollingIntervalMillis: 300 });
  hub = await startTestHub(youtube.hubVariables);
});
afterAll(async () => {
  await hub?.discard();
  await youtube?.close();
});

interface Way {
  video: string;
  seed: number;
  seconds: number;
  /** What happens to the stream during the show, with the share of the show that is over by then. */
  moments?: [share: number, act: () => void][];
}

/** Plays a show into the hub and expects every figure to be the truth; tells what YouTube was asked for. */
async function playInto({ video: id, seed, seconds, moments = [] }: Way) {
  const video = youtube.addVideo(id);
  video.repeat = 4;
  const played = generateShow({ seed, seconds: 60, comments: 400 });
  // Viewers and likes are read twice a minute: of so short a show only what is there at its start and at its end.
  video.viewers = played.truth.viewersPeak;
  const before = askedOf(youtube);
  const show = await addShow(hub, "A video");
  const startedAt = performance.now();
  await addSource(hub, show, { platform: "youtube", video: `https://www.youtube.com/watch?v=${id}` });
  await untilState(hub, show, "youtube", ["live"]);
  const watcher = await watchShow(hub, show);
  const left = [...moments];
  await playShow(video, played, {
    speed: played.seconds / seconds,
    onProgress: (share) => {
      while (left[0] && share >= left[0][0]) left.shift()?.[1]();
    },
  });
  const source = await untilState(hub, show, "youtube", ["ended"]);
  const lasted = (performance.now() - startedAt) / 1000;

  const truth = youtubeFigures(played.truth);
  const answer = await metricsOf(hub, show);
  expect(valuesOf(answer.byPlatform.youtube, Object.keys(truth))).toEqual(truth);
  expect(valuesOf(answer.metrics, Object.keys(truth))).toEqual(truth);
  await vi.waitFor(() => expect(watcher.tick()).toMatchObject(truth), { timeout: 5000 });
  watcher.close();

  const { received, stored, duplicates, deadLettered } = source.counters;
  expect(received).toBe(stored + duplicates + deadLettered);
  expect(deadLettered).toBe(0);
  expect(imbalanceOf(await accountsOf(hub))).toBe(0);
  expect(video.tooEarly).toEqual([]);
  const after = askedOf(youtube);
  const asked = {
    streams: after.streams - before.streams,
    messages: after.messages - before.messages,
    videos: after.videos - before.videos,
  };
  expect(asked.videos).toBeLessThanOrEqual(3 + lasted / 30);
  await pause(1500);
  expect(askedOf(youtube), "a show that is over is left alone").toEqual(after);
  return { source, asked };
}

test("by the gRPC stream, every figure is the truth, with one request for all of the chat", async () => {
  const { source, asked } = await playInto({ video: "streamed001", seed: 5, seconds: 5 });
  expect(asked).toMatchObject({ streams: 1, messages: 0 });
  expect(source.gaps).toEqual([]);
});

test("changing from the stream to polling in the middle, every figure is the truth", async () => {
  const { streamList } = youtube;
  const { asked } = await playInto({
    video: "changing001",
    seed: 6,
    seconds: 16,
    moments: [
      [0.1, () => streamList.cut()],
      [0.25, () => streamList.down()],
    ],
  });
  // The first, one after the cut, and three attempts while it is down.
  expect(asked.streams).toBe(5);
  expect(asked.messages).toBeGreaterThan(5);
});
