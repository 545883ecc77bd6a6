import { expect, test } from "vitest";
import { nextQuotaReset } from "./quota-day.ts";

test.each([
  ["winter", "2026-11-21T20:00:00Z", "2026-11-22T08:00:00Z"],
  ["summer", "2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z"],
  ["just before midnight", "2026-11-22T07:59:59.999Z", "2026-11-22T08:00:00Z"],
  ["at midnight", "2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z"],
  ["the night the clocks go back", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z"],
  ["the day the clocks go back", "2026-11-01T12:00:00Z", "2026-11-02T08:00:00Z"],
  ["the day the clocks go forward", "2026-03-08T12:00:00Z", "2026-03-09T07:00:00Z"],
  ["the last day of the year", "2026-12-31T12:00:00Z", "2027-01-01T08:00:00Z"],
])("%s", (_name, now, reset) => {
  expect(new Date(nextQuotaReset(Date.parse(now))).toISOString()).toBe(new Date(reset).toISOString());
});
