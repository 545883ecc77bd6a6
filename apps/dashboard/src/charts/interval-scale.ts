export interface Ratio {
  ratio: number | null;
  low: number | null;
  /** Null: without an upper end. */
  high: number | null;
}

/**
 * The ends of a logarithmic axis on which ratios stand: as far as the intervals reach, at least from a half to the
 * double, at most from a sixteenth to the sixteenfold, both powers of two.
 */
export function ratioAxis(ratios: readonly Ratio[]): { low: number; high: number; ticks: number[] } {
  const values = ratios
    .flatMap(({ ratio, low, high }) => [ratio, low, high])
    .filter((value) => value !== null && value > 0);
  const reach = (value: number) => Math.min(16, Math.max(2, 2 ** Math.ceil(Math.log2(value))));
  const high = reach(Math.max(1, ...(values as number[])));
  const low = 1 / reach(1 / Math.min(1, ...(values as number[])));
  const ticks: number[] = [];
  for (let tick = low; tick <= high; tick *= 2) ticks.push(tick);
  return { low, high, ticks };
}

/** Where a ratio stands on the axis, 0–1; what lies beyond an end stands at the end. */
export const ratioPlace = (ratio: number, { low, high }: { low: number; high: number }): number =>
  (Math.log(Math.min(high, Math.max(low, ratio))) - Math.log(low)) / (Math.log(high) - Math.log(low));
