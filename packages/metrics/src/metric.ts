import { type Static, Type } from "typebox";

/** Money: integer millionths of the currency unit, and the ISO 4217 code. */
export const Money = Type.Object({ amountMicros: Type.Integer(), currency: Type.String() });
export type Money = Static<typeof Money>;

/**
 * A metric's plain value: money is one entry per currency, `[]` is a measured none, a moment is RFC 3339, `null` is
 * unknown.
 */
export const MetricValue = Type.Union([
  Type.Number(),
  Type.Null(),
  Type.Array(Money),
  Type.String({ format: "date-time" }),
]);
export type MetricValue = number | null | Money[] | string;

/** Where a figure comes from: own events, a platform's own figure, or an estimate. */
export type SourceTier = "measured" | "reported" | "estimated";

export type MetricUnit =
  | "people"
  | "entries"
  | "impressions"
  | "events"
  | "units"
  | "orders"
  | "lines"
  | "diamond"
  | "jewel"
  | "bit"
  | "seconds"
  | "ratio"
  | "money"
  | "time";

/** A platform's own name for a metric, and how its figure differs from ours. */
export interface PlatformName {
  platform: string;
  name: string;
  difference: string;
}

/** Out of what a figure is made. */
export interface MetricSource {
  tier: SourceTier;
  /** The types of events that it looks at; empty when it looks at none. */
  events: readonly string[];
  /** What is not an event: prices, costs, names that were entered. */
  also?: string;
}

/** What a figure means. */
export interface Metric {
  id: string;
  name: string;
  formula: string;
  unit: MetricUnit;
  /**
   * - `count` adds up over platforms and shows
   * - `money` adds up per currency
   * - `people` never add up over platforms
   * - `gauge` is a reading over time
   * - `ratio` is Σ numerator ÷ Σ denominator, never a mean of ratios
   * - `duration`, `time` neither add up nor divide
   */
  kind: "count" | "money" | "people" | "gauge" | "ratio" | "duration" | "time";
  /** The value when it was measured and nothing happened; what nobody measured is always `null`. */
  emptyValue: 0 | null | [];
  /** Metric ids, for ratios that are one id ÷ another. */
  numerator?: string;
  denominator?: string;
  /**
   * Whether a ratio over platforms takes only those that give both sides: comments of a platform that gives no views
   * do not belong over the views of another. Commerce ratios span platforms on purpose: watched here, bought there.
   */
  samePlatforms?: boolean;
  platformNames: PlatformName[];
  /** Whether `GET /v1/shows/:id/metrics` answers it; other figures have questions of their own. */
  ofShow: boolean;
  /** Whether it is kept up with every event and pushed in ticks; other figures are asked for. */
  live: boolean;
  /** Out of what it is made; a ratio is made of what its two sides are made of. */
  sources: readonly MetricSource[];
}
