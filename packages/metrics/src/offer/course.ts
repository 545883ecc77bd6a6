import { logGamma } from "./distributions.ts";
import { cholesky, dot, type Matrix, makeSymmetric, plus, plusAll, product, solveLower, solveUpper } from "./matrix.ts";
import { inverseDiagonal, pivotsOf, solveTridiagonal, type Tridiagonal, timesTridiagonal } from "./tridiagonal.ts";

/** A stretch of time: how many orders, and how many were to be expected at a rate of one (minutes × viewers). */
export interface Cell {
  orders: number;
  exposure: number;
  /** Its middle, in minutes from anywhere. */
  minute: number;
}

/** How strong moods are (standard deviation of their logarithm) and for how many minutes they last. */
export interface Moods {
  deviation: number;
  lasting: number;
}

/** Nearly nothing is presumed of the rate itself. */
const LEVEL = 3;
/** The readiness to buy drifts in half an hour by a factor of 1.3 or less in two of three shows. */
const DRIFT = 0.25 / 30;
const DEVIATIONS = [LEVEL, DRIFT];

/** Cells in the order of time. Those that are asked about say nothing themselves: they expect no orders. */
export interface Line {
  orders: Float64Array;
  /** Orders at the rate of all known cells together. */
  expected: Float64Array;
  minutes: Float64Array;
  /** What the logarithm of the rate goes with besides moods: a level, and time. */
  columns: Float64Array[];
  /** Of what is asked: each cell's part in it. */
  share: Float64Array;
  logOverall: number;
  /** Of the logarithm of the likelihood, what is the same for all courses. */
  constant: number;
}

/** Puts cells in line. */
export function lineUp(known: readonly Cell[], asked: readonly Cell[] = []): Line {
  const cells = [...known.map((cell) => ({ cell, isKnown: true })), ...asked.map((cell) => ({ cell, isKnown: false }))];
  cells.sort((a, b) => a.cell.minute - b.cell.minute);
  const overall = (sum(known, "orders") + 0.5) / sum(known, "exposure");
  const middle = sum(known, "minute") / known.length;
  const askedFor = sum(asked, "exposure");
  const each = (value: (cell: Cell, isKnown: boolean) => number) =>
    Float64Array.from(cells, ({ cell, isKnown }) => value(cell, isKnown));
  const orders = each((cell, isKnown) => (isKnown ? cell.orders : 0));
  const expected = each((cell, isKnown) => (isKnown ? cell.exposure * overall : 0));
  return {
    orders,
    expected,
    minutes: each((cell) => cell.minute),
    columns: [each(() => 1), each((cell) => cell.minute - middle)],
    share: each((cell, isKnown) => (isKnown ? 0 : cell.exposure / askedFor)),
    logOverall: Math.log(overall),
    constant: orders.reduce(
      (total, count, index) => total + (count > 0 ? count * Math.log(expected[index] ?? 1) - logGamma(count + 1) : 0),
      0,
    ),
  };
}

/** The most likely course of the rate along a line, and how sure that is (Laplace). */
export interface Course {
  mood: Float64Array;
  /** What a column of the line counts for. */
  weights: Float64Array;
  /** Logarithm of the rate ÷ that of all known cells together, per cell. */
  logRates: Float64Array;
  /** How likely the orders make these moods, as a logarithm. */
  logLikelihood: number;
  curve: Curve;
}

/** How fast the likelihood falls around a course: its second derivatives, the weights of the columns taken out. */
interface Curve {
  /** Orders that are expected, per cell. */
  means: Float64Array;
  moods: Tridiagonal;
  pivots: Float64Array;
  /** The columns as moods leave them: what a weight changes once moods have followed it. */
  columns: Float64Array[];
  weights: Matrix;
}

/**
 * The logarithm of the rate is a level, a drift in time, and a mood that wanders around nought and forgets itself (an
 * Ornstein–Uhlenbeck process); orders are Poisson given the rate. Newton's method finds the most likely course: as a
 * mood only depends on those next to it, twice as long a line takes each step twice as long.
 * @param near a course of the same line to begin from: that of moods a little weaker is nearly there
 */
export function mostLikelyCourse(line: Line, moods: Moods, near?: Course): Course {
  const { prior, logDeterminant } = wandering(line.minutes, moods);
  let mood = near?.mood ?? new Float64Array(line.orders.length);
  let weights = near?.weights ?? new Float64Array(line.columns.length);
  for (let step = 0; ; step += 1) {
    const logRates = plusAll(mood, weights, line.columns);
    const curve = curveOf(line, prior, logRates);
    const pulled = timesTridiagonal(prior, mood);
    const surprise = plus(line.orders, -1, curve.means);
    const change = newtonStep(line, curve, {
      mood: plus(surprise, -1, pulled),
      weights: weights.map((each, k) => dot(line.columns[k] ?? mood, surprise) - each * certainty(k)),
    });
    const farthest = change.logRates.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (farthest < 1e-3 || step === 30) {
      const unlikely = dot(mood, pulled) + weights.reduce((all, each, k) => all + each * each * certainty(k), 0);
      const likely = line.constant + dot(line.orders, logRates) - total(curve.means);
      const logLikelihood = likely - unlikely / 2 + (logDeterminant - volume(curve)) / 2;
      return { mood, weights, logRates, curve, logLikelihood };
    }
    // Far from the goal Newton's step on a Poisson logarithm overshoots.
    const share = Math.min(1, 2 / farthest);
    mood = plus(mood, share, change.mood);
    weights = plus(weights, share, change.weights);
  }
}

/** Of the mean rate over what a line asks: its logarithm's expected value and variance. */
export function expectationOf(line: Line, course: Course): { logRate: number; variance: number } {
  const { curve } = course;
  const { share } = line;
  const whitened = whiten(curve);
  const variances = whitened.reduce(
    (all, each) => plus(all, 1, product(each, each)),
    inverseDiagonal(curve.moods, curve.pivots),
  );
  // The most likely course lies above the expected one: of an unsure rate, half its variance more is to be expected
  // than where it is most likely, and no more orders came. But for half an order of all: Jeffreys presumes that one.
  const half = 0.5 / total(curve.means);
  const excess = product(
    curve.means,
    variances.map((each) => half - Math.expm1(each / 2)),
  );
  const change = newtonStep(line, curve, {
    mood: excess,
    weights: new Float64Array(line.columns.map((each) => dot(each, excess))),
  });
  const logRate = line.logOverall + dot(share, course.logRates) + dot(share, change.logRates);
  const variance = whitened.reduce(
    (all, each) => all + dot(share, each) ** 2,
    dot(share, solveTridiagonal(curve.moods, curve.pivots, Float64Array.from(share))),
  );
  // The logarithm of a mean lies above the mean of the logarithms, by half of how the cells differ.
  return { logRate: logRate + (dot(share, variances) - variance) / 2, variance };
}

/** What moods are thought to be before any order: the inverse of their covariance. */
function wandering(minutes: Float64Array, { deviation, lasting }: Moods) {
  const strength = 1 / deviation ** 2;
  const prior = { diagonal: minutes.map(() => 0), beside: minutes.map(() => 0) };
  prior.diagonal[0] = strength;
  let logDeterminant = minutes.length * Math.log(strength);
  for (let index = 1; index < minutes.length; index += 1) {
    const kept = Math.exp(-Math.max(1e-3, (minutes[index] ?? 0) - (minutes[index - 1] ?? 0)) / lasting);
    const fresh = strength / (1 - kept * kept);
    prior.diagonal[index] = fresh;
    prior.diagonal[index - 1] = (prior.diagonal[index - 1] ?? 0) + kept * kept * fresh;
    prior.beside[index] = -kept * fresh;
    logDeterminant -= Math.log1p(-kept * kept);
  }
  return { prior, logDeterminant };
}

const certainty = (k: number): number => 1 / (DEVIATIONS[k] ?? 1) ** 2;

function curveOf(line: Line, prior: Tridiagonal, logRates: Float64Array): Curve {
  const means = product(line.expected, logRates.map(Math.exp));
  const moods = { diagonal: plus(prior.diagonal, 1, means), beside: prior.beside };
  const pivots = pivotsOf(moods);
  const weighed = line.columns.map((each) => product(each, means));
  const columns = weighed.map((each, k) =>
    plus(line.columns[k] ?? each, -1, solveTridiagonal(moods, pivots, Float64Array.from(each))),
  );
  const weights = makeSymmetric(
    columns.length,
    (j, k) => dot(weighed[j] ?? means, columns[k] ?? means) + (j === k ? certainty(k) : 0),
  );
  return { means, moods, pivots, columns, weights: cholesky(weights) };
}

/** Where a slope of the likelihood leads, its curve being known. */
function newtonStep(line: Line, curve: Curve, slope: { mood: Float64Array; weights: Float64Array }) {
  const alone = solveTridiagonal(curve.moods, curve.pivots, slope.mood);
  const weighed = product(alone, curve.means);
  const left = slope.weights.map((each, k) => each - dot(line.columns[k] ?? weighed, weighed));
  const weights = solveUpper(curve.weights, solveLower(curve.weights, left));
  const logRates = plusAll(alone, weights, curve.columns);
  return {
    logRates,
    weights,
    mood: plusAll(
      logRates,
      weights.map((each) => -each),
      line.columns,
    ),
  };
}

/** The columns of a curve, mixed so that their weights are unsure by one each and independent. */
function whiten({ columns, weights: { size, values } }: Curve): Float64Array[] {
  const whitened: Float64Array[] = [];
  for (const [k, each] of columns.entries()) {
    const left = whitened.reduce((rest, other, j) => plus(rest, -(values[k * size + j] ?? 0), other), each);
    const root = values[k * size + k] ?? 1;
    whitened.push(left.map((value) => value / root));
  }
  return whitened;
}

/** Logarithm of the determinant of all second derivatives, over that of the columns' weights before any order. */
function volume({ pivots, weights: { size, values } }: Curve): number {
  let log = total(pivots.map(Math.log));
  for (let k = 0; k < size; k += 1) log += 2 * Math.log((values[k * size + k] ?? 1) * (DEVIATIONS[k] ?? 1));
  return log;
}

const sum = (cells: readonly Cell[], key: "orders" | "exposure" | "minute"): number =>
  cells.reduce((total, cell) => total + cell[key], 0);

const total = (vector: Float64Array): number => vector.reduce((all, each) => all + each, 0);
