import { logGamma } from "./distributions.ts";
import { cholesky, dot, type Matrix, makeSymmetric, solveLower, solveUpper, times } from "./matrix.ts";

/** A stretch of time: how many orders, and how many were to be expected at a rate of one (minutes × viewers). */
export interface Cell {
  orders: number;
  exposure: number;
  /** Its middle, in minutes from anywhere. */
  minute: number;
}

/** Which rate the course of other minutes lets one expect, given how strong and how lasting moods are. */
export interface Expectation {
  /** How likely that strength and lasting are; all of a list add up to one. */
  weight: number;
  /** Logarithm of the rate, its most likely value, and its variance. */
  logRate: number;
  variance: number;
}

/**
 * Standard deviations of the logarithm of a mood, and for how many minutes it lasts. Before any data, one show in five
 * is thought to have none at all (people buy at their own pace); in the others small ones are likelier than large
 * ones (a half-normal of 0.4), and any lasting is as likely as another. What lasts longer than some minutes is drift.
 */
const DEVIATIONS = [0.1, 0.2, 0.3, 0.42, 0.56, 0.75, 1];
const LASTING = [0.5, 1.5, 4];
const USUAL_DEVIATION = 0.4;
const NO_MOOD = 0.2;

/** The readiness to buy drifts in half an hour by a factor of 1.3 or less in two of three shows: its deviation. */
const DRIFT = 0.25 / 30;
/** Nearly nothing is presumed of the rate itself. */
const ANY_LEVEL = 9;
/** Strengths and lastings that are so much less likely than the best (in logarithm) do not matter. */
const UNLIKELY = 7;

interface Moods {
  deviation: number;
  lasting: number;
  /** Logarithm of how likely it is thought before any data. */
  prior: number;
}

const SOME_MOOD = DEVIATIONS.map((deviation, index) => {
  const width = ((DEVIATIONS[index + 1] ?? 1.25) - (DEVIATIONS[index - 1] ?? 0)) / 2;
  return width * Math.exp(-((deviation / USUAL_DEVIATION) ** 2) / 2);
});

const MOODS: Moods[] = [
  { deviation: 0, lasting: 1, prior: Math.log(NO_MOOD) },
  ...DEVIATIONS.flatMap((deviation, index) => {
    const all = SOME_MOOD.reduce((sum, each) => sum + each, 0);
    const prior = Math.log(((1 - NO_MOOD) * (SOME_MOOD[index] ?? 0)) / all / LASTING.length);
    return LASTING.map((lasting) => ({ deviation, lasting, prior }));
  }),
];

/**
 * Learns from the orders of some minutes how the rate of orders goes, to say what is to be expected in others.
 *
 * The logarithm of the rate is a level, a drift in time, and a mood that wanders around nought and forgets itself (an
 * Ornstein–Uhlenbeck process); orders are Poisson given the rate. For every strength and lasting of moods on a grid:
 * the most likely course by Newton's method, its curvature there (Laplace), and how likely the orders make that
 * strength and lasting. (Rasmussen and Williams 2006, 3.4–3.5.)
 * @param known minutes that the asked ones are held against
 * @param broad more minutes of the same show: how strong and lasting its moods are takes many to tell
 */
export function learnRates(
  known: readonly Cell[],
  broad: readonly Cell[] = known,
): (asked: readonly Cell[]) => Expectation[] {
  const overall = rateOfAll(known);
  const middle = known.reduce((sum, cell) => sum + cell.minute, 0) / known.length;
  const covarianceOf = (moods: Moods) => (a: Cell, b: Cell) =>
    ANY_LEVEL +
    DRIFT * DRIFT * (a.minute - middle) * (b.minute - middle) +
    (moods.deviation === 0 ? 0 : moods.deviation ** 2 * Math.exp(-Math.abs(a.minute - b.minute) / moods.lasting));
  let last: Course | undefined;
  const fits = MOODS.map((moods) => {
    last = courseOf(broad, covarianceOf(moods), last);
    return { moods, log: moods.prior + last.logLikelihood };
  });
  const most = Math.max(...fits.map(({ log }) => log));
  const likely = fits
    .filter(({ log }) => log > most - UNLIKELY)
    .map(({ moods, log }) => {
      const covariance = covarianceOf(moods);
      return { covariance, course: courseOf(known, covariance), log };
    });
  const all = likely.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  return (asked) =>
    likely.map(({ covariance, course, log }) => {
      const { logRate, variance } = rateOf(course, known, asked, covariance);
      return { weight: Math.exp(log - most) / all, logRate: logRate + Math.log(overall), variance };
    });
}

const rateOfAll = (cells: readonly Cell[]): number =>
  (cells.reduce((sum, { orders }) => sum + orders, 0) + 0.5) / cells.reduce((sum, { exposure }) => sum + exposure, 0);

/** @param near a course of the same cells to begin from: that of moods a little weaker is nearly there */
function courseOf(cells: readonly Cell[], covariance: (a: Cell, b: Cell) => number, near?: Course): Course {
  const overall = rateOfAll(cells);
  const orders = Float64Array.from(cells, (cell) => cell.orders);
  const expected = Float64Array.from(cells, (cell) => cell.exposure * overall);
  const matrix = makeSymmetric(cells.length, (i, j) => covariance(cells[i] as Cell, cells[j] as Cell));
  return mostLikelyCourse(matrix, orders, expected, near?.course ?? new Float64Array(cells.length));
}

interface Course {
  /** Logarithm of the rate ÷ that of all cells together, per cell. */
  course: Float64Array;
  /** Orders − expected orders, per cell. */
  surprise: Float64Array;
  /** Square roots of the expected orders. */
  roots: Float64Array;
  /** Lower triangle of I + √W K √W, W being the expected orders. */
  factor: Matrix;
  logLikelihood: number;
}

function mostLikelyCourse(
  covariance: Matrix,
  orders: Float64Array,
  expected: Float64Array,
  start: Float64Array,
): Course {
  const { size, values } = covariance;
  let course = start;
  for (let step = 0; ; step += 1) {
    const means = expected.map((each, index) => each * Math.exp(course[index] ?? 0));
    const roots = means.map(Math.sqrt);
    const factor = cholesky(
      makeSymmetric(
        size,
        (i, j) => (i === j ? 1 : 0) + (roots[i] ?? 0) * (values[i * size + j] ?? 0) * (roots[j] ?? 0),
      ),
    );
    const surprise = orders.map((each, index) => each - (means[index] ?? 0));
    const target = course.map((each, index) => (means[index] ?? 0) * each + (surprise[index] ?? 0));
    const pulled = times(covariance, target).map((each, index) => (roots[index] ?? 0) * each);
    const solved = solveUpper(factor, solveLower(factor, pulled));
    const pull = target.map((each, index) => each - (roots[index] ?? 0) * (solved[index] ?? 0));
    const change = times(covariance, pull).map((each, index) => each - (course[index] ?? 0));
    const farthest = change.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (farthest < 1e-4 || step === 30) {
      let logLikelihood = -dot(pull, course) / 2;
      for (let index = 0; index < size; index += 1) {
        const [seen, mean] = [orders[index] ?? 0, means[index] ?? 0];
        logLikelihood += (seen > 0 ? seen * Math.log(mean) : 0) - mean - logGamma(seen + 1);
        logLikelihood -= Math.log(factor.values[index * size + index] ?? 1);
      }
      return { course, surprise, roots, factor, logLikelihood };
    }
    // Far from the goal Newton's step on a Poisson logarithm overshoots.
    const share = Math.min(1, 2 / farthest);
    course = course.map((each, index) => each + share * (change[index] ?? 0));
  }
}

/** The rate over the cells asked about: the logarithm of the mean of theirs, each weighed by its exposure. */
function rateOf(
  { surprise, roots, factor }: Course,
  known: readonly Cell[],
  asked: readonly Cell[],
  covariance: (a: Cell, b: Cell) => number,
): { logRate: number; variance: number } {
  const total = asked.reduce((sum, { exposure }) => sum + exposure, 0);
  const cells = asked.map((cell) => {
    const towards = Float64Array.from(known, (other) => covariance(cell, other));
    const seen = solveLower(
      factor,
      towards.map((each, index) => each * (roots[index] ?? 0)),
    );
    return { cell, share: cell.exposure / total, logRate: dot(towards, surprise), seen };
  });
  let [logRate, variance, own] = [0, 0, 0];
  for (const a of cells) {
    logRate += a.share * a.logRate;
    own += a.share * (covariance(a.cell, a.cell) - dot(a.seen, a.seen));
    for (const b of cells) variance += a.share * b.share * (covariance(a.cell, b.cell) - dot(a.seen, b.seen));
  }
  // The logarithm of a mean lies above the mean of the logarithms, by half of how the cells differ.
  return { logRate: logRate + (own - variance) / 2, variance };
}
