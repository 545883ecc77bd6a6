import { expect, test } from "vitest";
import { sharesOf, sideBySide } from "./side-by-side.ts";

const credit = (conversions: number) => ({ conversions, amount: [], share: conversions / 10 });
const answer = (rows: [string, number][], unattributed: number) => ({
  rows: rows.map(([key, conversions]) => ({ key, ...credit(conversions) })),
  unattributed: credit(unattributed),
  total: credit(10),
});

test("every key has one row with its credit by each model that knows it, the most credited first", () => {
  const rows = sideBySide([
    {
      model: "first",
      answer: answer(
        [
          ["a", 3],
          ["b", 2],
        ],
        5,
      ),
    },
    {
      model: "last",
      answer: answer(
        [
          ["b", 4],
          ["c", 1],
        ],
        5,
      ),
    },
    { model: "markov", answer: undefined },
  ]);
  expect(rows.map(({ key, credits }) => [key, credits.first?.conversions, credits.last?.conversions])).toEqual([
    ["b", 2, 4],
    ["a", 3, undefined],
    ["c", undefined, 1],
  ]);
});

test("keys that are not drawn are one part; the parts are the whole", () => {
  const shares = sharesOf(
    answer(
      [
        ["a", 3],
        ["b", 2],
        ["c", 1],
      ],
      4,
    ),
    ["a"],
  );
  expect(shares).toEqual({ "key a": 0.3, others: expect.closeTo(0.3), unattributed: 0.4 });
  expect(sharesOf(undefined, ["a"])).toEqual({});
});
