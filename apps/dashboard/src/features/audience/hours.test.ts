import { expect, test } from "vitest";
import type { BestTime, HourOfWeek } from "../../api/audience.ts";
import { bestHours, currenciesOf, estimateOf, hoursInUse } from "./hours.ts";

const estimate = (value: number, low: number, high: number, shows = 4) => ({
  value,
  low,
  high,
  shows,
  enough: shows >= 4,
});
const hour = (at: number, viewers: HourOfWeek["viewers"], currencies: string[] = []): HourOfWeek => ({
  weekday: 1,
  hour: at,
  shows: 4,
  viewers,
  engagement: null,
  revenue: currencies.map((currency) => ({ currency, ...estimate(5, 4, 6) })),
});
const week = (hours: HourOfWeek[], enough = true): BestTime => ({
  timezone: "UTC",
  shows: 4,
  needed: 4,
  enough,
  hours,
});
const viewers = (one: HourOfWeek) => estimateOf(one, "viewers", undefined);

test("the best hour is one with enough shows, with those that nobody can tell from it", () => {
  const hours = [
    hour(1, estimate(900, 0, 2000, 2)),
    hour(2, estimate(100, 90, 110)),
    hour(3, estimate(80, 60, 95)),
    hour(4, estimate(50, 40, 60)),
    hour(5, null),
  ];
  const best = bestHours(week(hours), viewers);
  expect(best?.first.hour.hour).toBe(2);
  expect(best?.alike.map((one) => one.hour.hour)).toEqual([3]);
  expect(bestHours(week(hours, false), viewers)).toBeNull();
});

test("revenue is of one currency, and unknown where there is none of it", () => {
  const hours = [hour(1, null, ["USD"]), hour(2, null, ["EUR", "USD"])];
  expect(currenciesOf(hours)).toEqual(["USD", "EUR"]);
  expect(hours.map((one) => estimateOf(one, "revenue", "EUR")?.value)).toEqual([undefined, 5]);
});

test("the map shows the hours in use, and one on either side within the day", () => {
  expect(hoursInUse([hour(19, null), hour(21, null)])).toEqual([18, 19, 20, 21, 22]);
  expect(hoursInUse([hour(0, null), hour(23, null)])).toHaveLength(24);
});
