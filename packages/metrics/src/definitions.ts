import { type Static, Type } from "typebox";
import { MetricValue } from "./metric.ts";
import { showMetrics } from "./show-metrics.ts";

export const RULE_SETS = ["ours", "tiktok", "bambuser", "firework", "lazada"] as const;
export type RuleSetId = (typeof RULE_SETS)[number];

/** What is asked of a show, whatever the rules: the rows of the comparison. */
export const CONCEPTS = [
  "sales",
  "sales_after",
  "viewers",
  "views",
  "watch_time",
  "engagement",
  "clicks",
  "conversion",
  "price",
] as const;
export type Concept = (typeof CONCEPTS)[number];

const RuleFigure = Type.Object({
  concept: Type.Enum(CONCEPTS),
  /** As those whose rules these are call it. */
  name: Type.String(),
  formula: Type.String(),
  value: MetricValue,
  numerator: Type.Optional(MetricValue),
  denominator: Type.Optional(MetricValue),
  unit: Type.String(),
  /** Our figure for the same question, and its value. */
  ours: Type.String(),
  oursValue: MetricValue,
  /** Theirs − ours, where both are known and of one unit. */
  difference: MetricValue,
  /** Why theirs differs from ours; "" for our own. */
  why: Type.String(),
});
export type RuleFigure = Static<typeof RuleFigure>;

/** The same show under the rules of five: `GET /v1/shows/:id/definitions`. */
export const definitions = {
  name: "definitions",
  params: showMetrics.params,
  row: Type.Object({
    show: Type.String(),
    from: Type.Union([Type.String(), Type.Null()]),
    to: Type.Union([Type.String(), Type.Null()]),
    sets: Type.Array(
      Type.Object({
        id: Type.Enum(RULE_SETS),
        name: Type.String(),
        /** How these rules look at a show, in one sentence. */
        about: Type.String(),
        /** A question that they publish no figure for is left out. */
        figures: Type.Array(RuleFigure),
      }),
    ),
  }),
};
export type Definitions = Static<typeof definitions.row>;
