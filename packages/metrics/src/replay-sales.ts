import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";

export const ReplaySalesParams = Type.Object({
  show: Type.String({ minLength: 1 }),
  /** How long after its end the show is looked at. */
  days: Type.Integer({ minimum: 1, maximum: 366, default: 30 }),
});

const Sold = {
  /** Orders with a line of it; one may stand in several chapters. */
  orders: Type.Integer(),
  units: Type.Integer(),
  /** Paid for its lines, before refunds. */
  revenue: Type.Array(Money),
};

/**
 * What a show sold after its end, by the part of it that showed the product: `GET /v1/shows/:id/replay-sales`. An order
 * belongs to the show when it declares it, or when it declares no show but a link of the show. A chapter lasts from the
 * pin or offer of a product until that of another. Each order line counts once: in the first chapter of its offer, else
 * in the first that showed its product, else as not shown.
 */
export const replaySales = {
  name: "replay-sales",
  params: ReplaySalesParams,
  row: Type.Object({
    /** `null`: it has not ended, so nothing has been sold after it. */
    endedAt: Type.Union([Type.String(), Type.Null()]),
    /** Until when it was looked at. */
    to: Type.Union([Type.String(), Type.Null()]),
    chapters: Type.Array(
      Type.Object({
        start: Type.String(),
        end: Type.String(),
        items: Type.Array(Type.String()),
        itemName: Type.Union([Type.String(), Type.Null()]),
        offers: Type.Array(Type.String()),
        ...Sold,
      }),
    ),
    notShown: Type.Object(Sold),
    total: Type.Object(Sold),
  }),
};
export type ReplaySales = Static<typeof replaySales.row>;
