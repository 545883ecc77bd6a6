/** Money of the outside world: integer millionths of the currency unit, and the ISO 4217 code. */
export interface Money {
  amountMicros: number;
  currency: string;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * A platform's decimal string ("12.99") as integer micros, exactly; digits past the sixth must be zeros.
 * @throws RangeError when the text is not a plain decimal, is finer than a micro, or does not fit a safe integer.
 */
export function decimalToMicros(decimal: string): number {
  const match = DECIMAL.exec(decimal.trim());
  if (!match) throw new RangeError(`"${decimal}" is not a decimal number`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  if (/[1-9]/.test(fraction.slice(6))) throw new RangeError(`"${decimal}" is finer than a millionth`);
  return safeMicros(BigInt(`${sign}${whole}${fraction.slice(0, 6).padEnd(6, "0")}`), decimal);
}

/**
 * A platform's integer string of micros ("12990000") as a number.
 * @throws RangeError when it is not an integer or does not fit a safe integer.
 */
export function parseMicros(text: string): number {
  if (!/^[+-]?\d+$/.test(text.trim())) throw new RangeError(`"${text}" is not an integer`);
  return safeMicros(BigInt(text.trim()), text);
}

function safeMicros(micros: bigint, original: string): number {
  const number = Number(micros);
  if (!Number.isSafeInteger(number)) throw new RangeError(`"${original}" does not fit ±9,007,199,254 currency units`);
  return number;
}
