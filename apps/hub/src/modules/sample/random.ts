/** A repeatable source of chance (mulberry32): the same seed gives the same show. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** From 0 up to, not including, 1. */
    next,
    chance: (probability: number): boolean => next() < probability,
    /** A whole number from `minimum` to `maximum`, both included. */
    between: (minimum: number, maximum: number): number => minimum + Math.floor(next() * (maximum - minimum + 1)),
    pick: <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T,
    /** How many of many independent rare things happen, when `mean` do on average. */
    poisson(mean: number): number {
      const limit = Math.exp(-mean);
      let product = next();
      let count = 0;
      while (product > limit) {
        product *= next();
        count++;
      }
      return count;
    },
  };
}

export type Random = ReturnType<typeof createRandom>;
