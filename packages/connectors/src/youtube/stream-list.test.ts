import { expect, test } from "vitest";
import { fromStreamList, streamListMethod } from "./stream-list.external.ts";

/** A reply on the wire, written by hand from the published field numbers: id 101, snippet 2, type 1, gift 34. */
test("reads the published field numbers", () => {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
  const bytes = (field: number, content: number[]) => [
    ...varint((field << 3) | 2),
    ...varint(content.length),
    ...content,
  ];
  const text = (field: number, value: string) => bytes(field, [...Buffer.from(value)]);
  const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)];

  const gift = [...text(1, "Rose"), ...bytes(2, number(1, 5)), ...number(3, 10), ...number(8, 3)];
  const given = bytes(1007, [...text(101, "LCC.a"), ...bytes(2, [...number(1, 21), ...bytes(34, gift)])]);
  const money = [...number(1, 4_990_000), ...text(2, "EUR")];
  const author = [...bytes(3, [...text(10101, "UC1"), ...text(103, "@one")])];
  const paid = bytes(1007, [
    ...text(101, "LCC.b"),
    ...bytes(2, [...number(1, 15), ...text(4, "2026-11-21T20:00:00Z"), ...bytes(27, money)]),
    ...author,
  ]);
  const unknown = bytes(1007, [...text(101, "LCC.c"), ...bytes(2, number(1, 99))]);
  const poll = bytes(1008, bytes(2, [...number(1, 20), ...bytes(33, number(2, 1))]));
  const reply = Buffer.from([
    ...given,
    ...paid,
    ...unknown,
    ...poll,
    ...text(100602, "next"),
    ...text(2, "2026-11-21T21:00:00Z"),
  ]);

  expect(fromStreamList(streamListMethod().responseDeserialize(reply))).toEqual({
    items: [
      {
        id: "LCC.a",
        snippet: {
          type: "giftEvent",
          giftDetails: { giftName: "Rose", giftDuration: { seconds: "5" }, jewelsAmount: 10, comboCount: 3 },
        },
      },
      {
        id: "LCC.b",
        snippet: {
          type: "superChatEvent",
          publishedAt: "2026-11-21T20:00:00Z",
          superChatDetails: { amountMicros: "4990000", currency: "EUR" },
        },
        authorDetails: { channelId: "UC1", displayName: "@one" },
      },
      { id: "LCC.c", snippet: { type: "99" } },
    ],
    activePollItem: { snippet: { type: "pollEvent", pollDetails: { status: "active" } } },
    nextPageToken: "next",
    offlineAt: "2026-11-21T21:00:00Z",
  });
});
