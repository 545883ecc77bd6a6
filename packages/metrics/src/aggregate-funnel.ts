import { type Static, Type } from "typebox";
import { showMetrics } from "./show-metrics.ts";

/** From being shown to buying, in counts without identities: nobody knows whether the same people went on. */
export const AGGREGATE_STEPS = ["impressions", "views", "product_clicks", "orders"] as const;
export type AggregateStep = (typeof AGGREGATE_STEPS)[number];

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);

const Step = Type.Object({
  step: Type.Enum(AGGREGATE_STEPS),
  /** The platform's own figure where it gives one, else what was counted; `null`: neither. */
  value: NumberOrNull,
  /** Where `value` is from; `null`: it is unknown. Over platforms `mixed` where they differ. */
  source: Type.Union([Type.Enum(["measured", "reported", "mixed"]), Type.Null()]),
  /** `value` ÷ that of the step before; `null`: one of them is unknown, or there was none before. */
  rate: NumberOrNull,
  /** The rate divides what was counted by what a platform reports, or the other way round. */
  rateIsMixed: Type.Boolean(),
});
export type AggregateFunnelStep = Static<typeof Step>;

/** The funnel of a show per platform in counts: `GET /v1/shows/:id/aggregate-funnel`. */
export const aggregateFunnel = {
  name: "aggregate-funnel",
  params: showMetrics.params,
  row: Type.Object({
    show: Type.String(),
    /** Not of people: never to be mixed with their funnel. */
    kind: Type.Literal("aggregate"),
    platforms: Type.Array(Type.Object({ platform: Type.String(), steps: Type.Array(Step) })),
    /** Of all platforms: values added up, and Σ ÷ Σ over the platforms that give both steps. */
    together: Type.Array(Step),
  }),
};
export type AggregateFunnel = Static<typeof aggregateFunnel.row>;

/** One platform's numbers for a step. */
export interface StepFigures {
  counted: number | null;
  reported: number | null;
}

/** Puts a platform's counts and its own reports together: the report leads, since counts may have gaps. */
export function platformSteps(figures: Readonly<Record<AggregateStep, StepFigures>>): AggregateFunnelStep[] {
  let before: AggregateFunnelStep | undefined;
  return AGGREGATE_STEPS.map((step) => {
    const { counted, reported } = figures[step];
    const value = reported ?? counted;
    const source = value === null ? null : reported === null ? "measured" : "reported";
    const rate = value === null || !before?.value ? null : value / before.value;
    const one: AggregateFunnelStep = {
      step,
      value,
      source,
      rate,
      rateIsMixed: rate !== null && source !== before?.source,
    };
    before = one;
    return one;
  });
}

/** All platforms together; a rate is of those platforms only that give both of its sides. */
export function stepsTogether(platforms: readonly { steps: readonly AggregateFunnelStep[] }[]): AggregateFunnelStep[] {
  return AGGREGATE_STEPS.map((step, index) => {
    const own = platforms.flatMap(({ steps }) => steps[index] ?? []);
    const known = own.filter(({ value }) => value !== null);
    const sources = [...new Set(known.map(({ source }) => source))];
    const both = platforms.filter(({ steps }) => steps[index]?.value != null && steps[index - 1]?.value != null);
    const sum = (at: number) => both.reduce((all, { steps }) => all + (steps[at]?.value ?? 0), 0);
    const under = index === 0 ? 0 : sum(index - 1);
    return {
      step,
      value: known.length === 0 ? null : known.reduce((all, { value }) => all + (value ?? 0), 0),
      source: sources.length > 1 ? "mixed" : (sources[0] ?? null),
      rate: under === 0 ? null : sum(index) / under,
      rateIsMixed: both.some(({ steps }) => steps[index]?.rateIsMixed),
    };
  });
}
