import type { Touch } from "./path.ts";

/**
 * `shapley`: what each key adds on average over all orders in which the keys could join, where a group of keys earns
 * the conversions whose paths need no other key. That game is a sum of one game per path, in which all keys of the
 * path are needed; so each key of a path gets the same, exactly, however many keys there are.
 */
export function creditShapley(path: readonly Touch[]): number[] {
  const seen = new Set<string>();
  return path.map(({ key }) => {
    if (seen.has(key)) return 0;
    seen.add(key);
    return 1;
  });
}
