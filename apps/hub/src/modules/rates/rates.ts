import type { ExchangeRate } from "@showpulse/metrics";
import type { Database } from "../../database.ts";
import { dayOfDate } from "../../formats.ts";

/** Every rate of exchange that a workspace has, with all its digits. */
export async function readRates(database: Database, workspaceId: string): Promise<ExchangeRate[]> {
  const rows = await database.rate.findMany({ where: { workspaceId } });
  return rows.map(({ day, fromCurrency, toCurrency, rate }) => ({
    day: dayOfDate(day),
    from: fromCurrency,
    to: toCurrency,
    rate: rate.toString(),
  }));
}
