import { expect, test } from "vitest";
import { ratioAxis, ratioPlace } from "./interval-scale.ts";

test("the axis reaches as far as the intervals do, in powers of two, and shows the point of no effect", () => {
  expect(ratioAxis([{ ratio: 1.4, low: 0.9, high: 3 }]).ticks).toEqual([0.5, 1, 2, 4]);
  expect(ratioAxis([]).ticks).toEqual([0.5, 1, 2]);
  expect(ratioAxis([{ ratio: 100, low: 0, high: null }])).toMatchObject({ low: 0.5, high: 16 });
});

test("equal factors are equal distances; what lies beyond stands at the end", () => {
  const axis = { low: 0.5, high: 2 };
  expect(ratioPlace(1, axis)).toBeCloseTo(0.5);
  expect(ratioPlace(0, axis)).toBe(0);
  expect(ratioPlace(9, axis)).toBe(1);
});
