const Z = 1.959964;

/** Wilson's 95 % interval of a share: honest also where few are counted, and never below 0 or above 1. */
export function shareInterval(part: number, whole: number): { low: number; high: number } | null {
  if (whole <= 0) return null;
  const rate = part / whole;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / whole + (Z * Z) / (4 * whole * whole));
  const middle = rate + (Z * Z) / (2 * whole);
  const scale = 1 + (Z * Z) / whole;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
