import { expect, test } from "vitest";
import { shareInterval } from "./wilson.ts";

test("a share's interval is Wilson's: 10 of 100 lies between 5.5 % and 17.4 %", () => {
  expect(shareInterval(10, 100)?.low).toBeCloseTo(0.0552, 4);
  expect(shareInterval(10, 100)?.high).toBeCloseTo(0.1744, 4);
  expect(shareInterval(0, 5)).toEqual({ low: 0, high: expect.closeTo(0.4345, 4) });
  expect(shareInterval(0, 0)).toBeNull();
});
