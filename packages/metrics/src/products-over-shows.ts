import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";
import { Money } from "./metric.ts";

export const ProductsOverShowsParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
});
export type ProductsOverShowsRequest = Static<typeof ProductsOverShowsParams>;

const Ratio = Type.Union([Type.Number(), Type.Null()]);

const figures = {
  /** `product_pinned` events, on all platforms. */
  pins: Type.Integer(),
  /** `select_item` and `select_promotion` that name it. */
  clicks: Type.Integer(),
  /** `add_to_cart` events. */
  carts: Type.Integer(),
  /** Paid order lines; an order counts once, by its newest `purchase`. */
  lines: Type.Integer(),
  units: Type.Integer(),
  /** Paid for its lines, before refunds. */
  revenue: Type.Array(Money),
  /** `ctor_item`: paid lines ÷ clicks; `null` without a click. */
  ctorItem: Ratio,
};

/**
 * How each product did from show to show: `GET /v1/audience/products`, most units first. The total is the sum over the
 * shows, and its ratio Σ lines ÷ Σ clicks.
 */
export const productsOverShows = {
  name: "products-over-shows",
  params: ProductsOverShowsParams,
  row: Type.Object({
    item: Type.String(),
    /** The newest name that an event gave it; `null`: none did. */
    name: Type.Union([Type.String(), Type.Null()]),
    total: Type.Object(figures),
    /** Shows in which anything happened with it. */
    shows: Type.Array(Type.Object({ show: Type.String(), ...figures })),
  }),
};
export type ProductOverShows = Static<typeof productsOverShows.row>;
