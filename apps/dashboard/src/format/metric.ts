import type { MetricValue, Money } from "../api/types.ts";
import { compactMoney, exactMoney } from "./money.ts";
import { compactNumber, compactPercent, duration, exactNumber, exactPercent, UNKNOWN } from "./number.ts";
import { dayAndClock } from "./time.ts";

/** How a figure's number is to be read: rates are 0–1, times say how often one is in the other, durations seconds, money micros per currency; a moment is read as one. */
export type Reading = "count" | "rate" | "times" | "seconds" | "money";

const READINGS: Record<string, Reading> = { money: "money", seconds: "seconds", ratio: "rate" };

/** Ratios that nobody reads as a share of a whole. */
const TIMES = new Set(["roas", "poas", "mer", "conversion_uplift", "refund_rate_ratio", "cart_abandonment_ratio"]);

/** The reading that a registry's unit asks for, and a figure that is read in its own way. */
export const readingOf = (unit: string | undefined, id = ""): Reading =>
  TIMES.has(id) ? "times" : (READINGS[unit ?? ""] ?? "count");

interface Style {
  number: (value: number, locale: string) => string;
  rate: (value: number, locale: string) => string;
  money: (value: Money, locale: string) => string;
}

const COMPACT: Style = { number: compactNumber, rate: compactPercent, money: compactMoney };
const EXACT: Style = { number: exactNumber, rate: exactPercent, money: exactMoney };

const isMoney = (value: MetricValue): value is Money[] => Array.isArray(value);

function write(value: MetricValue, reading: Reading, style: Style, locale: string, currency?: string | null): string {
  if (value === null) return UNKNOWN;
  if (isMoney(value)) {
    const list = value.length === 0 && currency ? [{ amountMicros: 0, currency }] : value;
    return list.length === 0 ? style.number(0, locale) : list.map((money) => style.money(money, locale)).join(" · ");
  }
  if (typeof value === "string") return dayAndClock(value, locale);
  if (reading === "rate") return style.rate(value, locale);
  if (reading === "times") return `${style.number(value, locale)}×`;
  if (reading === "seconds") return duration(value, locale);
  return style.number(value, locale);
}

/** A figure for a tile: at most 3 significant digits. `currency` names the money of a measured none. */
export const compactMetric = (value: MetricValue, reading: Reading, locale: string, currency?: string | null) =>
  write(value, reading, COMPACT, locale, currency);

/** The same figure with all that is known of it. */
export const exactMetric = (value: MetricValue, reading: Reading, locale: string, currency?: string | null) =>
  write(value, reading, EXACT, locale, currency);
