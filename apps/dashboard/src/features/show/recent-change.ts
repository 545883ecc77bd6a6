import type { TimelinePoint } from "../../api/types.ts";
import { amountIn } from "../../format/money.ts";

/** A point's value as a number that can be drawn: money in the show's currency, unknown as null. */
export function numberAt(point: TimelinePoint, metric: string, currency: string | null): number | null {
  const value = point[metric];
  if (typeof value === "number") return value;
  return Array.isArray(value) ? amountIn(value, currency ?? undefined) : null;
}

/** The minutes that "lately" means. */
export const RECENT_MINUTES = 5;

/**
 * What changed in the last five minutes, from points of one minute, the last of which is still filling: how much a
 * count grew, or by which share a gauge differs from five minutes before. Null where that cannot be said.
 */
export function recentChange(
  points: readonly TimelinePoint[],
  metric: string,
  kind: string,
  currency: string | null,
): { grew: number } | { share: number } | null {
  if (kind === "gauge") {
    const now = points.at(-1) && numberAt(points.at(-1) as TimelinePoint, metric, currency);
    const before = points.at(-1 - RECENT_MINUTES);
    const then = before ? numberAt(before, metric, currency) : null;
    return now == null || !then ? null : { share: now / then - 1 };
  }
  if (kind !== "count" && kind !== "money") return null;
  const recent = points.slice(-RECENT_MINUTES).map((point) => numberAt(point, metric, currency));
  const known = recent.filter((value) => value !== null);
  return known.length === 0 ? null : { grew: known.reduce((sum, value) => sum + value, 0) };
}
