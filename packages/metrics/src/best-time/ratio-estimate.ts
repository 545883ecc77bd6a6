import { type Estimate, SHOWS_NEEDED } from "../best-time.ts";
import { middle95 } from "./student.ts";

/** What one show adds above and below the line. */
export interface Share {
  over: number;
  under: number;
}

/**
 * Σ over ÷ Σ under with a 95 % interval from how much the shows differ: the linearised variance of a ratio estimate
 * (Cochran, Sampling Techniques, 6.3) and Student's t with one degree of freedom less than there are shows. `null`
 * with nothing below the line. None of these figures can be less than 0; `most` bounds those that are shares.
 */
export function ratioEstimate(shares: readonly Share[], most = Number.POSITIVE_INFINITY): Estimate | null {
  const known = shares.filter(({ under }) => under > 0);
  const over = known.reduce((sum, share) => sum + share.over, 0);
  const under = known.reduce((sum, share) => sum + share.under, 0);
  if (under === 0) return null;
  const value = over / under;
  const count = known.length;
  const estimate = { value, shows: count, enough: count >= SHOWS_NEEDED };
  if (count < 2) return { ...estimate, low: null, high: null };
  const squares = known.reduce((sum, share) => sum + (share.over - value * share.under) ** 2, 0);
  const error = Math.sqrt((count / (count - 1)) * squares) / under;
  const reach = middle95(count - 1) * error;
  return { ...estimate, low: Math.max(0, value - reach), high: Math.min(most, value + reach) };
}
