import type { Money } from "../api/types.ts";

/** Integer micros as a decimal string, exactly, so that no digit is lost on the way to `Intl`. */
function decimal(amountMicros: number): `${number}` {
  const micros = BigInt(amountMicros);
  const absolute = micros < 0n ? -micros : micros;
  const fraction = String(absolute % 1_000_000n).padStart(6, "0");
  return `${micros < 0n ? "-" : ""}${absolute / 1_000_000n}.${fraction}` as `${number}`;
}

/** The whole amount with the currency's own decimals. */
export function exactMoney(money: Money, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: money.currency }).format(
    decimal(money.amountMicros),
  );
}

/** At most 3 significant digits: "$12.3K". */
export function compactMoney(money: Money, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    notation: "compact",
    maximumSignificantDigits: 3,
  }).format(decimal(money.amountMicros));
}

/** The amount in one currency, in units; null where the list has none of it. `[]` is a measured none: 0. */
export function amountIn(list: readonly Money[], currency: string | undefined): number | null {
  if (list.length === 0) return 0;
  const money = currency === undefined ? list[0] : list.find((entry) => entry.currency === currency);
  return money === undefined ? null : money.amountMicros / 1_000_000;
}

/** A typed amount ("1,234.50", "12") as integer micros, exactly; null where it is none. A comma parts thousands. */
export function parseAmount(text: string): number | null {
  const match = /^(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim().replace(/(?<=\d),(?=\d{3}(\D|$))/g, ""));
  if (!match) return null;
  const micros = Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0"));
  return Number.isSafeInteger(micros) ? micros : null;
}

/** A difference with its sign and at most 3 significant digits: "+$12.3K". */
export function signedMoney(money: Money, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    notation: "compact",
    maximumSignificantDigits: 3,
    signDisplay: "exceptZero",
  }).format(decimal(money.amountMicros));
}
