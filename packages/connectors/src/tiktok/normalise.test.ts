import fc from "fast-check";
import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";
import type { Frame } from "../connector.ts";
import { ShowEvent } from "../event/index.ts";
import { normalise } from "./normalise.ts";
import { RECORDED } from "./recorded.ts";

const context = { show: "show-1", source: "tiktok/@brandhost" };
const events = (name: keyof typeof RECORDED) => normalise(RECORDED[name], context);
const brief = (name: keyof typeof RECORDED) =>
  events(name).map(({ id, type, data }) => {
    const { platform: _platform, actor: _actor, actorName: _actorName, ...rest } = data ?? {};
    return { id, type, ...rest };
  });

const ANA = { actor: "6800000000000000007", actorName: "Ana 🌿" };

test("a chat message, whole", () => {
  expect(events("chat")).toEqual([
    {
      specversion: "1.0",
      id: "7300000000000000001",
      source: "tiktok/@brandhost",
      type: "chat_message",
      subject: "show-1",
      time: "2026-11-21T20:00:00.250Z",
      data: { platform: "tiktok", ...ANA, text: "多少钱？", language: "zh" },
    },
  ]);
});

test.each([
  ["emptyChat", [{ id: "7300000000000000002", type: "chat_message", text: "" }]],
  ["emote", [{ id: "7300000000000000003", type: "chat_message", text: "", properties: { emote: "7001" } }]],
  ["question", [{ id: "7300000000000000004", type: "question", text: "what size", properties: { question: "88" } }]],
  [
    "like",
    [
      { id: "7300000000000000005", type: "like", quantity: 12 },
      { id: "7300000000000000005/like_total", type: "like_total", value: 48_211 },
    ],
  ],
  ["anonymousLike", [{ id: "7300000000000000006/like_total", type: "like_total", value: 48_300 }]],
  ["viewers", [{ id: "7300000000000000007", type: "viewer_count", value: 1904 }]],
  ["hiddenViewers", []],
  ["joined", [{ id: "7300000000000000009", type: "join" }]],
  ["subscribed", [{ id: "7300000000000000010", type: "subscribe" }]],
  ["otherMember", []],
  ["followed", [{ id: "7300000000000000012", type: "follow" }]],
  ["shared", [{ id: "7300000000000000013", type: "share" }]],
  ["subscription", [{ id: "7300000000000000014", type: "subscribe" }]],
  ["streakGoesOn", []],
  [
    "streakEnds",
    [
      {
        id: "gift/1795291200000/6800000000000000007/5655",
        type: "gift",
        quantity: 7,
        virtualAmount: 35,
        virtualUnit: "diamond",
        itemName: "Rose",
        properties: { gift: "5655" },
      },
    ],
  ],
  [
    "bigGift",
    [
      {
        id: "7300000000000000017",
        type: "gift",
        quantity: 1,
        virtualAmount: 1000,
        virtualUnit: "diamond",
        itemName: "Galaxy",
        properties: { gift: "11046" },
      },
    ],
  ],
  [
    "deleted",
    [
      { id: "7300000000000000001/deleted", type: "chat_deleted", properties: { message: "7300000000000000001" } },
      { id: "7300000000000000002/deleted", type: "chat_deleted", properties: { message: "7300000000000000002" } },
      { id: "7300000000000000018/banned/6800000000000000099", type: "user_banned" },
    ],
  ],
  [
    "pollOpened",
    [
      {
        id: "poll/41/opened",
        type: "poll_opened",
        text: "Which one?",
        properties: { poll: "41", option1: "red", option2: "blue" },
      },
    ],
  ],
  [
    "pollTally",
    [{ id: "poll/41/tally/3-0", type: "poll_tally", value: 3, properties: { poll: "41", votes1: 3, votes2: 0 } }],
  ],
  [
    "pollClosed",
    [
      { id: "poll/41/vote/0", type: "poll_vote", quantity: 5, text: "red", properties: { poll: "41" } },
      { id: "poll/41/vote/1", type: "poll_vote", quantity: 9, text: "blue", properties: { poll: "41" } },
      { id: "poll/41/closed", type: "poll_closed", properties: { poll: "41" } },
    ],
  ],
  [
    "pinned",
    [
      {
        id: "7300000000000000022",
        type: "product_pinned",
        item: "1729000000000001",
        itemName: "Linen jacket",
        properties: { price: "$19.99" },
      },
    ],
  ],
  [
    "flashSale",
    [
      {
        id: "offer/900/offer_started",
        type: "offer_started",
        offer: "900",
        item: "1729000000000001",
        properties: { kind: "flash" },
      },
      { id: "7300000000000000023/stock/900", type: "offer_stock", offer: "900", item: "1729000000000001", value: 14 },
    ],
  ],
  [
    "flashSaleSoldOut",
    [
      {
        id: "offer/900/offer_started",
        type: "offer_started",
        offer: "900",
        item: "1729000000000001",
        properties: { kind: "flash" },
      },
      { id: "7300000000000000024/stock/900", type: "offer_stock", offer: "900", item: "1729000000000001", value: 0 },
      {
        id: "offer/900/offer_sold_out",
        type: "offer_sold_out",
        offer: "900",
        item: "1729000000000001",
        properties: { kind: "flash" },
      },
    ],
  ],
  [
    "commerce",
    [
      { id: "7300000000000000025", type: "product_pinned", item: "1729000000000002", itemName: "Straw hat" },
      {
        id: "offer/901/offer_ended",
        type: "offer_ended",
        offer: "901",
        item: "1729000000000002",
        properties: { kind: "flash" },
      },
      { id: "7300000000000000025/stock/901", type: "offer_stock", offer: "901", item: "1729000000000002", value: 2 },
      {
        id: "offer/7001/offer_started",
        type: "offer_started",
        offer: "7001",
        coupon: "7001",
        properties: { kind: "coupon" },
      },
      {
        id: "offer/55/offer_announced",
        type: "offer_announced",
        offer: "55",
        item: "1729000000000003",
        properties: { kind: "auction" },
      },
    ],
  ],
  ["paused", [{ id: "7300000000000000026", type: "show_paused" }]],
  ["ended", [{ id: "7300000000000000027", type: "show_ended" }]],
] as const)("%s", (name, expected) => {
  expect(brief(name)).toEqual(expected);
});

test("who did it is told with every message of a person", () => {
  for (const name of ["emote", "question", "like", "joined", "followed", "subscription", "streakEnds"] as const) {
    expect(events(name)[0]?.data).toMatchObject(ANA);
  }
  expect(events("deleted").at(-1)?.data?.actor).toBe("6800000000000000099");
});

test("without a time of its own a message happened when it was received", () => {
  const { kind, raw, receivedAt } = RECORDED.viewers;
  const timeless = { kind, raw: { ...(raw as object), common: { msgId: "1" } }, receivedAt };
  expect(normalise(timeless, context)[0]?.time).toBe("2026-11-21T20:00:01.000Z");
});

describe("whatever comes", () => {
  const schema = Compile(ShowEvent);
  const frames = Object.values(RECORDED);

  test("every recorded frame gives events that the gate takes", () => {
    for (const event of frames.flatMap((frame) => normalise(frame, context))) {
      expect([...schema.Errors(event)]).toEqual([]);
    }
  });

  test("any order and any repetition of frames gives the same identities", () => {
    const identities = (list: readonly Frame[]) =>
      new Set(list.flatMap((frame) => normalise(frame, context).map(({ id }) => id)));
    const all = identities(frames);
    const again = fc.array(fc.constantFrom(...frames), { maxLength: 40 });
    fc.assert(
      fc.property(fc.shuffledSubarray(frames, { minLength: frames.length }), again, (order, repeated) => {
        expect(identities([...order, ...repeated])).toEqual(all);
      }),
    );
  });

  test("a message with anything in place of any of its fields never throws, and what it gives is still taken", () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(null, [null], { a: null }, "", -1, 0.5, 1e300),
    );
    const cases = frames.flatMap((frame) => pathsOf(frame.raw).map((path) => ({ frame, path })));
    fc.assert(
      fc.property(fc.constantFrom(...cases), anything, ({ frame, path }, value) => {
        const events = normalise({ ...frame, raw: replaced(frame.raw, path, value) }, context);
        for (const event of events) expect([...schema.Errors(event)]).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

/** Ways to every field inside. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, field]) => pathsOf(field).map((path) => [key, ...path]))];
}

function replaced(value: unknown, [key, ...path]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: object = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [key]: replaced(Reflect.get(copy, key), path, by) });
}
