import { convert, type ExchangeRate } from "@showpulse/metrics";
import type { Campaign, Cost } from "../../../../../prisma/generated/client.ts";
import { dayOfDate } from "../../formats.ts";
import { type Money, moneyOf } from "../../money.ts";

/** Days of the chart at most: what a campaign of years spent is drawn from its last ones. */
const MOST_DAYS = 1000;

/**
 * What was typed in of a campaign against its budget, day by day, in the budget's currency by the rate of each cost's
 * day (without a budget: in the currency of most costs). What has no rate stays apart.
 */
export function spendingOf(campaign: Campaign, costs: readonly Cost[], rates: readonly ExchangeRate[], now: number) {
  const budget = moneyOf(campaign.budgetMicros, campaign.budgetCurrency);
  const currency = budget?.currency ?? mostOf(costs.map((cost) => cost.currency));
  const perDay = new Map<string, number>();
  const apart = new Map<string, number>();
  for (const cost of costs) {
    const day = dayOfDate(cost.day);
    const micros = Number(cost.amountMicros);
    const converted = currency === null ? null : convert(rates, micros, cost.currency, currency, day);
    if (converted === null) apart.set(cost.currency, (apart.get(cost.currency) ?? 0) + micros);
    else perDay.set(day, (perDay.get(day) ?? 0) + converted);
  }
  let cumulatedMicros = 0;
  const days = [...perDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, amountMicros]) => {
      cumulatedMicros += amountMicros;
      return { day, amountMicros, cumulatedMicros };
    });
  const spent = currency === null ? null : { amountMicros: cumulatedMicros, currency };
  return {
    campaign: campaign.id,
    budget,
    spent,
    left: budget && spent && { ...budget, amountMicros: budget.amountMicros - spent.amountMicros },
    /** Of the budget, 0–1 and beyond; null without one. */
    usedShare: budget && budget.amountMicros > 0 ? cumulatedMicros / budget.amountMicros : null,
    /** Of the campaign's time, 0–1; null where it has no beginning or end. */
    elapsedShare: elapsedOf(campaign, now),
    days: days.slice(-MOST_DAYS),
    withoutRate: [...apart]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([of, amountMicros]): Money => ({ amountMicros, currency: of })),
  };
}

function elapsedOf({ startsAt, endsAt }: Campaign, now: number): number | null {
  if (startsAt === null || endsAt === null || endsAt <= startsAt) return null;
  const share = (now - startsAt.getTime()) / (endsAt.getTime() - startsAt.getTime());
  return Math.min(1, Math.max(0, share));
}

function mostOf(currencies: readonly string[]): string | null {
  const counts = [...Map.groupBy(currencies, (one) => one)];
  const [most] = counts.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}
