import type { Timeline } from "../../api/types.ts";
import type { ChartRow } from "../../charts/timeline-chart.tsx";
import { numberAt } from "./recent-change.ts";

/** One row per moment with a column per series; what a series does not know at a moment is null, and breaks its line. */
export function mergeSeries(
  timelines: Readonly<Record<string, Timeline | undefined>>,
  metric: string,
  currency: string | null,
): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  const names = Object.keys(timelines);
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  for (const name of names) {
    for (const point of timelines[name]?.points ?? []) {
      const time = Date.parse(point.at);
      const row = rows.get(time) ?? { time, values: { ...blank } };
      row.values[name] = numberAt(point, metric, currency);
      rows.set(time, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.time - b.time);
}

const MINUTE = 60_000;
export const INTERVALS = ["10s", "1m", "5m", "15m"] as const;
export type Interval = (typeof INTERVALS)[number];

const STEPS: Record<Interval, number> = { "10s": MINUTE / 6, "1m": MINUTE, "5m": 5 * MINUTE, "15m": 15 * MINUTE };

/** When the interval began that this moment lies in. */
export const startOfInterval = (at: number, interval: Interval): number =>
  Math.floor(at / STEPS[interval]) * STEPS[interval];

/** The rows of intervals that began before a moment. */
export const finishedBefore = (rows: ChartRow[], until: number): ChartRow[] =>
  until === Number.POSITIVE_INFINITY ? rows : rows.filter((row) => row.time < until);

/** An interval that gives a chart of a few hundred points at most. */
export function fittingInterval(durationMs: number): Interval {
  if (durationMs <= 20 * MINUTE) return "10s";
  if (durationMs <= 300 * MINUTE) return "1m";
  return durationMs <= 1_500 * MINUTE ? "5m" : "15m";
}
