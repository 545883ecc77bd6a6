export interface ConversionBin {
  /** The bin's lower edge. */
  fromSeconds: number;
  count: number;
}

const WIDTH_OF_ONE_TIME = 60;

/**
 * How times spread: ⌈∛samples⌉ bins unless a number is given, each ⌈(max − min) ÷ bins⌉ seconds wide (a minute where all
 * times are the same), and one more that starts at the upper end. No samples: no bins.
 */
export function binsOf(seconds: readonly number[], binCount?: number | null): ConversionBin[] {
  if (seconds.length === 0) return [];
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const one of seconds) {
    least = Math.min(least, one);
    most = Math.max(most, one);
  }
  // Rounded, so that the cube root of 27 is 3.
  const bins = binCount ?? Math.ceil(Number(Math.cbrt(seconds.length).toFixed(9)));
  const width = Math.ceil((most - least) / bins) || WIDTH_OF_ONE_TIME;
  const counts = new Array<number>(bins + 1).fill(0);
  for (const one of seconds) {
    const bin = Math.floor((one - least) / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ fromSeconds: least + index * width, count }));
}
