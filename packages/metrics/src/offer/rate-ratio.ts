import { betaShare } from "./distributions.ts";

/** A stretch of time: how many orders, and how many were to be expected at a rate of one (minutes × viewers). */
export interface Cell {
  orders: number;
  exposure: number;
  /** It follows the cell before it in the list without a break. */
  followsLast?: boolean;
}

/** A ratio with its 95 % interval; `enough` is false where there is too little data to say anything. */
export interface Interval {
  ratio: number | null;
  low: number | null;
  high: number | null;
  enough: boolean;
}

/** What an interval needs before it is shown as an answer. */
export const NEEDED = { matchedMinutes: 8, matchedOrders: 5, orders: 10 };

/** Standard deviations of a minute's mood that are thought possible (√k), evenly likely before the data … */
const MOODS = Array.from({ length: 13 }, (_, index) => index * 0.1);
/** … but for none at all, pure chance, which is as likely as nine of the others. */
const NO_MOOD = 9;

/**
 * The rate of orders in some minutes ÷ that in others, with a 95 % interval that holds for small counts and for
 * minutes that differ by more than chance.
 *
 * Orders of a minute are taken as negative binomial: variance = μ + k·μ². Which k is likely is read from the matched
 * minutes alone, so that the rush and the lull inside an offer are not taken for noise: the likelihood of each k on a
 * grid, the rate integrated out (Laplace). Given k, a sum is worth orders ÷ φ independent orders, φ being its variance
 * over its mean, and the interval is Jeffreys' for two rates: a ratio of two gammas, thus an F distribution, the one
 * that keeps its 95 % best for small counts and holds for none at all. Over the k it is their mixture, so that not
 * knowing k widens the interval as much as it should. Where neighbouring minutes go the same way, φ has it.
 */
export function rateRatio(treated: readonly Cell[], matched: readonly Cell[]): Interval {
  const [during, around] = [total(treated), total(matched)];
  if (during.exposure <= 0 || around.exposure <= 0) return { ratio: null, low: null, high: null, enough: false };
  const rate = around.orders / around.exposure;
  const carried = persistence(matched, rate);
  // The fewer the minutes, the less is known of their moods: without this, busy shows cover 93 % instead of 95 %.
  const unsure = 1 + 6 / matched.length;
  const mixture = likelyNoise(matched, rate).map(({ weight, noise }) => {
    const first = shape(treated, during, rate, noise * unsure, carried);
    const second = shape(matched, around, rate, noise * unsure, carried);
    return { weight, mean: first.mean / second.mean, above: 2 * first.count, below: 2 * second.count };
  });
  return {
    ratio: around.orders === 0 ? null : during.orders / during.exposure / rate,
    low: mixtureQuantile(mixture, 0.025),
    high: around.orders === 0 ? null : mixtureQuantile(mixture, 0.975),
    enough:
      matched.length >= NEEDED.matchedMinutes &&
      around.orders >= NEEDED.matchedOrders &&
      around.orders + during.orders >= NEEDED.orders,
  };
}

const total = (cells: readonly Cell[]): Cell => ({
  orders: cells.reduce((sum, cell) => sum + cell.orders, 0),
  exposure: cells.reduce((sum, cell) => sum + cell.exposure, 0),
});

/** Every k of the grid with how likely the matched minutes make it; those that hardly matter are left out. */
function likelyNoise(matched: readonly Cell[], rate: number): { noise: number; weight: number }[] {
  const grid = MOODS.map((mood) => {
    const noise = mood * mood;
    let [logLikelihood, information] = [0, 0];
    for (const { orders, exposure } of matched) {
      const mean = exposure * rate;
      if (mean === 0) continue;
      logLikelihood -= (orders + (noise === 0 ? 0 : 1 / noise)) * (noise === 0 ? 0 : Math.log1p(noise * mean));
      if (noise === 0) logLikelihood -= mean;
      for (let each = 1; each < orders; each += 1) logLikelihood += Math.log1p(each * noise);
      information += mean / (1 + noise * mean);
    }
    return {
      noise,
      log: (noise === 0 ? Math.log(NO_MOOD) : 0) + logLikelihood - Math.log(Math.max(information, 1e-9)) / 2,
    };
  });
  const most = Math.max(...grid.map(({ log }) => log));
  const likely = grid.map(({ noise, log }) => ({ noise, weight: Math.exp(log - most) }));
  const kept = likely.filter(({ weight }) => weight > 1e-4);
  const sum = kept.reduce((all, { weight }) => all + weight, 0);
  return kept.map(({ noise, weight }) => ({ noise, weight: weight / sum }));
}

/** How much of a minute's mood its neighbour shares, 0–0.8: moods outlast a minute, and begin within one. */
function persistence(matched: readonly Cell[], rate: number): number {
  let [together, products, squares, own] = [0, 0, 0, 0];
  matched.forEach((cell, index) => {
    const mean = cell.exposure * rate;
    own += (cell.orders - mean) ** 2 - mean;
    squares += mean * mean;
    const before = cell.followsLast === true ? matched[index - 1] : undefined;
    if (before === undefined) return;
    const meanBefore = before.exposure * rate;
    together += (cell.orders - mean) * (before.orders - meanBefore);
    products += mean * meanBefore;
  });
  if (together <= 0 || own <= 0) return 0;
  return Math.min(0.8, together / products / (own / squares));
}

/** A sum of cells as a gamma: its effective count, and the mean of its rate. */
function shape(cells: readonly Cell[], { orders, exposure }: Cell, around: number, noise: number, carried: number) {
  // A rate of nought would hide the noise: then that of the matched minutes stands in.
  const rate = Math.max(orders / exposure, around);
  let squares = 0;
  cells.forEach((cell, index) => {
    squares += cell.exposure * cell.exposure;
    for (let back = 1, share = carried; share > 0.02 && index - back >= 0; back += 1, share *= carried) {
      squares += 2 * share * cell.exposure * (cells[index - back]?.exposure ?? 0);
    }
  });
  const phi = 1 + (noise * rate * squares) / exposure;
  const count = orders / phi + 0.5;
  return { count, mean: (count * phi) / exposure };
}

interface Part {
  weight: number;
  mean: number;
  above: number;
  below: number;
}

/** Quantile of a mixture of scaled F distributions, by bisection of the logarithm. */
function mixtureQuantile(mixture: readonly Part[], p: number): number {
  const share = (ratio: number) =>
    mixture.reduce((sum, part) => sum + part.weight * fShare(ratio / part.mean, part), 0);
  let [low, high] = [-30, 30];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (share(Math.exp(middle)) < p) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

const fShare = (x: number, { above, below }: Part): number =>
  betaShare((above * x) / (above * x + below), above / 2, below / 2);
