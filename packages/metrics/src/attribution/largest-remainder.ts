/**
 * Divides a whole amount by weights so that the parts are whole and sum to it exactly: each gets its share rounded
 * towards nought, and what is left goes out one by one to the largest remainders, earlier parts first among equals.
 */
export function divideExactly(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length === 0 || !(total > 0)) throw new RangeError("there is nothing to divide by");
  const sign = amount < 0 ? -1 : 1;
  const whole = Math.abs(amount);
  const exact = weights.map((weight) => (whole * weight) / total);
  const parts = exact.map(Math.floor);
  let left = whole - parts.reduce((sum, part) => sum + part, 0);
  const remainder = (index: number) => (exact[index] ?? 0) - (parts[index] ?? 0);
  const byRemainder = weights.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b);
  // Past 2^53 ÷ weights the shares themselves are rounded, so that more than one may be left for each, or too many out.
  for (let turn = 0; left !== 0; turn += 1) {
    const index = byRemainder[turn % byRemainder.length] ?? 0;
    if ((weights[index] ?? 0) === 0) continue;
    const step = left > 0 ? 1 : -1;
    parts[index] = (parts[index] ?? 0) + step;
    left -= step;
  }
  // -0 would be unequal to 0 for whoever compares with Object.is.
  return parts.map((part) => (part === 0 ? 0 : sign * part));
}
