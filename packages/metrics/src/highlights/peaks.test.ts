import { expect, test } from "vitest";
import { peakRule, peaksOf } from "./peaks.ts";

test("a peak lies far above the show's other minutes, and minutes side by side are one", () => {
  const counts = [10, 12, 9, 11, 60, 70, null, 65, 10, 8, 11, 10];
  const rule = peakRule(counts, 10);
  expect(rule).toMatchObject({ minutes: 11, median: 11, factor: 5, minimum: 10 });
  // The minutes differ less than chance alone would make them differ.
  expect(rule.spread).toBeCloseTo(0.6745 * Math.sqrt(11));
  expect(peaksOf(counts, rule)).toEqual([
    [4, 5],
    [7, 7],
  ]);
});

test("where hardly anything happens, a peak still holds the least that one must", () => {
  const rule = peakRule([0, 0, 1, 0, 2, 0, 3, 0], 3);
  expect(rule).toMatchObject({ median: 0, spread: 0, threshold: 3 });
  expect(peaksOf([0, 0, 1, 0, 2, 0, 3, 0], rule)).toEqual([[6, 6]]);
});

test("what nobody measures has no peaks", () => {
  const rule = peakRule([null, null], 3);
  expect(rule).toMatchObject({ minutes: 0, median: null, threshold: null });
  expect(peaksOf([null, null], rule)).toEqual([]);
});
