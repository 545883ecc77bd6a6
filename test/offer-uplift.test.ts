import { describe, expect, test } from "vitest";
import { offerUplift, type Span } from "../packages/metrics/src/offer/uplift.ts";
import { type SimulatedOffer, seededRandom, simulateShow } from "./support/show-simulator.ts";

const MINUTE = 60_000;
const SHOWS = 300;

interface Verdict {
  effect: number;
  low: number;
  high: number;
}

/** 300 shows of many sizes, each with one to three offers, and what the estimator says of one of them. */
function verdicts(seed: number, effectOf: (random: () => number) => number): { said: Verdict[]; silent: number } {
  const said: Verdict[] = [];
  let silent = 0;
  for (let show = 0; said.length + silent < SHOWS; show += 1) {
    const random = seededRandom(seed * 1_000_003 + show * 7919);
    const minutes = 45 + Math.floor(random() * 60);
    const count = 1 + Math.floor(random() * 3);
    const offers: SimulatedOffer[] = [];
    for (let index = 0; index < count; index += 1) {
      const from = Math.round(((index + 0.3 + 0.4 * random()) / count) * minutes * 6) * 10_000;
      const to = from + Math.round((2 + random() * 5) * 6) * 10_000;
      offers.push({ from, to, effect: effectOf(random), pullForward: random() * 0.5 });
    }
    const peakViewers = 100 * 30 ** random();
    const rate = (0.5 * 40 ** random()) / peakViewers;
    const overDispersion = 0.2 * random();
    const { orders, viewers } = simulateShow({ seed: seed + show, minutes, peakViewers, rate, overDispersion, offers });
    const offer = offers[Math.floor(random() * count)];
    if (!offer || offer.to > minutes * MINUTE * 0.95) continue;
    const span = { from: 0, to: minutes * MINUTE };
    const { uplift } = offerUplift(offer, { span, orders, viewers, offers, blind: [] });
    if (!uplift.enough) silent += 1;
    else said.push({ effect: offer.effect, low: uplift.low ?? 0, high: uplift.high ?? Number.POSITIVE_INFINITY });
  }
  return { said, silent };
}

const shareWithin = (said: readonly Verdict[]): number =>
  said.filter(({ effect, low, high }) => low <= effect && effect <= high).length / said.length;

describe("uplift over simulated shows with over-dispersion and pull-forward", () => {
  test("the 95 % interval contains the true effect in 93–97 % of 300 shows", () => {
    const { said, silent } = verdicts(1, (random) => 0.8 + 3 * random());
    expect(silent).toBeLessThan(SHOWS / 20);
    expect(shareWithin(said)).toBeGreaterThanOrEqual(0.93);
    expect(shareWithin(said)).toBeLessThanOrEqual(0.97);
  });

  test("an offer without effect is said to have none in at least 94 % of 300 shows", () => {
    expect(shareWithin(verdicts(2, () => 1).said)).toBeGreaterThanOrEqual(0.94);
  });

  test("an offer that trebles a busy show's orders is found out nearly always", () => {
    const { said } = verdicts(3, () => 3);
    expect(said.filter(({ low }) => low > 1).length / said.length).toBeGreaterThan(0.7);
  });
});

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

  test("too few of them: too little data", () => {
    const short = { from: 15 * MINUTE, to: 30 * MINUTE };
    const { uplift } = offerUplift(running, { span: short, orders, viewers: [], offers: [running], blind: [] });
    expect(uplift.enough).toBe(false);
  });
});
