import { type ExchangeFactor, type ExchangeRate, exchangedBy, factorOf } from "../exchange.ts";
import type { Money } from "../metric.ts";

export interface MissingRate {
  from: string;
  to: string;
  day: string;
}

/** Turns money into the reporting currency where there is a rate by its day, and says where there is none. */
export class ExchangeOffice {
  readonly currency: string;
  readonly #rates: readonly ExchangeRate[];
  /** By currency and day; null where there is no rate. */
  readonly #factors = new Map<string, Map<string, ExchangeFactor | null>>();

  constructor(rates: readonly ExchangeRate[], currency: string) {
    this.#rates = rates;
    this.currency = currency;
  }

  /** @param day UTC, `2026-11-21` */
  exchange(amount: Money, day: string): { money: Money; missing?: MissingRate } {
    const { currency } = amount;
    if (currency === this.currency) return { money: amount };
    const factor = this.#factorOf(currency, day);
    if (factor === null) {
      return { money: amount, missing: { from: currency, to: this.currency, day } };
    }
    return { money: { amountMicros: exchangedBy(factor, amount, this.currency), currency: this.currency } };
  }

  #factorOf(currency: string, day: string): ExchangeFactor | null {
    const byDay = this.#factors.get(currency) ?? new Map<string, ExchangeFactor | null>();
    const known = byDay.get(day);
    if (known !== undefined) return known;
    const factor = factorOf(this.#rates, currency, this.currency, day);
    this.#factors.set(currency, byDay.set(day, factor));
    return factor;
  }
}

const DAY_MILLISECONDS = 86_400_000;
const MOST_DAYS = 10_000;
const days = new Map<number, string>();

/** The UTC day of a moment. To write a date takes long, and many orders have the same. */
export function dayOf(at: number): string {
  const day = Math.floor(at / DAY_MILLISECONDS);
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size === MOST_DAYS) days.clear();
  const text = new Date(at).toISOString().slice(0, 10);
  days.set(day, text);
  return text;
}
