import type { Money } from "./metric.ts";

/** One unit of `from` is `rate` units of `to`, on a UTC day. */
export interface ExchangeRate {
  /** `2026-11-21` */
  day: string;
  from: string;
  to: string;
  /** A decimal; as text where a number could not hold all its digits. */
  rate: string | number;
}

/**
 * Micros of one currency as micros of another by the rate of the UTC day, else of the nearest earlier day that has
 * one; `null` without any. The inverse of a rate is used only when none of the asked direction is known by that day.
 * Exact but for the last micro, which is rounded half to even.
 * @throws RangeError when a rate is no positive decimal, or the result does not fit a safe integer
 */
export function convert(
  rates: readonly ExchangeRate[],
  amountMicros: number,
  from: string,
  to: string,
  day: string,
): number | null {
  if (from === to) return amountMicros;
  const factor = factorOf(rates, from, to, day);
  if (factor === null) return null;
  return exchangedBy(factor, { amountMicros, currency: from }, to);
}

/** Exact but for the last micro, like {@link convert}. @throws RangeError when the result does not fit a safe integer */
export function exchangedBy({ above, below }: ExchangeFactor, { amountMicros, currency }: Money, to: string): number {
  const micros = Number(divideHalfEven(BigInt(amountMicros) * above, below));
  if (!Number.isSafeInteger(micros)) {
    throw new RangeError(`${amountMicros} micros of ${currency} in ${to} does not fit ±9,007,199,254 currency units`);
  }
  // -0 would be unequal to 0 for whoever compares with Object.is.
  return micros === 0 ? 0 : micros;
}

/** One unit of a currency in another, as the exact fraction `above` ÷ `below`. */
export interface ExchangeFactor {
  above: bigint;
  below: bigint;
}

/**
 * What {@link convert} multiplies by on a UTC day; `null` without any rate by it.
 * @throws RangeError when the rate is no positive decimal
 */
export function factorOf(rates: readonly ExchangeRate[], from: string, to: string, day: string): ExchangeFactor | null {
  const direct = latest(rates, from, to, day);
  const found = direct ?? latest(rates, to, from, day);
  if (found === undefined) return null;
  const { digits, scale } = fractionOf(found.rate);
  return direct === undefined ? { above: scale, below: digits } : { above: digits, below: scale };
}

function latest(rates: readonly ExchangeRate[], from: string, to: string, day: string): ExchangeRate | undefined {
  let best: ExchangeRate | undefined;
  for (const rate of rates) {
    if (rate.from !== from || rate.to !== to || rate.day > day) continue;
    if (best === undefined || rate.day > best.day) best = rate;
  }
  return best;
}

const DECIMAL = /^\+?(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** A decimal as the exact fraction `digits` ÷ `scale`. */
function fractionOf(rate: string | number): { digits: bigint; scale: bigint } {
  const match = DECIMAL.exec(String(rate).trim());
  const digits = match === null ? 0n : BigInt(`${match[1]}${match[2] ?? ""}`);
  if (match === null || digits === 0n) throw new RangeError(`"${rate}" is not a rate of exchange`);
  const exponent = Number(match[3] ?? 0) - (match[2]?.length ?? 0);
  return exponent >= 0
    ? { digits: digits * 10n ** BigInt(exponent), scale: 1n }
    : { digits, scale: 10n ** BigInt(-exponent) };
}

/** `numerator` ÷ a positive `denominator`; exactly between two integers, the even one. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const positive = negative ? -numerator : numerator;
  const quotient = positive / denominator;
  const doubled = (positive % denominator) * 2n;
  const up = doubled > denominator || (doubled === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}
