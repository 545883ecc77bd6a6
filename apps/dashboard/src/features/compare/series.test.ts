import { expect, test } from "vitest";
import type { ComparedShow } from "../../api/compare.ts";
import { alignedRows, mainCurrency } from "./series.ts";

const show = (id: string, points: ComparedShow["points"]): ComparedShow => ({
  show: id,
  title: id,
  startedAt: "2026-11-21T20:00:00.000Z",
  endedAt: null,
  minutes: points.length,
  points,
  figures: {},
});
const eur = (amount: number) => [{ amountMicros: amount * 1_000_000, currency: "EUR" }];

test("shows stand side by side by the minute since each began; what nobody knows is null", () => {
  const shows = [
    show("a", [
      { minute: 0, orders: 1, gmv_paid: eur(5) },
      { minute: 1, orders: null, gmv_paid: [] },
    ]),
    show("b", [{ minute: 0, orders: 3, gmv_paid: [{ amountMicros: 1, currency: "USD" }] }]),
  ];
  expect(alignedRows(shows, "orders", undefined)).toEqual([
    { time: 0, values: { a: 1, b: 3 } },
    { time: 60_000, values: { a: null, b: null } },
  ]);
  expect(mainCurrency(shows, "gmv_paid")).toBe("EUR");
  expect(alignedRows(shows, "gmv_paid", "EUR").map(({ values }) => values)).toEqual([
    { a: 5, b: null },
    { a: 0, b: null },
  ]);
});
