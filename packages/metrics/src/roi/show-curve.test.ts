import { expect, test } from "vitest";
import { ExchangeOffice } from "./exchange-office.ts";
import { FeeBook } from "./fees.ts";
import { breakEvenOf } from "./show-curve.ts";
import { type MoneyEvent, showOrders } from "./show-orders.ts";
import { atOnce } from "./turns.ts";

const event = (type: MoneyEvent["type"], at: number, seq: number, amountMicros: number): MoneyEvent => ({
  type,
  at,
  seq,
  platform: "native",
  order: "1",
  person: "ann",
  creator: "",
  money: { amountMicros, currency: "EUR" },
  lines: [],
});

test("all that came back before an order's newest word counts from it on, in whatever order it came in", () => {
  const orders = showOrders([event("refund", 100, 7, 5), event("refund", 200, 3, 20), event("purchase", 300, 9, 1000)]);
  const { points } = atOnce(
    breakEvenOf(orders, [], 0, {
      office: new ExchangeOffice([], "EUR"),
      products: new Map(),
      commissionRates: new Map(),
      fees: new FeeBook([]),
    }),
  );
  expect(points.at(-1)?.contributionMicros).toBe(975);
});
