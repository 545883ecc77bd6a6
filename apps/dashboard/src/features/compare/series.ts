import type { ComparedShow } from "../../api/compare.ts";
import type { ChartRow } from "../../charts/timeline-chart.tsx";
import { amountIn } from "../../format/money.ts";

const MINUTE = 60_000;

/**
 * One metric of several shows as rows of a chart: a row a minute since the start, a value a show. Money is in units of
 * `currency`; a minute that nobody knows is null, and so is one that a show does not reach.
 */
export function alignedRows(shows: readonly ComparedShow[], metric: string, currency: string | undefined): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const { show, points } of shows) {
    for (const { minute, [metric]: value } of points) {
      const row = rows.get(minute) ?? { time: minute * MINUTE, values: {} };
      rows.set(minute, row);
      row.values[show] = Array.isArray(value) ? amountIn(value, currency) : typeof value === "number" ? value : null;
    }
  }
  return [...rows.values()]
    .sort((a, b) => a.time - b.time)
    .map((row) => ({ ...row, values: Object.fromEntries(shows.map(({ show }) => [show, row.values[show] ?? null])) }));
}

/** The currency in which most of the minutes have revenue. */
export function mainCurrency(shows: readonly ComparedShow[], metric: string): string | undefined {
  const counts = new Map<string, number>();
  for (const { points } of shows) {
    for (const { [metric]: value } of points) {
      if (!Array.isArray(value)) continue;
      for (const { currency } of value) counts.set(currency, (counts.get(currency) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
