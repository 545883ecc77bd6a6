import type { Touch } from "./path.ts";

export const HALF_LIFE_SECONDS = 7 * 86_400;

/** `time_decay`: a touch that is a half-life older gets half as much. */
export function creditTimeDecay(path: readonly Touch[], halfLifeSeconds = HALF_LIFE_SECONDS): number[] {
  // Seen from the last touch, not from the conversion: the same shares, and never all nought.
  const last = path.at(-1)?.at ?? 0;
  return path.map(({ at }) => 2 ** ((at - last) / 1000 / halfLifeSeconds));
}
