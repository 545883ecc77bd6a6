import { expect, test } from "vitest";
import { compactMetric, exactMetric, readingOf } from "./metric.ts";
import { amountIn, compactMoney, exactMoney } from "./money.ts";
import { compactNumber, compactPercent, duration, exactNumber, signedDuration, signedNumber } from "./number.ts";
import { relativeTime } from "./time.ts";

test.each([
  [0, "0"],
  [7, "7"],
  [999, "999"],
  [1_234, "1.23K"],
  [12_345, "12.3K"],
  [123_456, "123K"],
  [999_999, "1M"],
  [3.14159, "3.14"],
])("a tile shows %d as %s", (value, shown) => expect(compactNumber(value, "en")).toBe(shown));

test("the exact figure keeps every digit", () => expect(exactNumber(1_234_567, "en")).toBe("1,234,567"));

test("rates of 0–1 are percent with at most 3 significant digits, also over 1", () => {
  expect(compactPercent(0.012_345, "en")).toBe("1.23%");
  expect(compactPercent(3.4567, "en")).toBe("346%");
});

test("a difference carries its sign", () => {
  expect(signedNumber(14, "en")).toBe("+14");
  expect(signedNumber(-3, "en")).toBe("-3");
  expect(signedNumber(0, "en")).toBe("0");
  expect([3120, -3900, 0].map((seconds) => signedDuration(seconds, "en"))).toEqual(["+52m", "-1h 5m", "0s"]);
});

test.each([
  [0, "0s"],
  [4.256, "4.26s"],
  [59.99, "1m"],
  [65, "1m 5s"],
  [3_600, "1h"],
  [3_725, "1h 2m"],
])("%d seconds are %s", (seconds, shown) => expect(duration(seconds, "en")).toBe(shown));

test("money keeps every micro up to the largest safe integer", () => {
  expect(exactMoney({ amountMicros: Number.MAX_SAFE_INTEGER, currency: "USD" }, "en")).toBe("$9,007,199,254.74");
  expect(exactMoney({ amountMicros: -12_990_000, currency: "USD" }, "en")).toBe("-$12.99");
  expect(exactMoney({ amountMicros: 1_500_000_000, currency: "JPY" }, "en")).toBe("¥1,500");
  expect(compactMoney({ amountMicros: 12_345_600_000, currency: "EUR" }, "en")).toBe("€12.3K");
});

test("unknown is a dash and a measured none is zero of its currency", () => {
  expect(compactMetric(null, "money", "en", "USD")).toBe("–");
  expect(compactMetric([], "money", "en", "USD")).toBe("$0");
  expect(compactMetric([], "money", "en")).toBe("0");
  expect(compactMetric(0, "count", "en")).toBe("0");
});

test("money of several currencies is never added up", () =>
  expect(
    exactMetric(
      [
        { amountMicros: 1_000_000, currency: "USD" },
        { amountMicros: 2_000_000, currency: "EUR" },
      ],
      "money",
      "en",
    ),
  ).toBe("$1.00 · €2.00"));

test("the amount in one currency is null where only others are known, and 0 for a measured none", () => {
  const dollars = [{ amountMicros: 2_500_000, currency: "USD" }];
  expect(amountIn(dollars, "USD")).toBe(2.5);
  expect(amountIn(dollars, "EUR")).toBeNull();
  expect(amountIn([], "EUR")).toBe(0);
});

test("units of the registry say how a number is read", () => {
  expect(readingOf("money")).toBe("money");
  expect(readingOf("seconds")).toBe("seconds");
  expect(readingOf("ratio")).toBe("rate");
  expect(readingOf("people")).toBe("count");
  expect(compactMetric(8.879, readingOf("ratio", "roas"), "en")).toBe("8.88×");
  expect(compactMetric(0.5, readingOf("ratio", "refund_rate"), "en")).toBe("50%");
  expect(compactMetric("2026-11-22T12:00:00Z", readingOf("time", "break_even_at"), "en")).toMatch(/^Nov 22, /);
});

test("how long ago is told in the largest whole unit", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(relativeTime("2026-11-22T11:59:48Z", now, "en")).toBe("12 seconds ago");
  expect(relativeTime("2026-11-22T09:30:00Z", now, "en")).toBe("2 hours ago");
  expect(relativeTime("2026-11-23T13:00:00Z", now, "en")).toBe("tomorrow");
});
