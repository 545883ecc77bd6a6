import type { AttributionModel } from "../attribution.ts";
import { divideExactly } from "./largest-remainder.ts";
import { creditLinear } from "./linear.ts";
import type { Touch } from "./path.ts";
import { creditPosition, POSITION_WEIGHTS, type PositionWeights } from "./position.ts";
import { creditShapley } from "./shapley.ts";
import { creditFirst, creditLast } from "./single-touch.ts";
import { creditTimeDecay, HALF_LIFE_SECONDS } from "./time-decay.ts";

/** A conversion, in millionths. */
export const WHOLE_CREDIT = 1_000_000;

export interface CreditOptions {
  model: AttributionModel;
  halfLifeSeconds?: number | undefined;
  weights?: PositionWeights | undefined;
  /** For `markov`: what each key is worth over the paths of the period. */
  effects?: ReadonlyMap<string, number> | undefined;
}

/** Keys with their weights, each key once; how a conversion is divided among them. */
export interface Credit {
  keys: string[];
  weights: number[];
  /** Every key gets all of it (`any`). */
  whole: boolean;
}

/** How a model divides a conversion with this path; `undefined` without touches. */
export function creditOf(path: readonly Touch[], options: CreditOptions): Credit | undefined {
  if (path.length === 0) return undefined;
  if (options.model === "markov") return fromEffects(options.effects);
  const weights = weightsOf(path, options);
  const sums = new Map<string, number>();
  for (const [index, { key }] of path.entries()) sums.set(key, (sums.get(key) ?? 0) + (weights[index] ?? 0));
  const credited = [...sums].filter(([, weight]) => weight > 0);
  return { ...split(credited), whole: options.model === "any" };
}

/** An amount divided by a credit, in whole millionths that sum to it (each key all of it in `any`). */
export const divide = (amount: number, { weights, whole }: Credit): number[] =>
  whole || weights.length === 1 ? weights.map(() => amount) : divideExactly(amount, weights);

/** The part of a conversion that each key has, 0–1; they sum to one (each has all of it in `any`). */
export function sharesOf({ weights, whole }: Credit): number[] {
  if (whole) return weights.map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Sums of such parts, rounded to millionths once and together, so that they sum to the `whole` number that they are of. */
export const roundTogether = (sums: readonly number[], whole: number): number[] =>
  whole === 0 ? [...sums] : divideExactly(whole * WHOLE_CREDIT, sums).map((millionths) => millionths / WHOLE_CREDIT);

function weightsOf(path: readonly Touch[], { model, halfLifeSeconds, weights }: CreditOptions): number[] {
  switch (model) {
    case "first":
      return creditFirst(path);
    case "last":
    case "last_non_direct":
      return creditLast(path);
    case "position":
      return creditPosition(path, weights ?? POSITION_WEIGHTS);
    case "time_decay":
      return creditTimeDecay(path, halfLifeSeconds ?? HALF_LIFE_SECONDS);
    case "shapley":
      return creditShapley(path);
    // Any touch makes a key count whole; Markov's effects are not a path's own.
    case "any":
    case "markov":
    case "linear":
      return creditLinear(path);
  }
}

// In the keys' own order, so that a micro that is left over goes to the same key whatever came first.
function fromEffects(effects: CreditOptions["effects"]): Credit | undefined {
  if (effects === undefined || effects.size === 0) return undefined;
  return { ...split([...effects].sort(([a], [b]) => (a < b ? -1 : 1))), whole: false };
}

const split = (credited: readonly (readonly [string, number])[]) => ({
  keys: credited.map(([key]) => key),
  weights: credited.map(([, weight]) => weight),
});
