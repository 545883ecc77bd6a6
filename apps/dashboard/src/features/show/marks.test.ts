import { expect, test } from "vitest";
import { readMarks } from "./marks.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 20, minute)).toISOString();

test("an offer lasts from its start to its own end, not to that of another", () => {
  const marks = readMarks([
    { platform: "native", at: at(1), type: "offer_started", offer: "a" },
    { platform: "native", at: at(2), type: "offer_started", offer: "b" },
    { platform: "native", at: at(3), type: "offer_ended", offer: "b" },
    { platform: "native", at: at(9), type: "offer_ended", offer: "a" },
  ]);
  expect(marks.map(({ about, to }) => [about, to])).toEqual([
    ["a", Date.parse(at(9))],
    ["b", Date.parse(at(3))],
  ]);
});

test("a gap is a span that says its platform and reason; an offer still running has no end", () => {
  const [gap, offer] = readMarks([
    { at: at(2), to: at(5), type: "connector_gap", platform: "tiktok", reason: "silent", recovered: false },
    { platform: "native", at: at(7), type: "offer_started", offer: "a" },
  ]);
  expect(gap).toMatchObject({ kind: "gap", to: Date.parse(at(5)), platforms: ["tiktok"], about: "silent" });
  expect(offer).toMatchObject({ kind: "offer", to: null });
});

test("marks come in time's order and a pin is a moment", () =>
  expect(
    readMarks([
      { platform: "native", at: at(8), type: "offer_sold_out", offer: "a" },
      { platform: "native", at: at(1), type: "product_pinned", item: "sku", itemName: "Serum" },
      { platform: "native", at: at(4), type: "product_unpinned", item: "sku" },
    ]).map(({ kind, type, to, about }) => [kind, type, to, about]),
  ).toEqual([
    ["pin", "product_pinned", null, "Serum"],
    ["offer", "offer_sold_out", null, "a"],
  ]));

test("what two platforms tell of at once is one mark; gaps stay each platform's own", () => {
  const pin = { at: at(1), type: "product_pinned", itemName: "Serum" };
  const gap = { at: at(4), to: at(5), type: "connector_gap", reason: "silent" };
  const marks = readMarks([
    { ...pin, platform: "tiktok" },
    { ...pin, platform: "native", at: new Date(Date.parse(at(1)) + 900).toISOString() },
    { ...pin, platform: "tiktok", at: at(3) },
    { ...gap, platform: "tiktok" },
    { ...gap, platform: "youtube" },
  ]);
  expect(marks.map(({ kind, platforms }) => [kind, platforms])).toEqual([
    ["pin", ["tiktok", "native"]],
    ["pin", ["tiktok"]],
    ["gap", ["tiktok"]],
    ["gap", ["youtube"]],
  ]);
});
