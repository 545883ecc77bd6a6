import type { PeakRule } from "../highlights.ts";

/** How many spreads above the median is far: with counts that only chance moves, one minute in some thousand. */
const FACTOR = 5;
/** Median distance of a normal distribution's values from its middle, in standard deviations. */
const MEDIAN_DEVIATION = 0.6745;

export const LEAST_IN_A_PEAK = { chat: 10, sales: 3 } as const;

/** The rule for peaks of a show, from the counts of its minutes; `null` is a minute that nobody knows. */
export function peakRule(counts: readonly (number | null)[], minimum: number): PeakRule {
  const known = counts.filter((count) => count !== null);
  const rule = { minutes: known.length, factor: FACTOR, minimum };
  if (known.length === 0) return { ...rule, median: null, spread: null, threshold: null };
  const median = medianOf(known);
  const distance = medianOf(known.map((count) => Math.abs(count - median)));
  const spread = Math.max(distance, MEDIAN_DEVIATION * Math.sqrt(median));
  return { ...rule, median, spread, threshold: Math.max(minimum, median + FACTOR * spread) };
}

/** Peaks from the first to the last minute of each, as indices; minutes side by side are one peak. */
export function peaksOf(counts: readonly (number | null)[], { threshold }: PeakRule): [first: number, last: number][] {
  const peaks: [number, number][] = [];
  for (const [index, count] of counts.entries()) {
    if (count === null || threshold === null || count < threshold) continue;
    const last = peaks.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else peaks.push([index, index]);
  }
  return peaks;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
