import { describe, expect, test } from "vitest";
import { NoSuchPeriod, periodOf } from "./days.ts";

const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
const from = (text: string, timezone = "UTC") => iso(periodOf({ from: text }, timezone).from);

describe("a period", () => {
  test("of days has both of them whole, where the clock is changed too", () => {
    const { from: start, to: end } = periodOf({ from: "2026-03-29", to: "2026-03-29" }, "Europe/Berlin");
    expect([iso(start), iso(end)]).toEqual(["2026-03-28T23:00:00.000Z", "2026-03-29T21:59:59.999Z"]);
  });

  test.each([
    ["2026-11-20T03:00:00Z", "America/Los_Angeles", "2026-11-20T03:00:00.000Z"],
    ["2026-11-20t03:00:00.5+01:00", "America/Los_Angeles", "2026-11-20T02:00:00.500Z"],
    ["2026-11-20T03:00:00", "America/Los_Angeles", "2026-11-20T11:00:00.000Z"],
    ["2026-11-20 03:00", "America/Los_Angeles", "2026-11-20T11:00:00.000Z"],
    ["2026-11-20T03:00:00.250", "Asia/Tehran", "2026-11-19T23:30:00.250Z"],
    // Shown twice: the first; never shown: what the clock shows in its place.
    ["2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ])("from %s in %s starts at %s", (text, timezone, expected) => {
    expect(from(text, timezone)).toBe(expected);
  });

  test.each([
    "-7d",
    "today",
    "2026-02-30",
    "2026-02-30T10:00:00Z",
    "2026-13-01",
    "2026-11-20T25:00:00",
    "20261120",
    "",
  ])("has no end %s", (text) => {
    for (const field of ["from", "to"] as const) {
      const asking = () => periodOf({ [field]: text }, "UTC");
      expect(asking).toThrow(NoSuchPeriod);
      expect(asking).toThrow(expect.objectContaining({ field }));
    }
  });

  test("may end with the last day that can be written", () => {
    expect(periodOf({ to: "9999-12-31" }, "Asia/Tokyo").to).toBe(Date.UTC(9999, 11, 31, 15) - 1);
  });

  test("ends when its end is shown for the last time", () => {
    const { to } = periodOf({ to: "2026-10-25T02:30:00" }, "Europe/Berlin");
    expect(iso(to)).toBe("2026-10-25T01:30:00.000Z");
  });

  test("does not end before it starts, and is somewhere", () => {
    const backwards = () => periodOf({ from: "2026-11-02", to: "2026-11-01" }, "UTC");
    expect(backwards).toThrow(expect.objectContaining({ field: "from" }));
    const nowhere = () => periodOf({}, "Mars/Base");
    expect(nowhere).toThrow(expect.objectContaining({ field: "timezone" }));
  });
});
