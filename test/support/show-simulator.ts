/** A show whose offers' true effects are known, because it was made with them. */

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface SimulatedOffer {
  /** Milliseconds from the show's start. */
  from: number;
  to: number;
  /** By how much the rate of orders is multiplied while it runs: the truth. */
  effect: number;
  /** Share of the rate that is missing right after it, for as long as it ran: purchases that were only moved forward. */
  pullForward: number;
}

export interface Simulation {
  seed: number;
  minutes: number;
  peakViewers: number;
  /** Orders of one viewer in one minute. */
  rate: number;
  /** Variance of a minute's own mood (its mean is 1): 0 is a pure Poisson process. */
  overDispersion: number;
  /** How much of a minute's mood goes over to the next, 0–1. */
  persistence?: number;
  offers: readonly SimulatedOffer[];
}

export interface SimulatedShow {
  /** Milliseconds from the start, ascending. */
  orders: number[];
  viewers: { at: number; viewers: number }[];
}

const STEP = 10_000;
const MINUTE = 60_000;

/** Viewers gather, stay and go; orders follow the viewers, the minute's mood and the offers. */
export function simulateShow({
  seed,
  minutes,
  peakViewers,
  rate,
  persistence = 0,
  ...rest
}: Simulation): SimulatedShow {
  const random = seededRandom(seed);
  const show: SimulatedShow = { orders: [], viewers: [] };
  let mood = gammaMood(random, rest.overDispersion);
  for (let at = 0; at < minutes * MINUTE; at += STEP) {
    if (at % MINUTE === 0 && at > 0 && random() >= persistence) mood = gammaMood(random, rest.overDispersion);
    const viewers = Math.round(peakViewers * attendance(at / MINUTE / minutes) * (0.97 + random() * 0.06));
    show.viewers.push({ at, viewers });
    const share = offerShare(rest.offers, at);
    for (let n = poisson(random, (viewers * rate * mood * share * STEP) / MINUTE); n > 0; n -= 1) {
      show.orders.push(at + Math.floor(random() * STEP));
    }
  }
  show.orders.sort((a, b) => a - b);
  return show;
}

function offerShare(offers: readonly SimulatedOffer[], at: number): number {
  let share = 1;
  for (const { from, to, effect, pullForward } of offers) {
    if (at >= from && at < to) share *= effect;
    else if (at >= to && at < to + (to - from)) share *= 1 - pullForward;
  }
  return share;
}

/** Share of the peak over the show's length (0–1): a fast rise, a plateau that sinks a little, a fall at the end. */
const attendance = (position: number): number =>
  Math.min(1, 0.25 + position * 6) * (1 - 0.25 * position) * Math.min(1, (1 - position) * 8 + 0.2);

function gammaMood(random: () => number, variance: number): number {
  return variance === 0 ? 1 : gamma(random, 1 / variance) * variance;
}

/** Marsaglia and Tsang 2000; below 1 by the usual power of a uniform. */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A Poisson count; in parts where the mean is large, so that the product never runs out of digits. */
export function poisson(random: () => number, mean: number): number {
  let [count, left] = [0, mean];
  while (left > 0) {
    const part = Math.min(left, 500);
    left -= part;
    const limit = Math.exp(-part);
    for (let product = 1 - random(); product > limit; product *= 1 - random()) count += 1;
  }
  return count;
}
