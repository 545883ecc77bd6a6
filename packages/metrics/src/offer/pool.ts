import { betaShare } from "./distributions.ts";
import type { Interval } from "./rate-ratio.ts";

/** Fewer offers than that say nothing of others of their kind: how much offers differ is not to be seen in two. */
export const FEWEST_POOLED = 3;

/** The logarithm of a ratio as its interval tells it. */
interface Measured {
  /** Logarithm of the ratio. */
  log: number;
  variance: number;
}

/**
 * What several offers did on average, with a 95 % interval that knows that offers differ: a random-effects mean of
 * the logarithms (DerSimonian and Laird 1986), its interval by Hartung and Knapp (2001) with Student's t, which holds
 * for few offers too, and never narrower than the offers' own intervals allow. Those with too little data for an
 * interval of their own, or one without an end, are left out.
 */
export function poolRatios(intervals: readonly Interval[]): Interval & { offers: number } {
  const measured = intervals.flatMap(measuredOf);
  const offers = measured.length;
  if (offers < FEWEST_POOLED) return { ratio: null, low: null, high: null, enough: false, offers };
  const weights = weightsOf(
    measured,
    measured.map(() => 1),
  );
  const mean = weighted(weights, measured);
  const half = halfWidth(measured, weights, () => mean, offers - 1) / Math.sqrt(sum(weights));
  return { ratio: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half), enough: true, offers };
}

/**
 * By what the ratio changes with each further step (the second, third … offer of a kind), with a 95 % interval: a
 * random-effects regression of the logarithms on the step. Below 1: they wear out.
 */
export function ratioPerStep(points: readonly { step: number; interval: Interval }[]): Interval & { offers: number } {
  const both = points.flatMap(({ step, interval }) => measuredOf(interval).map((each) => ({ ...each, step })));
  const offers = both.length;
  const none = { ratio: null, low: null, high: null, enough: false, offers };
  if (offers <= FEWEST_POOLED || new Set(both.map(({ step }) => step)).size < 2) return none;
  const weights = weightsOf(
    both,
    both.map(({ step }) => step),
  );
  const middle = sum(both.map(({ step }, index) => step * (weights[index] ?? 0))) / sum(weights);
  const spread = sum(both.map(({ step }, index) => (weights[index] ?? 0) * (step - middle) ** 2));
  const mean = weighted(weights, both);
  const slope =
    sum(both.map(({ step, log }, index) => (weights[index] ?? 0) * (step - middle) * (log - mean))) / spread;
  const at = (index: number) => mean + slope * ((both[index]?.step ?? middle) - middle);
  const half = halfWidth(both, weights, at, offers - 2) / Math.sqrt(spread);
  return { ratio: Math.exp(slope), low: Math.exp(slope - half), high: Math.exp(slope + half), enough: true, offers };
}

function measuredOf({ low, high, enough }: Interval): Measured[] {
  if (!enough || low === null || high === null || !(low > 0)) return [];
  return [{ log: (Math.log(low) + Math.log(high)) / 2, variance: ((Math.log(high) - Math.log(low)) / 3.92) ** 2 }];
}

/** Weights with how much the offers themselves differ, beyond what their intervals explain; around a line in `steps`. */
function weightsOf(measured: readonly Measured[], steps: readonly number[]): number[] {
  const fixed = measured.map(({ variance }) => 1 / variance);
  const total = sum(fixed);
  const middle = sum(steps.map((step, index) => step * (fixed[index] ?? 0))) / total;
  const spread = sum(steps.map((step, index) => (fixed[index] ?? 0) * (step - middle) ** 2));
  const mean = weighted(fixed, measured);
  const slope =
    spread > 0
      ? sum(measured.map(({ log }, i) => (fixed[i] ?? 0) * ((steps[i] ?? 0) - middle) * (log - mean))) / spread
      : 0;
  const parameters = spread > 0 ? 2 : 1;
  const misfit = sum(
    measured.map(({ log }, i) => (fixed[i] ?? 0) * (log - mean - slope * ((steps[i] ?? 0) - middle)) ** 2),
  );
  const squares = sum(fixed.map((each) => each * each)) / total;
  const tilted = spread > 0 ? sum(steps.map((step, i) => ((fixed[i] ?? 0) * (step - middle)) ** 2)) / spread : 0;
  const between = Math.max(0, (misfit - (measured.length - parameters)) / (total - squares - tilted));
  return measured.map(({ variance }) => 1 / (variance + between));
}

/** Student's t × the root of how well the weights explain the scatter (at least 1). */
function halfWidth(
  measured: readonly Measured[],
  weights: readonly number[],
  at: (index: number) => number,
  freedom: number,
): number {
  const scatter = sum(measured.map(({ log }, index) => (weights[index] ?? 0) * (log - at(index)) ** 2)) / freedom;
  return studentQuantile(freedom) * Math.sqrt(Math.max(1, scatter));
}

/** 97.5 % of Student's t. */
export function studentQuantile(freedom: number): number {
  let [low, high] = [1.9, 13];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    const above = betaShare(freedom / (freedom + middle * middle), freedom / 2, 0.5) / 2;
    if (above > 0.025) low = middle;
    else high = middle;
  }
  return low;
}

const weighted = (weights: readonly number[], measured: readonly Measured[]): number =>
  sum(measured.map(({ log }, index) => log * (weights[index] ?? 0))) / sum(weights);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
