import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";
import { Money } from "./metric.ts";

export const PRODUCT_ORDERS = ["revenue", "units", "orders", "clicks", "impressions", "carts"] as const;

const Count = Type.Union([Type.Integer(), Type.Null()]);

const figures = {
  /** Paid for its order lines, before refunds. */
  revenue: Type.Union([Type.Array(Money), Type.Null()]),
  /** Units of paid order lines. */
  units: Count,
  /** Paid orders with it in them. */
  orders: Count,
  /** `view_promotion` + `view_item` */
  impressions: Count,
  /** `select_item` + `select_promotion` */
  clicks: Count,
  /** `add_to_cart` */
  carts: Count,
};

/**
 * Which products did best, in one show or over all shows and the shop: `GET /v1/products/performance`. A figure is
 * `null` when nothing of its kind was measured in the selection, of no product.
 */
export const productPerformance = {
  name: "product-performance",
  params: Type.Object({
    from: Type.Optional(PeriodEnd),
    to: Type.Optional(PeriodEnd),
    timezone: Type.Optional(Type.String({ maxLength: 64 })),
    /** Absent: all shows, and what happened outside them. */
    show: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    platform: Type.Optional(Type.String({ maxLength: 32 })),
    /** What is ranked by, the most first. */
    sort: Type.Enum(PRODUCT_ORDERS, { default: "revenue" }),
    /** Whose revenue is ranked by; absent: that of most order lines. Money of two currencies is not added up. */
    currency: Type.Optional(Type.String({ pattern: "^[A-Z]{3}$" })),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 25 }),
  }),
  row: Type.Object({
    /** `item` is an id or a SKU, as the events give it. */
    rows: Type.Array(Type.Object({ item: Type.String(), ...figures, shows: Type.Integer() })),
    /** Over all products, those beyond the limit too. `orders` counts an order once for each of its products. */
    total: Type.Object({ ...figures, products: Type.Integer() }),
    /** The currency that revenue is ranked by; `null`: nothing was sold for money. */
    rankedBy: Type.Union([Type.String(), Type.Null()]),
  }),
};
export type ProductPerformanceParams = Static<typeof productPerformance.params>;
export type ProductPerformance = Static<typeof productPerformance.row>;
export type ProductFigures = ProductPerformance["rows"][number];
