import { expect, test } from "vitest";
import type { Comparison } from "../../api/funnels.ts";
import { askable, comparisonsOf, joinComparisons, valueFromText } from "./filters.ts";

const own: Comparison = { prop: "platform", op: "eq", value: "native" };
const begun: Comparison = { prop: "item", op: "eq", value: "" };
const set: Comparison = { prop: "offer", op: "isSet" };

test("a flat filter can be edited as a list and back; groups within groups cannot", () => {
  for (const filter of [own, { all: [own, set] }, { any: [own, set] }]) {
    const flat = comparisonsOf(filter);
    expect(flat && joinComparisons(flat.list, flat.match)).toEqual(filter);
  }
  expect(comparisonsOf({ all: [own, { any: [set] }] })).toBeNull();
  expect(joinComparisons([], "all")).toBeNull();
});

test("a comparison that is still being typed is not asked", () => {
  expect(askable({ all: [own, begun, set] })).toEqual({ all: [own, set] });
  expect(askable(begun)).toBeNull();
});

test("values are numbers only where numbers are compared", () => {
  expect(valueFromText("12.5", "gte")).toBe(12.5);
  expect(valueFromText("12", "eq")).toBe("12");
  expect(valueFromText("a, b,", "in")).toEqual(["a", "b"]);
});
