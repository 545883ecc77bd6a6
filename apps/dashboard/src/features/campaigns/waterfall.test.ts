import { expect, test } from "vitest";
import type { RoiFigures } from "../../api/roi.ts";
import { waterfallOf } from "./waterfall.ts";

const eur = (amountMicros: number) => ({ amountMicros, currency: "EUR" });
const nothing = eur(0);

const figures: RoiFigures = {
  currency: "EUR",
  revenue: eur(1_000),
  refunds: eur(100),
  netRevenue: eur(900),
  goodsCost: eur(300),
  costs: {
    ads: eur(500),
    host_fee: nothing,
    commission: nothing,
    production: nothing,
    platform_fee: nothing,
    shipping: eur(200),
    discount: nothing,
    other: nothing,
  },
  costsByRule: { commission: nothing, platform_fee: nothing },
  allCosts: eur(700),
  contribution: eur(-100),
  roi: -1 / 7,
  roas: 2,
  poas: 1.2,
  mer: 2,
  merCostShare: 0.5,
  cac: null,
  cacNew: null,
  orders: 1,
  buyers: 0,
  newCustomers: 0,
  newFromPaid: 0,
  aov: eur(1_000),
  unitsWithoutCost: 0,
  missingRates: [],
};

test("the bars lead from revenue to contribution without a jump, costs of nothing left out", () => {
  expect(waterfallOf(figures).map(({ part, from, to }) => [part, from, to])).toEqual([
    ["revenue", 0, 1_000],
    ["refunds", 1_000, 900],
    ["netRevenue", 0, 900],
    ["goodsCost", 900, 600],
    ["ads", 600, 100],
    ["shipping", 100, -100],
    ["contribution", 0, -100],
  ]);
});
