import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { ConnectorError, type Signal } from "../packages/connectors/src/connector.ts";
import type { ShowEvent } from "../packages/connectors/src/event/index.ts";
import { youtubeAt } from "../packages/connectors/src/youtube/index.ts";
import { PACE, type Pace } from "../packages/connectors/src/youtube/pace.ts";
import { type EmulatorOptions, startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { chatMessage } from "./emulators/youtube/messages.ts";
import { playShow } from "./emulators/youtube/play.ts";
import { generateShow, type Truth } from "./emulators/youtube/show.ts";

const VIDEO = "dQw4w9WgXcQ";
const context = { show: "show-1", source: `youtube/${VIDEO}` };
const QUICK: Pace = {
  ...PACE,
  ...{
    call: 400,
    figures: 60,
    giftQuiet: 300,
    reopen: [20, 40, 60],
    streamOpen: 100,
    streamAgain: 600,
    lastMessages: 300,
  },
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
});
