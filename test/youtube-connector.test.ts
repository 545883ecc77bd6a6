import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { ConnectorError, type Signal } from "../packages/connectors/src/connector.ts";
import type { ShowEvent } from "../packages/connectors/src/event/index.ts";
import { youtubeAt } from "../packages/connectors/src/youtube/index.ts";
import { PACE, type Pace } from "../packages/connectors/src/youtube/pace.ts";
import { type EmulatorOptions, startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { chatMessage } from "./emulators/youtube/messages.ts";
import { playShow } from "./emulators/youtube/play.ts";
import { REFUSALS } from "./emulators/youtube/refusals.ts";
import { generateShow, type Truth } from "./emulators/youtube/show.ts";

const VIDEO = "dQw4w9WgXcQ";
const context = { show: "show-1", source: `youtube/${VIDEO}` };
const QUICK: Pace = {
  ...PACE,
  call: 1_500,
  figures: 60,
  giftQuiet: 300,
  reopen: [20, 40, 60],
  streamOpen: 100,
  streamAgain: 600,
  lastMessages: 300,
};

const running: YouTubeEmulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

async function emulate(options: EmulatorOptions = {}) {
  const emulator = await startYouTubeEmulator({ pollingIntervalMillis: 50, ...options });
  running.push(emulator);
  return { emulator, video: emulator.addVideo(VIDEO) };
}

interface Followed {
  signals: Signal[];
  events: ShowEvent[];
  reopened: number;
}

/** What keeps a connector alive, in small: reopens after `disconnected` at the last cursor, throws everything else. */
async function followUntilEnd(
  emulator: YouTubeEmulator,
  pace = QUICK,
  signal = new AbortController().signal,
): Promise<Followed> {
  const connector = youtubeAt(pace);
  const followed: Followed = { signals: [], events: [], reopened: 0 };
  let resumeFrom: string | undefined;
  for (;;) {
    try {
      const { environment } = emulator;
      for await (const item of connector.open({
        settings: { video: VIDEO },
        environment,
        signal,
        now: Date.now,
        resumeFrom,
      })) {
        followed.signals.push(item);
        if (item.type !== "frame") continue;
        followed.events.push(...connector.normalise(item.frame, context));
        resumeFrom = item.frame.cursor ?? resumeFrom;
      }
      return followed;
    } catch (error) {
      if (!(error instanceof ConnectorError && error.code === "disconnected")) throw error;
      followed.reopened += 1;
      await sleep(50);
    }
  }
}

/** The figures of a show from its events, each counted once. */
function count(events: readonly ShowEvent[]): Truth {
  const once = [...new Map(events.toReversed().map((event) => [`${event.source} ${event.id}`, event])).values()];
  const of = (type: string) => once.filter((event) => event.type === type);
  const sum = (type: string, field: "quantity" | "virtualAmount") =>
    of(type).reduce((total, { data }) => total + (data?.[field] ?? 0), 0);
  const highest = (type: string) => Math.max(...of(type).map(({ data }) => data?.value ?? 0));
  const tipMicros: Record<string, number> = {};
  for (const { data } of of("tip")) {
    tipMicros[data?.currency ?? ""] = (tipMicros[data?.currency ?? ""] ?? 0) + (data?.amountMicros ?? 0);
  }
  return {
    comments: of("chat_message").length,
    questions: of("chat_message").filter(({ data }) => /[?؟？]/.test(data?.text ?? "")).length,
    chatters: new Set(of("chat_message").map(({ data }) => data?.actor)).size,
    tips: of("tip").length,
    tipMicros,
    subscribes: of("subscribe").length,
    gifts: of("gift").length,
    giftUnits: sum("gift", "quantity"),
    jewels: sum("gift", "virtualAmount"),
    deleted: of("chat_deleted").length,
    banned: of("user_banned").length,
    pollVotes: sum("poll_vote", "quantity"),
    viewersPeak: highest("viewer_count"),
    likes: highest("like_total"),
  };
}

const details = (followed: Followed, type: "live" | "degraded") =>
  followed.signals.flatMap((item) => (item.type === type ? (item.detail ?? "") : []));

describe("every figure of a played show equals the truth", () => {
  const show = generateShow({ seed: 7, seconds: 60, comments: 300 });

  test("by the gRPC stream", async () => {
    const { emulator, video } = await emulate();
    const followed = followUntilEnd(emulator);
    await playShow(video, show, { speed: 20 });
    const { events, ...rest } = await followed;
    expect(count(events)).toEqual(show.truth);
    expect(events.filter(({ type }) => type === "show_ended").length).toBeGreaterThan(0);
    expect(details({ events, ...rest }, "live")).toEqual(["gRPC stream"]);
    expect(emulator.requests.messages).toEqual([]);
  });

  test("by polling, at the interval that the API asks for", async () => {
    const { emulator, video } = await emulate({ grpc: false, pollingIntervalMillis: 120 });
    video.repeat = 5;
    const followed = followUntilEnd(emulator);
    await playShow(video, show, { speed: 20 });
    const { events, ...rest } = await followed;
    expect(count(events)).toEqual(show.truth);
    expect(events.length).toBeGreaterThan(new Set(events.map(({ id }) => id)).size);
    expect(details({ events, ...rest }, "live")).toEqual(["polling every 0.12 s"]);
    expect(video.tooEarly).toEqual([]);
    expect(emulator.requests.messages.length).toBeGreaterThan(5);
    expect(emulator.requests.streams).toEqual([]);
  });

  test("through streams that break, a time without gRPC, and back", async () => {
    const { emulator, video } = await emulate({ pollingIntervalMillis: 60 });
    video.repeat = 3;
    const followed = followUntilEnd(emulator);
    const moments: [number, () => void][] = [
      [0.15, () => emulator.streamList.cut()],
      [0.3, () => emulator.streamList.cut()],
      [0.4, () => emulator.streamList.down()],
      [0.6, () => emulator.streamList.up()],
    ];
    const onProgress = (share: number) => {
      while (moments[0] && share >= moments[0][0]) moments.shift()?.[1]();
    };
    await playShow(video, show, { speed: 15, onProgress });
    const { events, ...rest } = await followed;
    expect(count(events)).toEqual(show.truth);
    expect(details({ events, ...rest }, "degraded")[0]).toMatch(/polling every 0.06 s.*UNAVAILABLE/);
    expect(details({ events, ...rest }, "live").filter((detail) => detail === "gRPC stream")).toHaveLength(2);
    expect(emulator.requests.messages.length).toBeGreaterThan(0);
    expect(video.tooEarly).toEqual([]);
    expect(rest.reopened).toBe(0);
  });

  test("through servers that fail, hang and reset, reopened at the cursor", async () => {
    const { emulator, video } = await emulate({ grpc: false, pollingIntervalMillis: 60 });
    const followed = followUntilEnd(emulator);
    const faults = ["serverError", "reset", "hang", "serverError"] as const;
    let met = 0;
    const onProgress = (share: number) => {
      const fault = faults[met];
      if (fault && share > (met + 1) * 0.15) {
        emulator.account.fail("messages", fault);
        met += 1;
      }
    };
    await playShow(video, show, { speed: 15, onProgress });
    const { events, reopened } = await followed;
    expect(count(events)).toEqual(show.truth);
    expect(reopened).toBe(faults.length);
  });
});

/** Reads until the connector gives up, and what with. */
async function openOnce(emulator: YouTubeEmulator, options: { pace?: Pace; resumeFrom?: string } = {}) {
  const { pace = QUICK, resumeFrom } = options;
  const signals: Signal[] = [];
  const { environment } = emulator;
  const signal = new AbortController().signal;
  try {
    const stream = youtubeAt(pace).open({ settings: { video: VIDEO }, environment, signal, now: Date.now, resumeFrom });
    for await (const item of stream) signals.push(item);
    return { signals, error: undefined };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { signals, error };
  }
}

const say = (id: string) =>
  chatMessage(
    "textMessageEvent",
    { id, publishedAt: new Date().toISOString(), author: { channelId: "UC1", displayName: "@one" } },
    { textMessageDetails: { messageText: id } },
  );

describe("a source that cannot be followed says why", () => {
  test("without a key nothing is asked", async () => {
    const { emulator } = await emulate();
    emulator.environment.apiKey = undefined;
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "auth_required", message: expect.stringContaining("YOUTUBE_API_KEY") });
    expect(emulator.requests.videos).toEqual([]);
  });

  test("a wrong key, by REST and by gRPC, and never shows the key", async () => {
    const { emulator, video } = await emulate();
    emulator.environment.apiKey = "AIza-wrong-key";
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "auth_required" });
    emulator.environment.apiKey = emulator.account.key;
    video.publish(say("a"));
    emulator.account.fail("streams", "keyInvalid");
    emulator.account.fail("messages", "keyInvalid");
    const later = await openOnce(emulator);
    expect(later.error).toMatchObject({ code: "auth_required" });
    expect(JSON.stringify([error, error?.message, error?.cause, later.error?.message])).not.toContain("AIza");
  });

  test("nobody there: the address is not told either", async () => {
    const { emulator } = await emulate();
    await emulator.close();
    running.length = 0;
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "disconnected", message: expect.stringContaining("ECONNREFUSED") });
    expect(error?.message).not.toContain(emulator.account.key);
  });

  test("an unknown video, a video that is no stream, one that has not begun", async () => {
    const { emulator, video } = await emulate();
    emulator.videos.clear();
    expect((await openOnce(emulator)).error).toMatchObject({ code: "failed", message: expect.stringContaining(VIDEO) });
    emulator.videos.set(VIDEO, video);
    video.state = "upcoming";
    expect((await openOnce(emulator)).error).toMatchObject({ code: "offline" });
  });

  test("a video that is over: its last figures, its end, and no chat request", async () => {
    const { emulator, video } = await emulate();
    video.likes = 77;
    video.end();
    const { events } = await followUntilEnd(emulator);
    expect(events.map(({ type, data }) => [type, data?.value])).toEqual([
      ["like_total", 77],
      ["show_ended", undefined],
    ]);
    expect(emulator.requests).toMatchObject({ messages: [], streams: [] });
  });

  test("quota used up: until midnight Pacific time", async () => {
    const { emulator } = await emulate({ grpc: false, quota: 20 });
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "quota_exhausted" });
    const hours = ((error?.until ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(0);
    expect(hours).toBeLessThanOrEqual(25);
    const asked = Object.values(emulator.requests).flat().length;
    await sleep(200);
    expect(Object.values(emulator.requests).flat()).toHaveLength(asked);
  });

  test("the same over gRPC, where a full minute is asked for when it was only too quick", async () => {
    const { emulator } = await emulate();
    emulator.account.fail("streams", "quotaExceeded");
    expect((await openOnce(emulator)).error).toMatchObject({ code: "quota_exhausted" });
    emulator.account.fail("streams", "rateLimitExceeded");
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "rate_limited" });
    expect(((error?.until ?? 0) - Date.now()) / 1000).toBeCloseTo(60, 0);
  });

  test("asked too quickly: until Retry-After", async () => {
    const { emulator } = await emulate({ grpc: false });
    emulator.account.fail("messages", { ...REFUSALS.rateLimitExceeded, retryAfterSeconds: 17 });
    const { error } = await openOnce(emulator);
    expect(error).toMatchObject({ code: "rate_limited" });
    expect(((error?.until ?? 0) - Date.now()) / 1000).toBeCloseTo(17, 0);
  });

  test("a chat that YouTube does not give out", async () => {
    const { emulator, video } = await emulate();
    for (const chat of ["liveChatDisabled", "liveChatNotFound"] as const) {
      video.chat = chat;
      expect((await openOnce(emulator)).error).toMatchObject({
        code: "failed",
        message: expect.stringContaining(chat),
      });
    }
  });
});

describe("what goes on in spite of trouble", () => {
  test("a chat whose end only the refusal tells ends the show", async () => {
    const { emulator, video } = await emulate();
    video.publish(say("a"));
    emulator.account.fail("streams", "liveChatEnded");
    emulator.account.fail("messages", "liveChatEnded");
    const { events } = await followUntilEnd(emulator);
    expect(events.map(({ type }) => type)).toContain("show_ended");
  });

  test("a stream that went offline without a word ends the show", async () => {
    const { emulator, video } = await emulate({ grpc: false });
    video.publish(say("a"));
    const followed = followUntilEnd(emulator, { ...QUICK, figures: 60_000 });
    await sleep(200);
    video.lastPages = "offlineAt";
    video.end();
    expect((await followed).events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["chat_message", "show_ended"]),
    );
  });

  test.each([true, false])(
    "a page token that is too old starts again at the recent history (gRPC: %s)",
    async (grpc) => {
      const { emulator, video } = await emulate({ grpc });
      video.publish(say("a"), say("b"));
      const opened = openOnce(emulator, { resumeFrom: "stale" });
      await sleep(300);
      const polls = emulator.requests.messages.length;
      video.end();
      const { signals, error } = await opened;
      expect(polls > 0).toBe(!grpc);
      expect(error).toBeUndefined();
      expect(signals.some((item) => item.type === "degraded" && /too old/.test(item.detail))).toBe(true);
      expect(signals.filter((item) => item.type === "frame" && item.frame.kind === "textMessageEvent")).toHaveLength(2);
    },
  );

  test("a video without a chat still gives viewers and likes, and its chat when it is switched on", async () => {
    const { emulator, video } = await emulate();
    video.chat = "off";
    video.viewers = 5;
    video.publish(say("a"));
    const followed = followUntilEnd(emulator);
    await sleep(200);
    expect(emulator.requests.streams).toEqual([]);
    video.chat = "open";
    await sleep(300);
    video.end();
    const { events, signals } = await followed;
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["viewer_count", "chat_message", "show_ended"]),
    );
    expect(signals.some((item) => item.type === "degraded" && /no live chat/.test(item.detail))).toBe(true);
  });

  test("a server that fails for viewers and likes costs them, and they come back", async () => {
    const { emulator, video } = await emulate();
    const followed = followUntilEnd(emulator);
    await sleep(100);
    emulator.account.fail("videos", "serverError", 3);
    await sleep(500);
    video.viewers = 123;
    await sleep(100);
    video.end();
    const { signals, events, reopened } = await followed;
    const states = signals.flatMap((item) => (item.type === "live" || item.type === "degraded" ? [item.detail] : []));
    expect(states).toEqual(["gRPC stream", expect.stringContaining("no viewers and likes"), "gRPC stream"]);
    expect(events.some(({ type, data }) => type === "viewer_count" && data?.value === 123)).toBe(true);
    expect(reopened).toBe(0);
  });

  test("quota that ends under an open stream costs the figures, not the chat", async () => {
    const { emulator, video } = await emulate();
    const followed = openOnce(emulator);
    await sleep(150);
    emulator.account.quota = 0;
    await sleep(200);
    const asked = emulator.requests.videos.length;
    video.publish(say("after"));
    await sleep(200);
    expect(emulator.requests.videos).toHaveLength(asked);
    emulator.streamList.cut();
    const { signals, error } = await followed;
    expect(signals.some((item) => item.type === "frame" && item.frame.kind === "textMessageEvent")).toBe(true);
    expect(signals.some((item) => item.type === "degraded" && /quota/.test(item.detail))).toBe(true);
    expect(error).toMatchObject({ code: "quota_exhausted" });
    expect(emulator.requests.streams).toHaveLength(1);
  });

  test("a stream that hangs is reopened at its place, ever less often while nothing was missed", async () => {
    const { emulator, video } = await emulate();
    emulator.account.fail("streams", "hang", 1);
    video.publish(say("a"));
    const pace = { ...QUICK, streamSilence: 100, streamSilenceMost: 10_000 };
    const followed = followUntilEnd(emulator, pace);
    await sleep(1_500);
    // By polling nothing would have been missed either.
    expect(emulator.requests.messages).toEqual([]);
    video.end();
    const { events } = await followed;
    expect(events.map(({ type }) => type)).toContain("chat_message");
    // 0, 100 (said), then silent after 100, 200, 400, 800 ms.
    expect(emulator.requests.streams.length).toBeGreaterThanOrEqual(3);
    expect(emulator.requests.streams.length).toBeLessThanOrEqual(6);
  });

  test.each([2, 3])("a break while a combo is held loses nothing of it (it ends at %i)", async (most) => {
    const { emulator, video } = await emulate({ grpc: false });
    const rose = (comboCount: number) =>
      chatMessage(
        "giftEvent",
        { id: "gift-1", publishedAt: new Date().toISOString() },
        { giftDetails: { giftName: "Rose", jewelsAmount: 10, comboCount } },
      );
    const followed = followUntilEnd(emulator, { ...QUICK, figures: 60_000, giftQuiet: 500 });
    await sleep(150);
    video.publish(rose(1), rose(2));
    await sleep(150);
    video.publish(say("between"));
    await sleep(100);
    emulator.account.fail("messages", "serverError");
    await sleep(150);
    if (most === 3) video.publish(rose(3));
    await sleep(900);
    video.publish(chatMessage("chatEndedEvent", { id: "end", publishedAt: new Date().toISOString() }, {}));
    const { events, reopened } = await followed;
    const gifts = events.filter(({ type }) => type === "gift");
    expect(reopened).toBe(1);
    expect(gifts.map(({ id, data }) => [id, data?.quantity, data?.virtualAmount])).toEqual([
      ["gift-1", most, most * 10],
    ]);
  });

  test.each([true, false])("a break in the middle of a page loses nothing of it (gRPC: %s)", async (grpc) => {
    const { emulator, video } = await emulate({ grpc });
    const connector = youtubeAt(QUICK);
    const seen: string[] = [];
    let resumeFrom: string | undefined;
    const readUntil = async (last: string) => {
      const { environment } = emulator;
      const signal = new AbortController().signal;
      const stream = connector.open({ settings: { video: VIDEO }, environment, signal, now: Date.now, resumeFrom });
      for await (const item of stream) {
        if (item.type !== "frame" || item.frame.kind !== "textMessageEvent") continue;
        resumeFrom = item.frame.cursor ?? resumeFrom;
        seen.push(...connector.normalise(item.frame, context).map(({ id }) => id));
        if (seen.at(-1) === last) return;
      }
    };
    video.publish(say("a"));
    await readUntil("a");
    video.publish(say("b"), say("c"), say("d"));
    await readUntil("b");
    await readUntil("d");
    expect(seen).toEqual(["a", "b", "b", "c", "d"]);
  });
});

describe("abort frees everything at once", () => {
  async function abortAfter(emulator: YouTubeEmulator, milliseconds: number) {
    const controller = new AbortController();
    const followed = followUntilEnd(emulator, { ...QUICK, call: 60_000 }, controller.signal);
    await sleep(milliseconds);
    const at = performance.now();
    controller.abort();
    await followed;
    const took = performance.now() - at;
    // What was under way at that moment still arrives.
    await sleep(50);
    const asked = Object.values(emulator.requests).flat().length;
    await sleep(200);
    return { quick: took < 250, later: Object.values(emulator.requests).flat().length - asked };
  }
  const freed = { quick: true, later: 0 };

  test("in an open stream", async () => {
    const { emulator } = await emulate();
    expect(await abortAfter(emulator, 200)).toEqual(freed);
    expect(emulator.streamList.openStreams).toBe(0);
  });

  test("while polling", async () => {
    const { emulator } = await emulate({ grpc: false });
    expect(await abortAfter(emulator, 200)).toEqual(freed);
  });

  test("in the middle of a request", async () => {
    const { emulator } = await emulate({ grpc: false });
    emulator.account.fail("videos", "hang");
    expect(await abortAfter(emulator, 100)).toEqual(freed);
    emulator.account.fail("messages", "hang");
    expect(await abortAfter(emulator, 100)).toEqual(freed);
  });

  test("when the reader leaves", async () => {
    const { emulator, video } = await emulate();
    video.publish(say("a"));
    const { environment } = emulator;
    const signal = new AbortController().signal;
    const open = { settings: { video: VIDEO }, environment, signal, now: Date.now, resumeFrom: undefined };
    for await (const item of youtubeAt(QUICK).open(open)) if (item.type === "frame" && item.frame.cursor) break;
    await sleep(100);
    expect(emulator.streamList.openStreams).toBe(0);
  });
});
