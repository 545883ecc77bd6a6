import { expect, test } from "vitest";
import { finishedBefore, fittingInterval, mergeSeries, startOfInterval } from "./series.ts";

const at = (minute: number) => new Date(minute * 60_000).toISOString();

test("platforms share moments, and what one does not know stays unknown", () =>
  expect(
    mergeSeries(
      {
        tiktok: {
          points: [
            { at: at(1), orders: 2 },
            { at: at(0), orders: 1 },
          ],
          marks: [],
        },
        youtube: {
          points: [
            { at: at(1), orders: null },
            { at: at(2), orders: 0 },
          ],
          marks: [],
        },
        native: undefined,
      },
      "orders",
      null,
    ),
  ).toEqual([
    { time: 0, values: { tiktok: 1, youtube: null, native: null } },
    { time: 60_000, values: { tiktok: 2, youtube: null, native: null } },
    { time: 120_000, values: { tiktok: null, youtube: 0, native: null } },
  ]));

test("money is drawn in the show's currency alone", () => {
  const point = { at: at(0), gmv_paid: [{ amountMicros: 5_000_000, currency: "USD" }] };
  expect(mergeSeries({ all: { points: [point], marks: [] } }, "gmv_paid", "USD")[0]?.values["all"]).toBe(5);
  expect(mergeSeries({ all: { points: [point], marks: [] } }, "gmv_paid", "EUR")[0]?.values["all"]).toBeNull();
});

test.each([
  [10, "10s"],
  [60, "1m"],
  [600, "5m"],
  [3_000, "15m"],
])("%d minutes are drawn by %s", (minutes, interval) => expect(fittingInterval(minutes * 60_000)).toBe(interval));

test("an interval that still fills is not drawn", () => {
  const rows = [0, 60_000, 120_000].map((time) => ({ time, values: {} }));
  const drawn = (now: number) => finishedBefore(rows, startOfInterval(now, "1m")).map(({ time }) => time);
  expect(drawn(179_999)).toEqual([0, 60_000]);
  expect(drawn(180_000)).toEqual([0, 60_000, 120_000]);
});
