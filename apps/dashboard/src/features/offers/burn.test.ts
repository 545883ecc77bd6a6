import { expect, test } from "vitest";
import { burnRows } from "./burn.ts";

test("units by 10 s add up to what was sold so far", () => {
  const start = "2026-11-21T20:00:00.000Z";
  const burn = [
    { at: start, units: 3 },
    { at: "2026-11-21T20:00:10.000Z", units: 0 },
    { at: "2026-11-21T20:00:20.000Z", units: 2 },
  ];
  expect(burnRows(burn, start)).toEqual([
    { seconds: 0, units: 3, sold: 3 },
    { seconds: 10, units: 0, sold: 3 },
    { seconds: 20, units: 2, sold: 5 },
  ]);
});
