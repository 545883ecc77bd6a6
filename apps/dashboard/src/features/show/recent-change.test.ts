import { expect, test } from "vitest";
import { recentChange } from "./recent-change.ts";

const minutes = (metric: string, values: unknown[]) =>
  values.map((value, minute) => ({ at: new Date(minute * 60_000).toISOString(), [metric]: value as number }));

test("a count grew by the sum of its last five minutes", () =>
  expect(recentChange(minutes("orders", [50, 1, 2, null, 3, 4]), "orders", "count", null)).toEqual({ grew: 10 }));

test("a gauge is compared with what it was five minutes before", () =>
  expect(recentChange(minutes("viewers_now", [100, 9, 9, 9, 9, 150]), "viewers_now", "gauge", null)).toEqual({
    share: 0.5,
  }));

test("a gauge without a reading then, or now, cannot be compared", () => {
  expect(recentChange(minutes("viewers_now", [0, 9, 9, 9, 9, 150]), "viewers_now", "gauge", null)).toBeNull();
  expect(recentChange(minutes("viewers_now", [null, 9, 9, 9, 9, 150]), "viewers_now", "gauge", null)).toBeNull();
  expect(recentChange(minutes("viewers_now", [100, 9, 9, 9, 9, null]), "viewers_now", "gauge", null)).toBeNull();
  expect(recentChange(minutes("viewers_now", [100, 150]), "viewers_now", "gauge", null)).toBeNull();
});

test("money grew in the show's currency", () =>
  expect(
    recentChange(minutes("gmv_paid", [[], [{ amountMicros: 2_000_000, currency: "EUR" }]]), "gmv_paid", "money", "EUR"),
  ).toEqual({ grew: 2 }));

test("nothing known has no change, and rates have none", () => {
  expect(recentChange(minutes("orders", [null, null]), "orders", "count", null)).toBeNull();
  expect(recentChange(minutes("engagement_rate", [0.1, 0.2]), "engagement_rate", "ratio", null)).toBeNull();
});
