import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { RoiRequest } from "@showpulse/metrics";
import { askRoi, type RoiFacts } from "@showpulse/metrics/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const EURO = 1_000_000;
const euros = (amount: number) => ({ amountMicros: amount * EURO, currency: "EUR" });
const nothingTyped: RoiFacts = { costs: [], products: new Map(), rates: [], commissionRates: new Map(), fees: [] };

let made = 0;
async function asked(log: AcceptedEvent[], facts: Partial<RoiFacts>, request: Partial<RoiRequest> = {}) {
  const workspace = `roi-${(made += 1)}`;
  await clickhouse.store(log.map((one) => ({ ...one, workspace })));
  const period = { from: "2026-11-01", to: "2026-11-30" };
  const whole = { groupBy: "campaign", model: "last", ...period, ...request } as const;
  return askRoi(clickhouse.client, workspace, whole, { ...nothingTyped, ...facts });
}

const seen = (actor: string, seconds: number, data: EventData) =>
  event("page_view", { show: "", seconds }, { actor, ...data });
const bought = (actor: string, seconds: number, data: EventData) =>
  event("purchase", { show: "", seconds }, { actor, ...data });
const spent = (key: string, kind: "ads" | "commission", amount: number, currency = "EUR", day = "2026-11-20") => ({
  key,
  kind,
  day,
  amount: { amountMicros: amount * EURO, currency },
});

describe("a month", () => {
  // Ann bought 3 mugs (10 each) by the campaign and sent one back; Ben, who had bought in October, bought for 50 by
  // nobody's credit; Cleo bought for 20 by the campaign and got all of it back.
  const log = [
    seen("ann", 0, { campaign: "c1", creator: "mia" }),
    bought("ann", 60, { order: "1", ...euros(30), items: [{ item: "mug", quantity: 3 }] }),
    event("refund", { show: "", seconds: 9000 }, { order: "1", ...euros(10), items: [{ item: "mug", quantity: 1 }] }),
    bought("ben", -30 * 86_400, { order: "0", ...euros(7) }),
    bought("ben", 100, { order: "2", ...euros(50), items: [{ item: "unknown", quantity: 2 }] }),
    bought("cleo", 200, { order: "3", ...euros(20), campaign: "c1", items: [{ item: "mug", quantity: 2 }] }),
    event("order_cancelled", { show: "", seconds: 9000 }, { order: "3" }),
  ];
  const facts = {
    costs: [spent("c1", "ads", 10), spent("", "ads", 4), spent("c1", "commission", 1)],
    products: new Map([["mug", euros(4)]]),
    commissionRates: new Map([["mia", 0.1]]),
  };

  test("what a campaign brought and cost", async () => {
    const { rows, total, otherTotals } = await asked(log, facts);
    const none = euros(0);
    expect(rows[0]).toEqual({
      key: "(unattributed)",
      currency: "EUR",
      revenue: euros(50),
      refunds: none,
      netRevenue: euros(50),
      goodsCost: none,
      costs: {
        ads: euros(4),
        host_fee: none,
        commission: none,
        production: none,
        platform_fee: none,
        shipping: none,
        discount: none,
        other: none,
      },
      costsByRule: { commission: none, platform_fee: none },
      allCosts: euros(4),
      contribution: euros(46),
      roi: 11.5,
      roas: 12.5,
      poas: 12.5,
      mer: 12.5,
      merCostShare: 0.08,
      cac: euros(4),
      cacNew: null,
      orders: 1,
      buyers: 1,
      newCustomers: 0,
      newFromPaid: 0,
      aov: euros(50),
      unitsWithoutCost: 2,
      missingRates: [],
    });
    // 30 + 20 paid, 10 + 20 back, 2 mugs kept; Mia gets a tenth of Ann's 20.
    expect(rows[1]).toMatchObject({
      key: "c1",
      revenue: euros(50),
      refunds: euros(30),
      netRevenue: euros(20),
      goodsCost: euros(8),
      costs: { ads: euros(10), commission: euros(3) },
      allCosts: euros(13),
      contribution: euros(-1),
      roi: -1 / 13,
      roas: 5,
      poas: 1.2,
      cac: euros(6.5),
      orders: 2,
      buyers: 2,
      newCustomers: 2,
      // 10 of ads for Ann and Cleo; 50 for the 13 of ads and commission.
      newFromPaid: 2,
      cacNew: euros(5),
      mer: 50 / 13,
      costsByRule: { commission: euros(2), platform_fee: none },
      aov: euros(25),
      unitsWithoutCost: 0,
    });
    expect(rows).toHaveLength(2);
    expect(total).toMatchObject({
      revenue: euros(100),
      refunds: euros(30),
      costs: { ads: euros(14), commission: euros(3) },
      contribution: euros(45),
      orders: 3,
      buyers: 3,
      newCustomers: 2,
      newFromPaid: 2,
      cacNew: euros(7),
    });
    expect(otherTotals).toEqual([]);
  });

  test("a creator is paid for what its own row is credited with", async () => {
    const { rows, total } = await asked(log, { ...facts, costs: [] }, { groupBy: "creator" });
    expect(rows.find(({ key }) => key === "mia")).toMatchObject({ netRevenue: euros(20), allCosts: euros(2) });
    expect(total.allCosts).toEqual(euros(2));
  });

  test("nothing below the line is no ratio", async () => {
    const { rows } = await asked([], { costs: [spent("c1", "commission", 1)] });
    expect(rows).toMatchObject([{ key: "c1", roas: null, poas: null, cac: null, aov: null, roi: -1 }]);
    const { total } = await asked(log, {});
    expect(total).toMatchObject({ roi: null, roas: null, contribution: euros(70) });
  });
});

describe("several currencies", () => {
  const log = [
    bought("ann", 0, { order: "1", campaign: "c1", amountMicros: 10 * EURO, currency: "USD" }),
    bought("ben", 0, { order: "2", campaign: "c1", ...euros(10) }),
    bought("cleo", 0, { order: "3", campaign: "c1", ...euros(10) }),
  ];

  test("are one by the rate of the day, else of the nearest earlier day", async () => {
    const rates = [
      { from: "USD", to: "EUR", day: "2026-11-19", rate: "0.9" },
      { from: "USD", to: "EUR", day: "2026-11-20", rate: "0.8" },
      { from: "USD", to: "EUR", day: "2026-11-22", rate: "0.5" },
    ];
    const costs = [spent("c1", "ads", 10, "USD", "2026-11-19")];
    const { rows, otherTotals } = await asked(log, { rates, costs });
    expect(rows).toMatchObject([{ revenue: euros(28), costs: { ads: euros(9) }, missingRates: [] }]);
    expect(otherTotals).toEqual([]);
    const inDollars = await asked(log, { rates, costs }, { currency: "USD" });
    expect(inDollars.total.revenue).toEqual({ amountMicros: 35 * EURO, currency: "USD" });
  });

  test("are refused where the sum is past what a number holds to the micro", async () => {
    const dear = bought("ann", 0, { campaign: "c1", ...euros(1), items: [{ item: "mug", quantity: 3_000_000_000 }] });
    const rates = [{ from: "USD", to: "EUR", day: "2026-11-19", rate: "2" }];
    const products = new Map([["mug", { amountMicros: 2 * EURO, currency: "USD" }]]);
    await expect(asked([dear], { rates, products })).rejects.toThrow(/does not fit/);
  });

  test("without a rate stay in rows of their own, which say so", async () => {
    const { rows, total, otherTotals } = await asked(log, {});
    const missingRates = [{ from: "USD", to: "EUR", day: "2026-11-21" }];
    expect(rows).toMatchObject([
      { key: "c1", revenue: euros(20), orders: 2, missingRates },
      { key: "c1", revenue: { amountMicros: 10 * EURO, currency: "USD" }, orders: 1, missingRates },
    ]);
    expect(total).toMatchObject({ revenue: euros(20), missingRates });
    expect(otherTotals).toMatchObject([{ revenue: { amountMicros: 10 * EURO, currency: "USD" }, orders: 1 }]);
  });
});
