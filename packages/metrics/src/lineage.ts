import { type Static, Type } from "typebox";
import { MetricValue } from "./metric.ts";
import { Figure, showMetrics } from "./show-metrics.ts";

const Time = Type.Union([Type.String(), Type.Null()]);
const Side = Type.Enum(["value", "numerator", "denominator"]);

/** Where a figure of a show comes from: `GET /v1/shows/:id/metrics/:metric/lineage`. */
export const lineage = {
  name: "lineage",
  params: showMetrics.params,
  row: Type.Object({
    show: Type.String(),
    metric: Type.String(),
    name: Type.String(),
    formula: Type.String(),
    unit: Type.String(),
    from: Time,
    to: Time,
    figure: Figure,
    /** What ClickHouse was asked: the text, and the values bound to it. */
    queries: Type.Array(
      Type.Object({ name: Type.String(), sql: Type.String(), params: Type.Record(Type.String(), Type.Unknown()) }),
    ),
    /** Of a ratio its two sides, else the value; with how many events stand behind each. */
    sides: Type.Array(
      Type.Object({
        side: Side,
        /** The metric that this side is; absent: it has no name of its own. */
        metric: Type.Optional(Type.String()),
        value: Type.Union([MetricValue, Type.Null()]),
        rows: Type.Integer(),
      }),
    ),
    /** Who sent the events behind all sides. */
    sources: Type.Array(
      Type.Object({
        platform: Type.String(),
        source: Type.String(),
        tier: Type.Enum(["measured", "reported"]),
        events: Type.Integer(),
        first: Type.String(),
        last: Type.String(),
        /** When the newest of them came in. */
        asOf: Type.String(),
        gaps: Type.Array(
          Type.Object({ from: Type.String(), to: Type.String(), reason: Type.String(), recovered: Type.Boolean() }),
        ),
      }),
    ),
  }),
};
export type Lineage = Static<typeof lineage.row>;

/** The events themselves behind one side: `GET /v1/shows/:id/metrics/:metric/lineage/rows`. */
export const lineageRows = {
  name: "lineage-rows",
  params: Type.Object({ ...showMetrics.params.properties, side: Type.Optional(Side) }),
};
export type LineageSide = Static<typeof Side>;
