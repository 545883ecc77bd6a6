import { type Static, Type } from "typebox";
import { MetricValue } from "./metric.ts";
import { Figures } from "./show-metrics.ts";

/** What shows are compared by when nobody says. */
export const COMPARED_DEFAULTS = ["viewers_now", "comments", "orders", "gmv_paid"] as const;
export const MOST_COMPARED_SHOWS = 6;

export const ShowsComparedParams = Type.Object({
  /** Ids, with commas between: 2 to 6. */
  shows: Type.String({ minLength: 1, maxLength: 2000 }),
  /** Metric ids, with commas between. */
  metrics: Type.Optional(Type.String({ maxLength: 2000 })),
  platform: Type.Optional(Type.String({ maxLength: 64 })),
  /** Looks at the first so many minutes of each show only; absent: at all of each. */
  minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
});
export type ShowsComparedRequest = Static<typeof ShowsComparedParams>;

/** Figures by metric id of the minute that starts so many minutes after the show did. */
export const ComparedPoint = Type.Intersect([
  Type.Object({ minute: Type.Integer() }),
  Type.Record(Type.String(), MetricValue),
]);
export type ComparedPoint = { minute: number } & Record<string, MetricValue>;

/** Shows side by side, minute by minute since each began: `GET /v1/compare`. */
export const showsCompared = {
  name: "shows-compared",
  params: ShowsComparedParams,
  row: Type.Object({
    show: Type.String(),
    title: Type.String(),
    startedAt: Type.String(),
    /** `null`: it still runs. */
    endedAt: Type.Union([Type.String(), Type.Null()]),
    /** How many minutes of it are looked at, the last one perhaps not whole. */
    minutes: Type.Integer(),
    points: Type.Array(ComparedPoint),
    /** Each metric that has a figure over all these minutes, by the same formulas as a show's own. */
    figures: Figures,
  }),
};
export interface ComparedShow extends Omit<Static<typeof showsCompared.row>, "points"> {
  points: ComparedPoint[];
}
