import { type Static, Type } from "typebox";

/** Money: integer millionths of the currency unit, and the ISO 4217 code. */
export const Money = Type.Object({ amountMicros: Type.Integer(), currency: Type.String() });
export type Money = Static<typeof Money>;

/** A metric's plain value: money is one entry per currency, `[]` is a measured none, `null` is unknown. */
export const MetricValue = Type.Union([Type.Number(), Type.Null(), Type.Array(Money)]);
export type MetricValue = number | null | Money[];

/** Where a figure comes from: own events, a platform's own figure, or an estimate. */
export type SourceTier = "measured" | "reported" | "estimated";

export type MetricUnit =
  | "people"
  | "entries"
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
  /** Whether a show's own events answer it (`GET /v1/shows/:id/metrics`); other figures have questions of their own. */
  ofShow: boolean;
}
