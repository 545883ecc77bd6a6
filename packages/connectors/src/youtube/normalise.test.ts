import fc from "fast-check";
import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";
import type { Frame } from "../connector.ts";
import { ShowEvent } from "../event/index.ts";
import { normalise } from "./normalise.ts";
import type { LiveChatSnippet } from "./resources.external.ts";

const context = { show: "show-1", source: "youtube/dQw4w9WgXcQ" };
const receivedAt = Date.parse("2026-11-21T20:15:04.000Z");
const published = "2026-11-21T20:15:03.250123+00:00";

/** A message as the API gives it, with Google's own shape of id. */
const frame = (type: string, details: LiveChatSnippet, id = "LCC.EhwKGkNJUHZs"): Frame => ({
  kind: type,
  receivedAt,
  raw: {
    kind: "youtube#liveChatMessage",
    etag: "s6KCf_z6XZ0bSq2VlCIY-3DfnPo",
    id,
    snippet: { type, liveChatId: "Cg0KC0", authorChannelId: "UCviewer", publishedAt: published, ...details },
    authorDetails: { channelId: "UCviewer", displayName: "@viewer", isChatOwner: false },
  },
});
const person = { platform: "youtube", actor: "UCviewer", actorName: "@viewer" };

const recorded: [string, Frame, { type: string; id?: string; data: object }][] = [
  [
    "a message",
    frame("textMessageEvent", { textMessageDetails: { messageText: "Is it in stock?" }, displayMessage: "shown" }),
    { type: "chat_message", data: { ...person, text: "Is it in stock?" } },
  ],
  [
    "a super chat: micros come as text",
    frame("superChatEvent", {
      displayMessage: '$19.99 from @viewer: "wow"',
      superChatDetails: {
        amountMicros: "19990000",
        currency: "USD",
        amountDisplayString: "$19.99",
        userComment: "wow",
        tier: 4,
      },
    }),
    {
      type: "tip",
      data: { ...person, amountMicros: 19_990_000, currency: "USD", text: "wow", properties: { tier: 4 } },
    },
  ],
  [
    "a super sticker in yen",
    frame("superStickerEvent", {
      superStickerDetails: {
        amountMicros: "10000000000",
        currency: "JPY",
        tier: 2,
        superStickerMetadata: { altText: "A cat" },
      },
    }),
    {
      type: "tip",
      data: { ...person, amountMicros: 10_000_000_000, currency: "JPY", properties: { tier: 2, sticker: "A cat" } },
    },
  ],
  [
    "a new member",
    frame("newSponsorEvent", { newSponsorDetails: { memberLevelName: "Friend", isUpgrade: false } }),
    { type: "subscribe", data: { ...person, properties: { membership: "new", level: "Friend" } } },
  ],
  [
    "a member's milestone",
    frame("memberMilestoneChatEvent", { memberMilestoneChatDetails: { memberMonth: 12, userComment: "a year!" } }),
    { type: "subscribe", data: { ...person, text: "a year!", properties: { membership: "milestone", months: 12 } } },
  ],
  [
    "memberships given",
    frame("membershipGiftingEvent", {
      membershipGiftingDetails: { giftMembershipsCount: 5, giftMembershipsLevelName: "Friend" },
    }),
    { type: "subscribe", data: { ...person, quantity: 5, properties: { membership: "gifted", level: "Friend" } } },
  ],
  [
    "a membership received is not a second subscribe",
    frame("giftMembershipReceivedEvent", {
      giftMembershipReceivedDetails: { associatedMembershipGiftingMessageId: "LCC.gift" },
    }),
    { type: "membership_received", data: { ...person, properties: { gift: "LCC.gift" } } },
  ],
  [
    "a gift",
    frame("giftEvent", { giftDetails: { giftName: "Rose", jewelsAmount: 10, comboCount: 3 } }),
    { type: "gift", data: { ...person, quantity: 3, itemName: "Rose", virtualAmount: 30, virtualUnit: "jewel" } },
  ],
  [
    "a gift under the reference page's names",
    frame("giftEvent", { giftEventDetails: { giftMetadata: { giftName: "Rose", jewelsAmount: 10 } } }),
    { type: "gift", data: { ...person, quantity: 1, itemName: "Rose", virtualAmount: 10, virtualUnit: "jewel" } },
  ],
  [
    "a deletion",
    frame("messageDeletedEvent", { messageDeletedDetails: { deletedMessageId: "LCC.gone" } }),
    {
      type: "chat_deleted",
      id: "LCC.gone/deleted",
      data: { platform: "youtube", properties: { message: "LCC.gone" } },
    },
  ],
  [
    "a tombstone bears the id of the message that it stands for",
    { kind: "tombstone", receivedAt, raw: { id: "LCC.gone", snippet: { type: "tombstone", publishedAt: published } } },
    {
      type: "chat_deleted",
      id: "LCC.gone/deleted",
      data: { platform: "youtube", properties: { message: "LCC.gone" } },
    },
  ],
  [
    "a ban is about the banned",
    frame("userBannedEvent", {
      userBannedDetails: {
        bannedUserDetails: { channelId: "UCbad", displayName: "@bad" },
        banType: "temporary",
        banDurationSeconds: "300",
      },
    }),
    {
      type: "user_banned",
      data: {
        platform: "youtube",
        actor: "UCbad",
        actorName: "@bad",
        properties: { ban: "temporary", seconds: 300, by: "UCviewer" },
      },
    },
  ],
  [
    "a type that is newer than this connector keeps its own name",
    frame("cheerMeterEvent", { displayMessage: "cheers" }),
    { type: "youtube_cheer_meter_event", data: { ...person, text: "cheers" } },
  ],
];

describe("a recorded message", () => {
  test.each(recorded)("%s", (_name, recordedFrame, expected) => {
    expect(normalise(recordedFrame, context)).toEqual([
      {
        specversion: "1.0",
        id: "LCC.EhwKGkNJUHZs",
        source: context.source,
        subject: "show-1",
        time: published,
        ...expected,
      },
    ]);
  });

  test("every event fits the vocabulary", () => {
    const vocabulary = Compile(ShowEvent);
    const events = [
      ...recorded.map(([, one]) => one),
      ...polls,
      reading({ concurrentViewers: "1" }, { likeCount: "2" }),
    ].flatMap((one) => normalise(one, context));
    expect(events.flatMap((event) => vocabulary.Errors(event))).toEqual([]);
  });

  test("an amount that no safe integer holds is left to the gate to refuse, never rounded", () => {
    const tip = (amountMicros: string) =>
      normalise(frame("superChatEvent", { superChatDetails: { amountMicros, currency: "USD" } }), context)[0]?.data
        ?.amountMicros;
    expect(Number.isSafeInteger(tip("18446744073709551615"))).toBe(false);
    expect(Number.isSafeInteger(tip("12.5"))).toBe(false);
  });

  test("without a time of its own: the moment of receipt; without an id: nothing to count once", () => {
    const bare = { kind: "textMessageEvent", receivedAt, raw: { id: "a", snippet: { type: "textMessageEvent" } } };
    expect(normalise(bare, context)[0]).toMatchObject({
      time: "2026-11-21T20:15:04.000Z",
      data: { platform: "youtube" },
    });
    expect(normalise({ ...bare, raw: { snippet: {} } }, context)).toEqual([]);
    expect(normalise({ ...bare, raw: {} }, context)).toEqual([]);
  });
});

const poll = (status: string, tallies?: string[]) =>
  frame("pollEvent", {
    pollDetails: {
      status,
      metadata: {
        questionText: "Which?",
        options: ["Blue", "Green"].map((optionText, index) => ({ optionText, tally: tallies?.[index] ?? null })),
      },
    },
  });
const polls = [poll("active"), poll("active", ["2", "1"]), poll("closed", ["7", "0"])];

test("a poll opens once, shows its tally by revision, and its votes count once at the end", () => {
  const seen = polls.map((one) =>
    normalise(one, context).map(({ id, type, data }) => [
      id.split("/").slice(1).join("/"),
      type,
      data?.quantity ?? data?.value,
    ]),
  );
  expect(seen).toEqual([
    [["opened", "poll_opened", undefined]],
    [
      ["opened", "poll_opened", undefined],
      ["tally/2-1", "poll_tally", 3],
    ],
    [
      ["vote/0", "poll_vote", 7],
      ["closed", "poll_closed", undefined],
    ],
  ]);
});

function reading(liveStreamingDetails: object, statistics: object, at = receivedAt): Frame {
  return { kind: "video", receivedAt: at, raw: { id: "dQw4w9WgXcQ", statistics, liveStreamingDetails } };
}

describe("a reading of the video", () => {
  const values = (one: Frame) => normalise(one, context).map(({ type, data }) => [type, data?.value]);

  test("counts come as text; hidden ones are absent, not 0", () => {
    expect(values(reading({ concurrentViewers: "1204" }, { likeCount: "88" }))).toEqual([
      ["viewer_count", 1204],
      ["like_total", 88],
    ]);
    expect(values(reading({ concurrentViewers: "0" }, {}))).toEqual([["viewer_count", 0]]);
    expect(values(reading({}, { likeCount: "many" }))).toEqual([]);
  });

  test("two readings are two events, one replayed is one", () => {
    const ids = (at: number) => normalise(reading({ concurrentViewers: "5" }, {}, at), context).map(({ id }) => id);
    expect(ids(receivedAt)).toEqual(ids(receivedAt));
    expect(ids(receivedAt)).not.toEqual(ids(receivedAt + 1));
  });

  test("however the end is told, it is one event", () => {
    const ends = [
      reading({ actualEndTime: "2026-11-21T21:00:00Z" }, {}),
      { kind: "offlineAt", receivedAt, raw: { offlineAt: "2026-11-21T21:00:00Z" } },
      { kind: "liveChatEnded", receivedAt, raw: { liveChatId: "Cg0KC0" } },
      frame("chatEndedEvent", {}),
    ].flatMap((one) => normalise(one, context));
    expect(ends.map(({ type }) => type)).toEqual(Array(4).fill("show_ended"));
    expect(new Set(ends.map(({ id }) => id)).size).toBe(1);
  });
});

test("order and repetition of frames change no event", () => {
  const frames = [
    ...recorded.map(([, one], index) => ({ ...one, raw: { ...(one.raw as object), id: `LCC.${index}` } })),
    ...polls,
  ];
  const once = (list: Frame[]) =>
    [
      ...new Map(list.flatMap((one) => normalise(one, context)).map((event) => [event.id, JSON.stringify(event)])),
    ].toSorted();
  const truth = once(frames);
  const shuffledTwice = fc.shuffledSubarray([...frames, ...frames], { minLength: frames.length * 2 });
  fc.assert(
    fc.property(shuffledTwice, (list) => {
      expect(once(list)).toEqual(truth);
    }),
  );
});

test("nothing that YouTube may send makes it throw", () => {
  const kinds = fc.constantFrom(
    "textMessageEvent",
    "superChatEvent",
    "giftEvent",
    "pollEvent",
    "userBannedEvent",
    "tombstone",
    "новое",
  );
  const snippet = fc.dictionary(
    fc.constantFrom(
      "publishedAt",
      "textMessageDetails",
      "superChatDetails",
      "giftDetails",
      "pollDetails",
      "userBannedDetails",
    ),
    fc.oneof(fc.constant(undefined), fc.constant({})),
  );
  fc.assert(
    fc.property(kinds, snippet, (kind, details) => {
      const events = normalise({ kind, receivedAt, raw: { id: "a", snippet: details } }, context);
      expect(events.every(({ type }) => /^[a-z][a-z0-9_]{0,63}$/.test(type))).toBe(true);
    }),
  );
});
