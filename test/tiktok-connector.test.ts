import { type Connector, ConnectorError, type Signal } from "@showpulse/connectors";
import { asksSomething, type ShowEvent } from "@showpulse/connectors/event";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectors } from "../packages/connectors/src/registry.ts";
import {
  ALL_REQUESTS,
  generateShow,
  messages,
  startTikTokEmulator,
  type TikTokEmulator,
  type Truth,
} from "./emulators/tiktok/index.ts";

const tiktok = connectors.find(({ platform }) => platform === "tiktok") as Connector;
const somebody = { id: "6800000000000000007", name: "Ana" };

let emulator: TikTokEmulator;
let stop: AbortController;

beforeEach(async () => {
  emulator = await startTikTokEmulator();
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await emulator.close();
});

function open(settings: object = { handle: "brandhost" }, resumeFrom?: string): AsyncGenerator<Signal, void> {
  return tiktok.open({ settings, environment: emulator.environment, signal: stop.signal, now: Date.now, resumeFrom });
}

/** Everything a stream yields, and the error that it ends with. */
async function drain(stream: AsyncIterable<Signal>): Promise<{ signals: Signal[]; error?: ConnectorError }> {
  const signals: Signal[] = [];
  try {
    for await (const signal of stream) signals.push(signal);
    return { signals };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { signals, error };
  }
}

function eventsOf(signals: readonly Signal[]): ShowEvent[] {
  const context = { show: "show-1", source: tiktok.sourceOf({ handle: "brandhost" }) };
  return signals.flatMap((signal) => (signal.type === "frame" ? tiktok.normalise(signal.frame, context) : []));
}

/** Opens again after each loss, as the hub does, until the show is over. */
async function follow(): Promise<{ events: ShowEvent[]; losses: number }> {
  const events: ShowEvent[] = [];
  let resumeFrom: string | undefined;
  for (let losses = 0; ; losses++) {
    const { signals, error } = await drain(open(undefined, resumeFrom));
    events.push(...eventsOf(signals));
    resumeFrom = cursorOf(signals) ?? resumeFrom;
    if (!error) return { events, losses };
    expect(error.code).toBe("disconnected");
  }
}

const cursorOf = (signals: readonly Signal[]) =>
  signals.flatMap((signal) => (signal.type === "frame" ? (signal.frame.cursor ?? []) : [])).at(-1);

/** The figures of a show by the rules of the vocabulary. */
function figuresOf(events: readonly ShowEvent[]): Truth {
  const once = [...new Map(events.map((event) => [`${event.source} ${event.id}`, event])).values()];
  const all = (type: string) => once.filter((event) => event.type === type);
  const sum = (type: string, field: "quantity" | "virtualAmount") =>
    all(type).reduce((total, { data }) => total + (data?.[field] ?? 0), 0);
  const highest = (type: string) => Math.max(0, ...all(type).map(({ data }) => data?.value ?? 0));
  return {
    comments: all("chat_message").length,
    questions: all("question").length + all("chat_message").filter(({ data }) => asksSomething(data?.text)).length,
    gifts: all("gift").length,
    giftUnits: sum("gift", "quantity"),
    diamonds: sum("gift", "virtualAmount"),
    likes: highest("like_total"),
    joins: all("join").length,
    follows: all("follow").length,
    shares: all("share").length,
    subscribes: all("subscribe").length,
    peakViewers: highest("viewer_count"),
    pins: all("product_pinned").length,
  };
}

describe("the unmodified library against an emulated TikTok", () => {
  test("a whole show with drops, duplicates, disorder and replayed history gives exactly the truth", async () => {
    const room = emulator.room("brandhost").goLive();
    const show = generateShow({ seed: 7, size: 3000 });
    const played = room.play(show, { drops: 3, duplicateRate: 0.2, disorder: true, messagesPerSecond: 2000 });
    const { events, losses } = await follow();
    await played;

    expect(losses).toBe(3);
    expect(figuresOf(events)).toEqual(show.truth);
    // The script was not merciful: without de-duplication the same figures are far off.
    expect(events.length).toBeGreaterThan(show.messages.length * 1.5);
    expect(events.at(-1)?.subject).toBe("show-1");
    expect(events.some(({ type }) => type === "show_ended")).toBe(true);
    expect(room.counts.acknowledgements).toBeGreaterThan(0);
  });

  test("a room id makes the search for the room unnecessary", async () => {
    const room = emulator.room("brandhost").goLive();
    room.send(messages.chat({ msgId: "1", at: 1 }, somebody, "hi"));
    void room.listened().then(() => room.end());
    const { signals, error } = await drain(open({ handle: "brandhost", roomId: room.roomId }));
    expect(error).toBeUndefined();
    expect(eventsOf(signals).map(({ type }) => type)).toEqual(["chat_message", "show_ended"]);
    expect(emulator.requests).toMatchObject({ page: 0, api: 0, roomInfo: 1, sign: 1, socket: 1 });
  });

  test("hosts given as addresses, for which the library wants https", async () => {
    await emulator.close();
    emulator = await startTikTokEmulator({ hosts: "addresses" });
    const room = emulator.room("brandhost").goLive();
    void room.listened().then(() => room.end());
    expect((await drain(open())).error).toBeUndefined();
    expect(emulator.requests).toEqual({ page: 1, api: 0, roomInfo: 1, signRoom: 0, sign: 1, socket: 1 });
  });

  test("history comes before `live`", async () => {
    const room = emulator.room("brandhost").goLive();
    room.send(messages.chat({ msgId: "1", at: 1 }, somebody, "early"));
    const stream = open();
    expect(await stream.next()).toMatchObject({ value: { type: "frame", frame: { kind: "WebcastChatMessage" } } });
    expect(await stream.next()).toMatchObject({ value: { type: "live" } });
  });

  test("a streak that was under way at a loss ends once, with its last known count", async () => {
    const room = emulator.room("brandhost").goLive();
    const rose = { id: "5655", name: "Rose", diamonds: 5, type: 1 };
    room.historyLimit = 0;
    const streak = (msgId: string, repeatCount: number) =>
      messages.gift({ msgId, at: 1 }, somebody, { kind: rose, groupId: "77", repeatCount, repeatEnd: 0 });
    void room.listened().then(() => room.send(streak("1", 1), streak("2", 4), streak("3", 3)));
    void room.listened().then(() => setTimeout(() => room.drop(), 100));
    const first = await drain(open());
    expect(first.error?.code).toBe("disconnected");
    void room.listened().then(() => room.end());
    const second = await drain(open(undefined, cursorOf(first.signals)));
    const events = eventsOf([...first.signals, ...second.signals]);
    expect(events.map(({ type }) => type)).toEqual(["show_ended", "gift"]);
    expect(events[1]).toMatchObject({
      data: { quantity: 4, virtualAmount: 20, virtualUnit: "diamond", actor: somebody.id },
    });
  });
});

describe("why there is no connection", () => {
  test("429 of the sign server: rate limited until the time in Retry-After", async () => {
    emulator.room("brandhost").goLive();
    emulator.fail(["sign"], { status: 429, headers: { "retry-after": "120" } });
    const before = Date.now();
    const { error } = await drain(open());
    expect(error?.code).toBe("rate_limited");
    expect(error?.until).toBeGreaterThanOrEqual(before + 120_000);
    expect(error?.until).toBeLessThanOrEqual(Date.now() + 120_000);
    expect(emulator.requests.sign).toBe(1);
  });

  test("429 with x-rate-limit-reset in seconds since 1970", async () => {
    emulator.room("brandhost").goLive();
    const reset = Math.floor(Date.now() / 1000) + 300;
    emulator.fail(["sign"], { status: 429, headers: { "x-rate-limit-reset": String(reset) } });
    expect((await drain(open())).error).toMatchObject({ code: "rate_limited", until: reset * 1000 });
  });

  test("an account that is not live: offline", async () => {
    emulator.room("brandhost");
    const { error } = await drain(open());
    expect(error?.code).toBe("offline");
    expect(emulator.requests.sign).toBe(0);
  });

  test("a room that is over: offline", async () => {
    const { roomId } = emulator.room("brandhost");
    expect((await drain(open({ handle: "brandhost", roomId }))).error?.code).toBe("offline");
  });

  test("an unknown account: failed", async () => {
    expect((await drain(open())).error).toMatchObject({
      code: "failed",
      message: expect.stringContaining("@brandhost"),
    });
  });

  test("nobody knows the account: failed", async () => {
    emulator.room("brandhost").goLive();
    emulator.fail(["page", "api", "signRoom"], { status: 404 });
    expect((await drain(open())).error?.code).toBe("failed");
  });

  test.each([404, 503])("pages that answer %d do not hide a live show", async (status) => {
    const room = emulator.room("brandhost").goLive();
    emulator.fail(["page", "api", "roomInfo"], { status });
    void room.listened().then(() => room.end());
    expect((await drain(open())).error).toBeUndefined();
    expect(emulator.requests).toMatchObject({ page: 1, api: 1, signRoom: 1, sign: 1 });
  });

  test.each(["sign", "socket"] as const)("5xx of the %s: disconnected", async (kind) => {
    emulator.room("brandhost").goLive();
    emulator.fail([kind], { status: 503 });
    expect((await drain(open())).error?.code).toBe("disconnected");
  });

  test("5xx everywhere: disconnected", async () => {
    emulator.fail(ALL_REQUESTS, { status: 500 });
    expect((await drain(open())).error?.code).toBe("disconnected");
  });

  test("a sign server that wants a key: auth_required", async () => {
    emulator.room("brandhost").goLive();
    emulator.fail(["sign"], { status: 401 });
    expect((await drain(open())).error?.code).toBe("auth_required");
  });

  test("nobody answers at all: disconnected", async () => {
    await emulator.close();
    expect((await drain(open())).error?.code).toBe("disconnected");
    emulator = await startTikTokEmulator();
  });
});

describe("silence and the end", () => {
  test("a socket that says nothing yields nothing, and one that answers heartbeats is alive", async () => {
    const room = emulator.room("brandhost").goLive();
    const stream = open();
    expect((await stream.next()).value).toMatchObject({ type: "live" });
    expect((await stream.next()).value).toEqual({ type: "alive" });
    room.silence();
    room.send(messages.chat({ msgId: "1", at: 1 }, somebody, "unheard"));
    const heard = await Promise.race([stream.next(), new Promise((resolve) => setTimeout(resolve, 1500, "silence"))]);
    expect(heard).toBe("silence");
  });

  test("abort ends the stream and frees the socket", async () => {
    const room = emulator.room("brandhost").goLive();
    const stream = open();
    await stream.next();
    expect(room.listeners).toBe(1);
    const next = drain(stream);
    stop.abort();
    expect((await next).error).toBeUndefined();
    await expect.poll(() => room.listeners).toBe(0);
  });

  test.each(["page", "sign", "socket"] as const)(
    "abort during the request for the %s ends the stream at once",
    async (kind) => {
      emulator.room("brandhost").goLive();
      const asked = emulator.stall(kind);
      const ending = drain(open());
      await asked;
      const before = performance.now();
      stop.abort();
      expect(await ending).toEqual({ signals: [] });
      expect(performance.now() - before).toBeLessThan(500);
    },
  );

  test("deletions, polls and flash sales come over the wire too", async () => {
    const room = emulator.room("brandhost").goLive();
    const options = [
      { label: "rose", votes: 3 },
      { label: "clay", votes: 5 },
    ];
    const sale = { productId: "501", activityId: "601", startsAt: 1, endsAt: Date.now() + 60_000, stock: 12 };
    void room.listened().then(() => {
      room.send(messages.deletion({ msgId: "1", at: 1 }, { messages: ["99"] }));
      room.send(messages.poll({ msgId: "2", at: 2 }, { pollId: "7", title: "Which?", options, state: "end" }));
      room.send(messages.flashSale({ msgId: "3", at: 3 }, sale));
      room.end();
    });
    const events = eventsOf((await drain(open())).signals);
    const about = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data);
    expect(about("chat_deleted")).toMatchObject([{ properties: { message: "99" } }]);
    expect(about("poll_vote").map((data) => [data?.text, data?.quantity])).toEqual([
      ["rose", 3],
      ["clay", 5],
    ]);
    expect(about("offer_stock")).toMatchObject([{ item: "501", value: 12 }]);
    expect(about("offer_started")).toMatchObject([{ item: "501", offer: "601" }]);
  });

  test("two connections at once keep to their own environments", async () => {
    const other = await startTikTokEmulator();
    try {
      const mine = emulator.room("brandhost").goLive();
      const theirs = other.room("brandhost").goLive();
      void mine.listened().then(() => mine.send(messages.chat({ msgId: "1", at: 1 }, somebody, "mine")));
      void theirs.listened().then(() => theirs.send(messages.chat({ msgId: "1", at: 1 }, somebody, "theirs")));
      const streams = [emulator, other].map(({ environment }) =>
        tiktok.open({
          settings: { handle: "brandhost" },
          environment,
          signal: stop.signal,
          now: Date.now,
          resumeFrom: undefined,
        }),
      );
      const said = await Promise.all(streams.map(firstText));
      expect(said).toEqual(["mine", "theirs"]);
    } finally {
      stop.abort();
      await other.close();
    }
  });
});

async function firstText(stream: AsyncIterable<Signal>): Promise<string | undefined> {
  for await (const signal of stream) {
    const [event] = eventsOf([signal]);
    if (event) return event.data?.text;
  }
  return undefined;
}
