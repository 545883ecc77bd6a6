import { type Cell, type Course, expectationOf, lineUp, type Moods, mostLikelyCourse } from "./course.ts";

/** Which rate the course of other minutes lets one expect, given how strong and how lasting moods are. */
export interface Expectation {
  /** How likely that strength and lasting are; all of a list add up to one. */
  weight: number;
  /** Logarithm of the rate: its expected value, and its variance. */
  logRate: number;
  variance: number;
}

/**
 * Strengths and lastings that are tried. Before any data, nearly half of all shows are thought to have no moods (people
 * buy at their own pace); in the others a strength d is as likely as d³ · exp(−d² ÷ 2 USUAL²), and any lasting as likely
 * as another. That leans to strong moods on purpose: in the few dozen minutes of a show they look weaker than they are
 * as often as stronger, and an interval that took them for weak would be sure too often. So leaning, it holds about as
 * often in calm shows as in moody ones.
 */
const NO_MOOD = 0.45;
const USUAL = 0.3;
const DEVIATIONS = [0.05, 0.1, 0.16, 0.24, 0.34, 0.46, 0.6, 0.8, 1.05];
/** Minutes. What lasts longer is drift. */
const LASTING = [0.5, 2, 4, 8];
/** Moods this weak are none. */
const NONE = 1e-3;
/** Strengths and lastings that are so much less likely than the best (in logarithm) do not matter. */
const UNLIKELY = 7;

const SOME_MOOD = DEVIATIONS.map((deviation, index) => {
  const [before, after] = [DEVIATIONS[index - 1] ?? -deviation, DEVIATIONS[index + 1] ?? 1.25 * deviation];
  return ((after - before) / 2) * deviation ** 3 * Math.exp(-((deviation / USUAL) ** 2) / 2);
});

const MOODS: (Moods & { prior: number })[] = [
  { deviation: NONE, lasting: 1, prior: Math.log(NO_MOOD) },
  ...LASTING.flatMap((lasting) => {
    const all = SOME_MOOD.reduce((sum, each) => sum + each, 0);
    return DEVIATIONS.map((deviation, index) => {
      const prior = Math.log(((1 - NO_MOOD) * (SOME_MOOD[index] ?? 0)) / all / LASTING.length);
      return { deviation, lasting, prior };
    });
  }),
];

/**
 * Learns from the orders of some minutes how the rate of orders goes (`mostLikelyCourse`), to say what is to be
 * expected in others: for every strength and lasting of moods on a grid, each weighed by how likely the orders make it.
 * (Rasmussen and Williams 2006, 3.4–3.5.)
 * @param known minutes that the asked ones are held against
 * @param broad more minutes of the same show: how strong and lasting its moods are takes many to tell
 */
export function learnRates(
  known: readonly Cell[],
  broad: readonly Cell[] = known,
): (asked: readonly Cell[]) => Expectation[] {
  const whole = lineUp(broad);
  let near: Course | undefined;
  const fits = MOODS.map((moods) => {
    near = mostLikelyCourse(whole, moods, near);
    return { moods, log: moods.prior + near.logLikelihood };
  });
  const most = Math.max(...fits.map(({ log }) => log));
  const likely = fits.filter(({ log }) => log > most - UNLIKELY);
  const all = likely.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  return (asked) => {
    const line = lineUp(known, asked);
    let close: Course | undefined;
    return likely.map(({ moods, log }) => {
      close = mostLikelyCourse(line, moods, close);
      return { weight: Math.exp(log - most) / all, ...expectationOf(line, close) };
    });
  };
}
