import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";
import { RatioInterval } from "./offer-performance.ts";

const nullable = <Of extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Number>>(of: Of) =>
  Type.Union([of, Type.Null()]);

/** What several offers did together; `offers` of them had data enough to count. */
export const PooledRatio = Type.Evaluate(Type.Intersect([RatioInterval, Type.Object({ offers: Type.Integer() })]));

/** An offer that ran, with what it was and what it did to orders. */
export const LabOffer = Type.Object({
  offer: Type.String(),
  show: Type.String(),
  title: nullable(Type.String()),
  kind: nullable(Type.String()),
  own: Type.Boolean(),
  startedAt: Type.String(),
  lengthSeconds: nullable(Type.Number()),
  /** Share taken off the list price, 0–1; `null` where a price is unknown. */
  discount: nullable(Type.Number()),
  /** Units at its start; `null`: not limited, or not told. */
  stock: nullable(Type.Number()),
  /** Products in it, under one name each. */
  items: Type.Array(Type.String()),
  /** Which offer of its kind it was in its show, of one of its products in its show and over all shows; from 1. */
  nth: Type.Object({
    ofShow: Type.Integer(),
    ofKind: Type.Integer(),
    ofProduct: nullable(Type.Number()),
    ofProductOverShows: nullable(Type.Number()),
  }),
  uplift: RatioInterval,
});
export type LabOffer = Static<typeof LabOffer>;

/** A range of a length, discount or stock: from (inclusive) to (exclusive, `null`: no end). */
export const LabBin = Type.Object({
  from: Type.Number(),
  to: nullable(Type.Number()),
  /** Offers in it; `uplift.offers` of them had data enough. */
  ran: Type.Integer(),
  uplift: PooledRatio,
});
export type LabBin = Static<typeof LabBin>;

export const LabFatigue = Type.Object({
  /** The first, second, third, and all later ones together. */
  nth: Type.Array(Type.Object({ n: Type.Integer(), ran: Type.Integer(), uplift: PooledRatio })),
  /** By what the uplift changes with each further one. */
  perStep: PooledRatio,
});
export type LabFatigue = Static<typeof LabFatigue>;

/** Which offers worked: all of a workspace that ran in a period, by what they were and how often they came. */
export const offerLab = {
  name: "offer-lab",
  params: Type.Object({
    from: Type.Optional(PeriodEnd),
    to: Type.Optional(PeriodEnd),
    kind: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  row: Type.Object({
    offers: Type.Array(LabOffer),
    /** Shows of the period that were left out, since there are too many: the oldest. */
    showsLeftOut: Type.Integer(),
    all: PooledRatio,
    by: Type.Object({
      length: Type.Array(LabBin),
      discount: Type.Array(LabBin),
      stock: Type.Array(LabBin),
    }),
    fatigue: Type.Object({
      ofShow: LabFatigue,
      ofKind: LabFatigue,
      ofProduct: LabFatigue,
      ofProductOverShows: LabFatigue,
    }),
  }),
};
export type OfferLabParams = Static<typeof offerLab.params>;
export type OfferLab = Static<typeof offerLab.row>;
