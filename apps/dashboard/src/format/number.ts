/** Numbers as people read them. A tile shows at most 3 significant digits; the exact figure stands beside it on hover. */

export const UNKNOWN = "–";

/** 1,234 → "1.23K"; below 1,000 whole numbers stay whole. */
export function compactNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** All digits of a count; at most 3 decimals of a mean. */
export function exactNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
}

/** A rate of 0–1 as percent with at most 3 significant digits. */
export function compactPercent(rate: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 3 }).format(rate);
}

/** A rate of 0–1 as percent with 4 decimals. */
export function exactPercent(rate: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(rate);
}

/** A difference with its sign: "+14", "−3", "0". */
export function signedNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumSignificantDigits: 3,
    signDisplay: "exceptZero",
  }).format(value);
}

const UNITS = [
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Seconds in at most two units: "1h 5m", "48s". */
export function duration(seconds: number, locale: string): string {
  let rest = seconds < 60 ? Number(seconds.toPrecision(3)) : Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = unit === "second" ? rest : Math.floor(rest / size);
    if (count === 0 && !(unit === "second" && parts.length === 0)) continue;
    rest -= count * size;
    parts.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }).format(count));
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** A difference of lengths: "+52m", "-1h 5m". */
export const signedDuration = (seconds: number, locale: string): string =>
  `${seconds > 0 ? "+" : seconds < 0 ? "-" : ""}${duration(Math.abs(seconds), locale)}`;

/** A difference as a share, with its sign: "+12%". */
export function signedPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    maximumSignificantDigits: 2,
    signDisplay: "exceptZero",
  }).format(share);
}
