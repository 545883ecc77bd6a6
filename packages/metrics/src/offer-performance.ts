import { type Static, Type } from "typebox";
import { Figure, Moment } from "./show-metrics.ts";

const nullable = <Of extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Number>>(of: Of) =>
  Type.Union([of, Type.Null()]);

/** A moment as a figure: `value` is RFC 3339, `null` when it has not come or nobody told of it. */
export const MomentFigure = Type.Object({
  value: nullable(Type.String()),
  unit: Type.Literal("time"),
  source: Type.Union([Type.Literal("measured"), Type.Literal("reported"), Type.Literal("estimated")]),
  asOf: nullable(Type.String()),
  note: Type.Optional(Type.String()),
});
export type MomentFigure = Static<typeof MomentFigure>;

/** A ratio with its 95 % interval; `enough` is false where there is too little data to say anything. */
export const RatioInterval = Type.Object({
  ratio: nullable(Type.Number()),
  low: nullable(Type.Number()),
  high: nullable(Type.Number()),
  enough: Type.Boolean(),
});

/** A moment at which what viewers were shown disagrees with the stock log or the clock. */
export const Disagreement = Type.Object({
  at: Type.String(),
  kind: Type.Union([
    Type.Literal("stock_too_low"),
    Type.Literal("stock_too_high"),
    Type.Literal("stock_rose"),
    Type.Literal("sold_out_early"),
    Type.Literal("sold_after_sold_out"),
    Type.Literal("time_wrong"),
    Type.Literal("ended_early"),
    Type.Literal("ran_longer"),
    Type.Literal("started_again"),
  ]),
  /** Units or seconds that were shown. */
  shown: nullable(Type.Number()),
  /** What the stock log or the clock says. */
  actual: nullable(Type.Number()),
  detail: Type.String(),
});
export type Disagreement = Static<typeof Disagreement>;

/** What one offer did: `GET /v1/offers/:id/performance`. */
export const offerPerformance = {
  name: "offer-performance",
  params: Type.Object({
    offer: Type.String({ minLength: 1, maxLength: 256 }),
    /** For an offer id that several shows use; absent: the show in which it was seen last. */
    show: Type.Optional(Type.String({ maxLength: 128 })),
    /** Until when it is looked at, for an offer that still runs; absent: now. */
    to: Type.Optional(Moment),
  }),
  row: Type.Object({
    offer: Type.String(),
    show: Type.String(),
    title: nullable(Type.String()),
    kind: nullable(Type.String()),
    /** Planned here; else known from events alone. */
    own: Type.Boolean(),
    startedAt: nullable(Type.String()),
    /** When it ended; `null` while it runs. */
    endedAt: nullable(Type.String()),
    exposed: Figure,
    impressions: Figure,
    clicks: Figure,
    carts: Figure,
    orders: Figure,
    units: Figure,
    revenue: Figure,
    refunds: Figure,
    discount_given: Figure,
    goods_cost: Figure,
    margin: Figure,
    stock: Figure,
    sell_through: Figure,
    sold_out_at: MomentFigure,
    seconds_to_sell_out: Figure,
    last_30s_share: Figure,
    missed_demand: Figure,
    refund_rate: Figure,
    refund_rate_show: Figure,
    /** `refund_rate` ÷ `refund_rate_show`. */
    regret: Figure,
    /** Units per 10 s since its start; `null` when nobody counts units. */
    stock_burn: Type.Union([Type.Array(Type.Object({ at: Type.String(), units: Type.Number() })), Type.Null()]),
    /** Orders per minute while it ran ÷ in the matched minutes around it. */
    uplift: Type.Evaluate(
      Type.Intersect([RatioInterval, Type.Object({ matchedMinutes: Type.Integer(), note: Type.String() })]),
    ),
    /** Orders per minute right after it ÷ in the matched minutes: below 1, sales were only moved forward. */
    pull_forward: Type.Evaluate(
      Type.Intersect([RatioInterval, Type.Object({ ordersMissing: nullable(Type.Number()) })]),
    ),
    /** Moments that were not honest; `null` when there is nothing to hold them against. */
    honest: Type.Union([Type.Array(Disagreement), Type.Null()]),
  }),
};
export type OfferPerformanceParams = Static<typeof offerPerformance.params>;
export type OfferPerformance = Static<typeof offerPerformance.row>;

/** What is known of an offer that was planned here: plain data from the business tables. */
export interface OwnOffer {
  id: string;
  show: string;
  title: string;
  kind: string;
  /** Units set aside; `null`: not said. */
  stock: number | null;
  durationSeconds: number;
  /** Milliseconds. */
  startedAt: number | null;
  endedAt: number | null;
}

/** A product under one of the names that order lines may use for it (id, SKU). Money in micros. */
export interface KnownProduct {
  item: string;
  price: { amountMicros: number; currency: string };
  cost: { amountMicros: number; currency: string } | null;
}

/** What the business tables know; events alone suffice. */
export interface OfferKnowledge {
  own: readonly OwnOffer[];
  products: readonly KnownProduct[];
}
