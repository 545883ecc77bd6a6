import type { Cell } from "./course.ts";
import { betaShare } from "./distributions.ts";
import { type Expectation, learnRates } from "./moods.ts";

/** A ratio with its 95 % interval; `enough` is false where there is too little data to say anything. */
export interface Interval {
  ratio: number | null;
  low: number | null;
  high: number | null;
  enough: boolean;
}

/** What an interval needs before it is shown as an answer. */
export const NEEDED = { matchedMinutes: 8, matchedOrders: 5, orders: 10 };

/** Gauss and Hermite's five points of a standard normal, and their weights. */
const NORMAL = [
  [-2.8569700138728056, 0.011257411327720691],
  [-1.355626179974266, 0.2220759220056126],
  [0, 0.5333333333333333],
  [1.355626179974266, 0.2220759220056126],
  [2.8569700138728056, 0.011257411327720691],
] as const;

/**
 * The rate of orders in some minutes ÷ that in others around them, with a 95 % interval that holds for small counts,
 * for minutes that differ by more than chance, for moods that last, and for a show that warms up or tires.
 *
 * `ratio` is the plain one. The interval is of the ratio of the rate to that which the course of the other minutes
 * lets one expect at that time (`learnRates`). What happens inside the treated minutes says nothing about moods: a
 * rush there is what the offer did. Their sum is a Poisson count, its rate by Jeffreys a gamma; the expected rate is a
 * gamma worth as many orders as the others hold, times a log-normal for all that moods and drift leave open. Their
 * ratio is an F distribution, mixed over the log-normal and over every strength and lasting of moods by how likely
 * the orders make it.
 * @param broad more minutes of the show, which tell how much its minutes differ
 * @returns what answers for some treated minutes
 */
export function rateRatioTo(
  matched: readonly Cell[],
  broad: readonly Cell[] = matched,
): (treated: readonly Cell[]) => Interval {
  const around = total(matched);
  const expectedIn =
    around.exposure > 0
      ? learnRates(
          matched.filter(({ exposure }) => exposure > 0),
          broad.filter(({ exposure }) => exposure > 0),
        )
      : undefined;
  return (treated) => {
    const during = total(treated);
    if (during.exposure <= 0 || !expectedIn) return { ratio: null, low: null, high: null, enough: false };
    const mixture = mixtureOf(expectedIn(treated), during, around.orders);
    return {
      ratio: around.orders === 0 ? null : during.orders / during.exposure / (around.orders / around.exposure),
      // Where nobody bought anything at any time, nothing is known of it.
      low: around.orders + during.orders === 0 ? null : mixtureQuantile(mixture, 0.025),
      high: around.orders === 0 ? null : mixtureQuantile(mixture, 0.975),
      enough:
        matched.length >= NEEDED.matchedMinutes &&
        around.orders >= NEEDED.matchedOrders &&
        around.orders + during.orders >= NEEDED.orders,
    };
  };
}

interface Total {
  orders: number;
  exposure: number;
}

const total = (cells: readonly Cell[]): Total => ({
  orders: cells.reduce((sum, cell) => sum + cell.orders, 0),
  exposure: cells.reduce((sum, cell) => sum + cell.exposure, 0),
});

/** A ratio of two gammas of these counts, as a multiple of `mean`. */
interface Part {
  weight: number;
  mean: number;
  first: number;
  second: number;
}

function mixtureOf(expectations: readonly Expectation[], during: Total, matchedOrders: number): Part[] {
  return expectations.flatMap(({ weight, logRate, variance }) => {
    const counted = Math.min(variance, 1 / (matchedOrders + 0.5));
    const unsure = Math.sqrt(variance - counted);
    const [first, second] = [during.orders + 0.5, 1 / counted + 0.5];
    return NORMAL.map(([point, share]) => {
      const expected = Math.exp(logRate + unsure * point) * counted * second;
      return { weight: weight * share, mean: first / during.exposure / expected, first, second };
    });
  });
}

/**
 * Quantile of a mixture: outwards from the mean of its parts until two logarithms hold it between them, then where the
 * line between their shares crosses (false position; the share of an end that stays again is halved: "Illinois").
 */
function mixtureQuantile(mixture: readonly Part[], p: number): number {
  const over = (log: number) =>
    mixture.reduce((sum, part) => sum + part.weight * shareBelow(Math.exp(log) / part.mean, part), -p);
  const middle = mixture.reduce((sum, { weight, mean }) => sum + weight * Math.log(mean), 0);
  let low = { log: middle, over: over(middle) };
  let high = low;
  for (let step = 0.5; low.over > 0 && low.log > -60; step *= 2) {
    high = low;
    low = { log: low.log - step, over: over(low.log - step) };
  }
  for (let step = 0.5; high.over < 0 && high.log < 60; step *= 2) {
    low = high;
    high = { log: high.log + step, over: over(high.log + step) };
  }
  let side = 0;
  for (let step = 0; high.log - low.log > 1e-5 && step < 60; step += 1) {
    const log = high.log - (high.over * (high.log - low.log)) / (high.over - low.over);
    const next = { log, over: over(log) };
    if (Math.abs(next.over) < 1e-7) return Math.exp(log);
    if (next.over < 0) {
      low = next;
      if (side < 0) high = { ...high, over: high.over / 2 };
    } else {
      high = next;
      if (side > 0) low = { ...low, over: low.over / 2 };
    }
    side = next.over;
  }
  return Math.exp((low.log + high.log) / 2);
}

const shareBelow = (x: number, { first, second }: Part): number =>
  betaShare((first * x) / (first * x + second), first, second);
