import { describe, expect, test } from "vitest";
import { betaShare } from "../packages/metrics/src/offer/distributions.ts";
import { type Audit, auditHonesty, type Told } from "../packages/metrics/src/offer/honest.ts";
import type { OfferSale } from "../packages/metrics/src/offer/sales.ts";

const NOTHING: Audit = {
  told: [],
  stock: null,
  sales: [],
  startedAt: 0,
  soldOutAt: null,
  endedAt: null,
  plannedEnd: null,
};

const told = (type: string, seconds: number, rest: Partial<Told> = {}): Told => ({
  at: seconds * 1000,
  type,
  stock: null,
  secondsLeft: null,
  endsAt: null,
  quantity: 1,
  person: "",
  ...rest,
});

const sale = (seconds: number, quantity: number, person = ""): OfferSale => ({
  at: seconds * 1000,
  person,
  units: [{ item: "p", quantity }],
  quantity,
  currency: "EUR",
  revenue: 0,
  refunds: 0,
  refunded: false,
});

const found = (audit: Partial<Audit>) =>
  auditHonesty({ ...NOTHING, ...audit })?.map(({ at, kind, shown, actual }) => [
    Date.parse(at) / 1000,
    kind,
    shown,
    actual,
  ]);

describe("what viewers are shown", () => {
  test("agrees with the stock log within seconds, and with what open checkouts hold", () => {
    const shown = [
      told("offer_stock", 0, { stock: 10 }),
      told("offer_stock", 12, { stock: 10 }),
      told("begin_checkout", 20, { quantity: 3, person: "a" }),
      told("offer_stock", 21, { stock: 5 }),
      told("offer_stock", 41, { stock: 5 }),
    ];
    expect(found({ told: shown, stock: 10, sales: [sale(10, 2), sale(40, 3, "a")] })).toEqual([]);
  });

  test("is false where fewer or more units are shown than are left", () => {
    const shown = [told("offer_stock", 30, { stock: 2 }), told("offer_stock", 60, { stock: 10 })];
    expect(found({ told: shown, stock: 10, sales: [sale(10, 2)] })).toEqual([
      [30, "stock_too_low", 2, 8],
      [60, "stock_too_high", 10, 8],
    ]);
  });

  test("is false where it is called sold out and is not, or goes on selling", () => {
    const shown = [told("begin_checkout", 55, { person: "held" }), told("offer_sold_out", 60)];
    const sales = [sale(10, 2), sale(70, 1, "held"), sale(80, 1, "new")];
    expect(found({ told: shown, stock: 10, sales, soldOutAt: 60_000 })).toEqual([
      [60, "sold_out_early", 0, 7],
      [80, "sold_after_sold_out", 0, 1],
    ]);
  });

  test("agrees with the clock, or is listed", () => {
    const shown = [
      told("offer_started", 0, { endsAt: 60_000 }),
      told("view_promotion", 20, { secondsLeft: 40 }),
      told("view_promotion", 30, { secondsLeft: 5 }),
      told("offer_announced", 50, { endsAt: 90_000 }),
      told("offer_ended", 61),
      told("offer_started", 70),
    ];
    expect(found({ told: shown, endedAt: 61_000 })).toEqual([
      [30, "time_wrong", 5, 30],
      [50, "time_wrong", 40, 10],
      [70, "started_again", null, null],
    ]);
    const ended = { told: [told("offer_started", 0)], plannedEnd: 60_000, endedAt: 30_000 };
    expect(found(ended)).toEqual([[30, "ended_early", 60, 30]]);
    expect(found({ ...ended, soldOutAt: 30_000, stock: 1, sales: [sale(30, 1)] })).toEqual([]);
  });

  test("is judged of thousands of units and open checkouts as of a few", () => {
    const count = 20_000;
    const each = Array.from({ length: count }, (_, index) => index);
    const shown = each.flatMap((index) => [
      told("begin_checkout", index, { person: `p${index}` }),
      told("offer_stock", index + 0.9, { stock: count - index - 1 }),
    ]);
    const sales = each.map((index) => sale(index + 0.8, 1, `p${index}`));
    const last = told("offer_stock", count + 20, { stock: 7 });
    expect(found({ told: [...shown, last], stock: count, sales })).toEqual([[count + 20, "stock_too_high", 7, 0]]);
  });

  test("cannot be judged where neither stock nor time was shown", () => {
    expect(auditHonesty({ ...NOTHING, told: [told("offer_started", 0)] })).toBeNull();
  });
});

test("the share of a Beta distribution is the binomial tail", () => {
  // P(X ≥ 2) of Binomial(4, 0.5); P(X ≥ 3) of Binomial(10, 0.1).
  expect(betaShare(0.5, 2, 3)).toBeCloseTo(0.6875, 12);
  expect(betaShare(0.1, 3, 8)).toBeCloseTo(0.0701908264, 10);
  expect(betaShare(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 12);
  expect(betaShare(0.502, 5000, 5000) + betaShare(0.498, 5000, 5000)).toBeCloseTo(1, 10);
});
