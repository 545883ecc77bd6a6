import { expect, test } from "vitest";
import { waterfallOf } from "./waterfall.ts";

const row = {
  key: "spring",
  currency: "EUR",
  revenue: 1_000,
  refunds: 100,
  netRevenue: 900,
  goodsCost: 300,
  costs: { ads: 500, shipping: 200, other: 0 },
  contribution: -100,
  roi: null,
  roas: null,
  poas: null,
  cac: null,
  newCustomers: 0,
  aov: null,
};

test("the bars lead from revenue to contribution without a jump, costs of nothing left out", () => {
  const bars = waterfallOf(row);
  expect(bars.map(({ part, from, to }) => [part, from, to])).toEqual([
    ["revenue", 0, 1_000],
    ["refunds", 1_000, 900],
    ["netRevenue", 0, 900],
    ["goodsCost", 900, 600],
    ["ads", 600, 100],
    ["shipping", 100, -100],
    ["contribution", 0, -100],
  ]);
});
