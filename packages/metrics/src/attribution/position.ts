import type { Touch } from "./path.ts";

/** Shares of the first touch, of all between together, and of the last. */
export type PositionWeights = readonly [first: number, between: number, last: number];

export const POSITION_WEIGHTS: PositionWeights = [40, 20, 40];

/** `position`: the first and the last touch get most; what lies between shares the rest. Without any, they share all. */
export function creditPosition(path: readonly Touch[], [first, between, last] = POSITION_WEIGHTS): number[] {
  if (path.length === 1) return [1];
  const inside = path.length - 2;
  // Times the number between, so that shares of whole numbers stay whole. Two touches that both get nothing share.
  const scale = Math.max(1, inside);
  const weights = path.map((_, index) => {
    if (index === 0) return first * scale;
    return index === path.length - 1 ? last * scale : between;
  });
  return weights.some((weight) => weight > 0) ? weights : path.map(() => 1);
}
