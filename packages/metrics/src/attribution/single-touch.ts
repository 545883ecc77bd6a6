import type { Touch } from "./path.ts";

/** `first`: the touch that began it gets everything. */
export const creditFirst = (path: readonly Touch[]): number[] => path.map((_, index) => (index === 0 ? 1 : 0));

/** `last` and `last_non_direct`: the touch right before gets everything. */
export const creditLast = (path: readonly Touch[]): number[] =>
  path.map((_, index) => (index === path.length - 1 ? 1 : 0));
