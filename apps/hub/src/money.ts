import type { ExchangeRate } from "@showpulse/metrics";
import { type Static, Type } from "typebox";
import type { Rate } from "../../../prisma/generated/client.ts";
import { dayOfDate } from "./formats.ts";

/** An ISO 4217 code. */
export const currency = Type.String({ pattern: "^[A-Z]{3}$", description: "ISO 4217, such as EUR" });

/** Integer millionths of the currency unit, from nought up. */
export const micros = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** An amount of money, from nought up. */
export const Money = Type.Object({ amountMicros: micros, currency });
export type Money = Static<typeof Money>;

/** Money as two columns of the database keep it. */
export function moneyOf(amountMicros: bigint, currency: string): Money;
export function moneyOf(amountMicros: bigint | null, currency: string | null): Money | null;
export function moneyOf(amountMicros: bigint | null, currency: string | null): Money | null {
  return amountMicros === null || currency === null ? null : { amountMicros: Number(amountMicros), currency };
}

/** A rate of exchange as the ledger takes it. */
export const exchangeRate = ({ day, fromCurrency, toCurrency, rate }: Rate): ExchangeRate => ({
  day: dayOfDate(day),
  from: fromCurrency,
  to: toCurrency,
  rate: rate.toString(),
});
