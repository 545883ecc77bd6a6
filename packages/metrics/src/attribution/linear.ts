import type { Touch } from "./path.ts";

/** `linear`: every touch gets the same. */
export const creditLinear = (path: readonly Touch[]): number[] => path.map(() => 1);
