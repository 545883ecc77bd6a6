import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";
import { RoiParams } from "./roi.ts";

const sums = {
  currency: Type.String(),
  /** Paid, before refunds; the part that the creator is credited with, like all that follows. */
  revenue: Money,
  refunds: Money,
  netRevenue: Money,
  /** The creator's rate of the net revenue. */
  commission: Money,
};

/** What a creator is owed for a period, order by order: `GET /v1/creators/:id/statement`. */
export const creatorStatement = {
  name: "creator-statement",
  params: Type.Omit(RoiParams, ["groupBy"]),
  row: Type.Object({
    creator: Type.String(),
    /** Share of the credited net revenue, 0–1. */
    rate: Type.Number(),
    /** In order of time. */
    lines: Type.Array(
      Type.Object({
        at: Type.String({ format: "date-time" }),
        platform: Type.String(),
        /** Its id; of an order without one, the source and id of its event. */
        order: Type.String(),
        /** Of the order, 0–1. */
        share: Type.Number(),
        ...sums,
      }),
    ),
    /** Per currency, that of the statement first; lines sum to it, to the micro. */
    totals: Type.Array(Type.Object({ orders: Type.Number(), ...sums })),
    /** What was typed in as this creator's commission for the period, beside the rate, per currency. */
    typed: Type.Array(Money),
  }),
};
export type CreatorStatement = Static<typeof creatorStatement.row>;
export type StatementRequest = Static<typeof creatorStatement.params>;
