import { describe, expect, test } from "vitest";
import { rateRatioTo } from "../packages/metrics/src/offer/rate-ratio.ts";
import { offerUplift, type Span } from "../packages/metrics/src/offer/uplift.ts";

const MINUTE = 60_000;

describe("matched minutes", () => {
  const span = { from: 0, to: 60 * MINUTE };
  const running = { from: 20 * MINUTE, to: 25 * MINUTE };
  const every = (seconds: number, { from, to }: Span) =>
    Array.from({ length: (to - from) / (seconds * 1000) }, (_, index) => from + index * seconds * 1000);
  const orders = [
    ...every(30, { from: 0, to: running.from }),
    ...every(10, running),
    ...every(30, { from: running.to, to: span.to }),
  ];

  test("give the plain ratio of orders per minute where nobody counts viewers", () => {
    const { uplift, after } = offerUplift(running, { span, orders, viewers: [], offers: [running], blind: [] });
    expect(uplift.ratio).toBeCloseTo(3, 10);
    expect(uplift.low).toBeGreaterThan(1.5);
    expect(uplift.high).toBeLessThan(6);
    expect(after.ratio).toBeCloseTo(1, 10);
  });

  test("what is missing right after it, for as long as it ran, was only moved forward", () => {
    const dip = { from: running.to, to: running.to + 5 * MINUTE };
    const moved = [...orders.filter((at) => at < dip.from || at >= dip.to), ...every(60, dip)].sort((a, b) => a - b);
    const said = offerUplift(running, { span, orders: moved, viewers: [], offers: [running], blind: [] });
    // Five minutes with one order a minute, where matched minutes have two.
    expect(said.after.ratio).toBeCloseTo(0.5, 10);
    expect(said.ordersMissing).toBeCloseTo(5, 10);
    expect(said.uplift.ratio).toBeCloseTo(3, 10);
  });

  test("lie in the show, away from offers, from what follows them, and from gaps", () => {
    const other = { from: 40 * MINUTE, to: 45 * MINUTE };
    const blind = [{ from: 5 * MINUTE, to: 6 * MINUTE }];
    const { matched } = offerUplift(running, { span, orders, viewers: [], offers: [running, other], blind });
    const starts = matched.map(({ from }) => from / MINUTE);
    const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
    expect(starts).toEqual([...minutes(0, 5), ...minutes(6, 20), ...minutes(30, 40), ...minutes(50, 55)]);
  });

  test("have a like number of viewers, and orders count per viewer", () => {
    const viewers = [
      { at: 0, viewers: 10 },
      { at: 10 * MINUTE, viewers: 100 },
      { at: 30 * MINUTE, viewers: 120 },
      { at: 50 * MINUTE, viewers: 10 },
    ];
    const { matched, uplift } = offerUplift(running, { span, orders, viewers, offers: [running], blind: [] });
    expect(Math.min(...matched.map(({ from }) => from))).toBe(10 * MINUTE);
    expect(Math.max(...matched.map(({ to }) => to))).toBe(50 * MINUTE);
    // 10 minutes of 100 viewers and 20 of 120, two orders in each; 6 a minute from 100 while it ran.
    expect(uplift.ratio).toBeCloseTo(6 / 100 / (60 / 3400), 10);
  });

  test("what runs for a week is answered as well", () => {
    const week = { from: 0, to: 7 * 24 * 60 * MINUTE };
    const { uplift, matched } = offerUplift(week, { span, orders, viewers: [], offers: [week], blind: [] });
    expect(matched).toEqual([]);
    expect(uplift.enough).toBe(false);
    const evening = { from: 60 * MINUTE, to: 60 * MINUTE + week.to };
    const all = every(60, { from: 0, to: evening.to });
    const said = offerUplift(evening, {
      span: { from: 0, to: evening.to },
      orders: all,
      viewers: [],
      offers: [evening],
      blind: [],
    });
    expect(said.uplift).toMatchObject({ ratio: 1, enough: true });
  });

  test("too few of them: too little data", () => {
    const short = { from: 15 * MINUTE, to: 30 * MINUTE };
    const { uplift } = offerUplift(running, { span: short, orders, viewers: [], offers: [running], blind: [] });
    expect(uplift.enough).toBe(false);
  });
});

describe("the interval", () => {
  const minutes = (counts: readonly number[], from = 0) =>
    counts.map((orders, index) => ({ orders, exposure: 1, minute: from + index }));

  test("is that of two Poisson counts where every minute is like the others", () => {
    // 100 orders in 20 minutes against 25 in 5: by the binomial, 0.62–1.55.
    const { ratio, low, high } = rateRatioTo(minutes(Array.from({ length: 20 }, () => 5)))(
      minutes([5, 5, 5, 5, 5], 20),
    );
    expect(ratio).toBe(1);
    expect(low).toBeGreaterThan(0.45);
    expect(low).toBeLessThan(0.63);
    expect(high).toBeGreaterThan(1.54);
    expect(high).toBeLessThan(2.2);
  });

  test("grows with minutes that differ, more with moods that last, and holds for no order at all", () => {
    const width = (counts: readonly number[]) => {
      const { low, high } = rateRatioTo(minutes(counts))(minutes([10, 10, 10, 10, 10], 40));
      return Math.log((high ?? Number.NaN) / (low ?? Number.NaN));
    };
    const even = width(Array.from({ length: 40 }, () => 10));
    const restless = width(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 3 : 17)));
    const moody = width(Array.from({ length: 40 }, (_, index) => (index % 8 < 4 ? 3 : 17)));
    expect(restless).toBeGreaterThan(even * 1.2);
    expect(moody).toBeGreaterThan(restless);
    const none = rateRatioTo(minutes(Array.from({ length: 20 }, () => 2)))(minutes([0, 0, 0, 0, 0], 20));
    expect(none).toMatchObject({ ratio: 0, enough: true });
    expect(none.high).toBeLessThan(0.6);
  });

  test("follows a show that tires: late minutes are held against what was to be expected late", () => {
    const tiring = Array.from({ length: 50 }, (_, minute) => Math.round(40 * Math.exp(-minute / 25)));
    const late = { from: 44, to: 49 };
    const around = minutes(tiring).filter(({ minute }) => minute < late.from || minute >= late.to);
    const said = rateRatioTo(around)(minutes(tiring).slice(late.from, late.to));
    expect(said.ratio).toBeLessThan(0.5);
    expect(said.low).toBeLessThan(1);
    expect(said.high).toBeGreaterThan(1);
  });

  test("is none where nobody watched or nothing matches", () => {
    const unknown = { ratio: null, low: null, high: null, enough: false };
    expect(rateRatioTo([])(minutes([1]))).toEqual(unknown);
    expect(rateRatioTo(minutes([1, 2]))([{ orders: 1, exposure: 0, minute: 0 }])).toEqual(unknown);
  });
});
