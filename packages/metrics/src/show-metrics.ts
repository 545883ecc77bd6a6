import { type Static, Type } from "typebox";
import { MetricValue } from "./metric.ts";

/** A moment in a query: RFC 3339. */
export const Moment = Type.String({ format: "date-time" });

/** A figure with what it was divided from, where it comes from and the time that it is good for. */
export const Figure = Type.Object({
  value: MetricValue,
  unit: Type.String(),
  numerator: Type.Optional(MetricValue),
  denominator: Type.Optional(MetricValue),
  source: Type.Union([Type.Literal("measured"), Type.Literal("reported"), Type.Literal("estimated")]),
  /** When the newest event that it counts came in; `null`: nothing came in. */
  asOf: Type.Union([Type.String(), Type.Null()]),
  /** The 95 % interval of an estimate. */
  interval: Type.Optional(Type.Object({ low: Type.Number(), high: Type.Number() })),
  /** Of what it is made up, where that is told apart: new buyers by link, coupon and creator. */
  parts: Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Type.Number() }))),
  /** What a reader must know of this value. */
  note: Type.Optional(Type.String()),
});
export type Figure = Static<typeof Figure>;

export const Figures = Type.Record(Type.String(), Figure);

/** Every figure of one show, over all platforms and for each: `GET /v1/shows/:id/metrics`. */
export const showMetrics = {
  name: "show-metrics",
  params: Type.Object({
    show: Type.String({ minLength: 1 }),
    platform: Type.Optional(Type.String()),
    /** Inclusive; absent: since ever. */
    from: Type.Optional(Moment),
    /** Inclusive; absent: until now. */
    to: Type.Optional(Moment),
  }),
  row: Type.Object({
    show: Type.String(),
    /** As asked, else the time of the first event; `null`: there is none. */
    from: Type.Union([Type.String(), Type.Null()]),
    to: Type.Union([Type.String(), Type.Null()]),
    metrics: Figures,
    byPlatform: Type.Record(Type.String(), Figures),
  }),
};
export type ShowMetricsParams = Static<typeof showMetrics.params>;
export type ShowMetrics = Static<typeof showMetrics.row>;
