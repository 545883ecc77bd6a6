import fc from "fast-check";
import { expect, test } from "vitest";
import { convert, type ExchangeRate } from "./exchange.ts";

const rates: ExchangeRate[] = [
  { day: "2026-11-20", from: "EUR", to: "USD", rate: "1.08" },
  { day: "2026-11-10", from: "EUR", to: "USD", rate: 1.05 },
  { day: "2026-11-15", from: "JPY", to: "EUR", rate: 0.0061 },
];

test("the rate of the day holds, else that of the nearest earlier day, never a later one", () => {
  expect(convert(rates, 10_000_000, "EUR", "USD", "2026-11-20")).toBe(10_800_000);
  expect(convert(rates, 10_000_000, "EUR", "USD", "2026-12-31")).toBe(10_800_000);
  expect(convert(rates, 10_000_000, "EUR", "USD", "2026-11-19")).toBe(10_500_000);
  expect(convert(rates, 10_000_000, "EUR", "USD", "2026-11-09")).toBeNull();
  expect(convert(rates, 10_000_000, "EUR", "GBP", "2026-11-20")).toBeNull();
});

test("one currency needs no rate", () => {
  expect(convert([], -7, "EUR", "EUR", "2026-11-20")).toBe(-7);
});

test("the inverse is used only when no rate of the asked direction is known by the day", () => {
  expect(convert(rates, 1_080_000, "USD", "EUR", "2026-11-20")).toBe(1_000_000);
  const both = [...rates, { day: "2026-11-01", from: "USD", to: "EUR", rate: 0.5 }];
  expect(convert(both, 1_080_000, "USD", "EUR", "2026-11-20")).toBe(540_000);
});

test("the last micro is rounded half to even, on both sides of nought", () => {
  const half = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate: "0.5" }];
  const rounded = [1, 3, 5, -1, -3, -5].map((micros) => convert(half, micros, "AAA", "BBB", "2026-01-01"));
  expect(rounded).toEqual([0, 2, 2, 0, -2, -2]);
  const third = [{ day: "2026-01-01", from: "BBB", to: "AAA", rate: 3 }];
  expect(convert(third, 5, "AAA", "BBB", "2026-01-01")).toBe(2);
});

test("digits that a float would lose are kept, also of a rate with an exponent", () => {
  const fine = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate: "1.000000000000000001" }];
  expect(convert(fine, 9_007_199_254_740_991, "AAA", "BBB", "2026-01-01")).toBe(9_007_199_254_740_991);
  const tiny = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate: 1e-7 }];
  expect(convert(tiny, 30_000_000, "AAA", "BBB", "2026-01-01")).toBe(3);
});

test("what is no rate, or does not fit, is an error and not a wrong amount", () => {
  for (const rate of [0, -1, "abc", Number.NaN]) {
    const wrong = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate }];
    expect(() => convert(wrong, 1, "AAA", "BBB", "2026-01-01")).toThrow(RangeError);
  }
  const large = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate: 100 }];
  expect(() => convert(large, 9_007_199_254_740_991, "AAA", "BBB", "2026-01-01")).toThrow(RangeError);
});

test("there and back again is the same amount, to the micro, for every rate of at least one", () => {
  const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
  const rate = fc.integer({ min: 1_000_000, max: 900_000_000 }).map((millionths) => millionths / 1_000_000);
  fc.assert(
    fc.property(amount, rate, (micros, each) => {
      const one = [{ day: "2026-01-01", from: "AAA", to: "BBB", rate: each }];
      const there = convert(one, micros, "AAA", "BBB", "2026-06-01") ?? Number.NaN;
      expect(convert(one, there, "BBB", "AAA", "2026-06-01")).toBe(micros);
    }),
    { numRuns: 2000 },
  );
});
