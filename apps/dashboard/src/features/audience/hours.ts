import type { BestTime, Estimate, HourOfWeek } from "../../api/audience.ts";

export const HOUR_MEASURES = ["viewers", "engagement", "revenue"] as const;
export type HourMeasure = (typeof HOUR_MEASURES)[number];

/** Currencies in which the hours brought revenue, the one of most hours first. */
export function currenciesOf(hours: readonly HourOfWeek[]): string[] {
  const counts = new Map<string, number>();
  for (const { revenue } of hours)
    for (const { currency } of revenue ?? []) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || a.localeCompare(b)).map(([currency]) => currency);
}

/** One figure of an hour; null where nobody knows it. Money is in one currency. */
export function estimateOf(hour: HourOfWeek, measure: HourMeasure, currency: string | undefined): Estimate | null {
  if (measure !== "revenue") return hour[measure];
  return hour.revenue?.find((one) => one.currency === currency) ?? null;
}

/**
 * The hour with the highest figure of those with enough shows, and those whose intervals reach as high as its lower
 * end, so that nobody can tell them apart; null with too few shows.
 */
export function bestHours({ enough, hours }: BestTime, of: (hour: HourOfWeek) => Estimate | null) {
  const known = hours
    .flatMap((hour) => {
      const estimate = of(hour);
      return enough && estimate?.enough ? [{ hour, estimate }] : [];
    })
    .sort((a, b) => b.estimate.value - a.estimate.value);
  const [first, ...others] = known;
  if (!first) return null;
  return { first, alike: others.filter(({ estimate }) => (estimate.high ?? 0) >= (first.estimate.low ?? 0)) };
}

/** The hours of the day from one before the first in which a show was on air to one after the last. */
export function hoursInUse(hours: readonly HourOfWeek[]): number[] {
  const used = hours.map(({ hour }) => hour);
  const first = Math.max(0, Math.min(...used) - 1);
  const last = Math.min(23, Math.max(...used) + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
