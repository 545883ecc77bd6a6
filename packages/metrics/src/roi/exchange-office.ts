import { convert, type ExchangeRate } from "../exchange.ts";
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
  readonly #usable = new Map<string, ExchangeRate[]>();

  constructor(rates: readonly ExchangeRate[], currency: string) {
    this.#rates = rates;
    this.currency = currency;
  }

  /** @param day UTC, `2026-11-21` */
  exchange({ amountMicros, currency }: Money, day: string): { money: Money; missing?: MissingRate } {
    if (currency === this.currency) return { money: { amountMicros, currency } };
    const converted = convert(this.#ratesFor(currency, day), amountMicros, currency, this.currency, day);
    if (converted !== null) return { money: { amountMicros: converted, currency: this.currency } };
    return { money: { amountMicros, currency }, missing: { from: currency, to: this.currency, day } };
  }

  #ratesFor(currency: string, day: string): ExchangeRate[] {
    const name = `${currency} ${day}`;
    const known = this.#usable.get(name);
    if (known) return known;
    const pair = [currency, this.currency];
    const usable = this.#rates.filter((rate) => pair.includes(rate.from) && pair.includes(rate.to) && rate.day <= day);
    this.#usable.set(name, usable);
    return usable;
  }
}

const DAY_MILLISECONDS = 86_400_000;
let [lastDay, lastText] = [Number.NaN, ""];

/** The UTC day of a moment. Orders come by their time: most ask for the day of the one before. */
export function dayOf(at: number): string {
  const day = Math.floor(at / DAY_MILLISECONDS);
  if (day !== lastDay) [lastDay, lastText] = [day, new Date(at).toISOString().slice(0, 10)];
  return lastText;
}
