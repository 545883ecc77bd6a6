import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTikTokEmulator, type TikTokEmulator } from "./emulators/tiktok/index.ts";
import { startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { askedOf } from "./support/hub-emulated.ts";
import { addShow, addSource, sourcesOf, untilState } from "./support/hub-shows.ts";

// A hub takes seconds to start, and processors may be few.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let tiktok: TikTokEmulator;
let youtube: YouTubeEmulator;
let hub: TestHub;
beforeAll(async () => {
  tiktok = await startTikTokEmulator();
  youtube = await startYouTubeEmulator({ grpc: false, pollingIntervalMillis: 300 });
  hub = await startTestHub({ ...tiktok.hubVariables, ...youtube.hubVariables });
});
afterAll(async () => {
  await hub?.discard();
  await tiktok?.close();
  await youtube?.close();
});

test("a sign server that says 429 is left alone until the time that it gives, also over a restart", async () => {
  const waitSeconds = 15;
  const show = await addShow(hub, "Limited");
  tiktok.room("limited").goLive();
  tiktok.fail(["sign", "signRoom"], { status: 429, headers: { "retry-after": String(waitSeconds) } });
  await addSource(hub, show, { platform: "tiktok", handle: "limited" });
  const limited = await untilState(hub, show, "tiktok", ["rate_limited"]);
  const limitedAt = performance.now();
  expect(limited.detail).toMatch(/429.*Trying again at \d{4}-/);
  const before = { ...tiktok.requests };
  await hub.stop();
  await hub.start();
  tiktok.heal();
  await pause(Math.max(0, (waitSeconds - 1) * 1000 - (performance.now() - limitedAt)));
  expect(tiktok.requests).toEqual(before);
  expect((await sourcesOf(hub, show))[0]?.state).toBe("rate_limited");
  await untilState(hub, show, "tiktok", ["live"]);
});

test("nobody is live: offline, and not asked again at once", async () => {
  const show = await addShow(hub, "Offline");
  tiktok.room("nobody");
  await addSource(hub, show, { platform: "tiktok", handle: "nobody" });
  const source = await untilState(hub, show, "tiktok", ["offline"]);
  expect(source.gaps).toEqual([]);
  const before = { ...tiktok.requests };
  await pause(2000);
  expect(tiktok.requests).toEqual(before);
});

test("the day's quota is used up: no further request, and the state says until when", async () => {
  const show = await addShow(hub, "Quota");
  youtube.addVideo("usedupquota");
  await addSource(hub, show, { platform: "youtube", video: "usedupquota" });
  await untilState(hub, show, "youtube", ["live"]);
  youtube.account.quota = youtube.account.spent;
  const source = await untilState(hub, show, "youtube", ["quota_exhausted"]);
  expect(source.detail).toMatch(/quota/i);
  const before = askedOf(youtube);
  await pause(2000);
  expect(askedOf(youtube)).toEqual(before);
  youtube.account.quota = Number.POSITIVE_INFINITY;
});

test("a key that YouTube refuses waits for a person, and a person's second try goes on", async () => {
  const show = await addShow(hub, "Key");
  youtube.addVideo("refusedkey1");
  youtube.account.fail("videos", "keyInvalid");
  await addSource(hub, show, { platform: "youtube", video: "refusedkey1" });
  await untilState(hub, show, "youtube", ["auth_required"]);
  await addSource(hub, show, { platform: "youtube", video: "refusedkey1" });
  await untilState(hub, show, "youtube", ["live"]);
  expect(await sourcesOf(hub, show)).toHaveLength(1);
});
