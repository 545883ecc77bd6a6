import type { Reading } from "../../format/metric.ts";

/** An offer's figures in the groups in which they are read. */
export const FIGURE_GROUPS = [
  {
    id: "earned",
    figures: ["revenue", "margin", "discount_given", "goods_cost", "refunds", "refund_rate", "regret"],
  },
  { id: "sold", figures: ["units", "stock", "sell_through", "seconds_to_sell_out", "last_30s_share", "missed_demand"] },
  { id: "way", figures: ["exposed", "impressions", "clicks", "carts", "orders"] },
] as const;

export type OfferFigure = (typeof FIGURE_GROUPS)[number]["figures"][number];
export const OFFER_FIGURES: readonly OfferFigure[] = FIGURE_GROUPS.flatMap(({ figures }) => figures);

/** What cannot be said of a product that is not entered with its price and cost. */
export const NEED_COST: ReadonlySet<string> = new Set(["margin", "goods_cost", "discount_given"]);

const READINGS: Partial<Record<OfferFigure, Reading>> = {
  revenue: "money",
  margin: "money",
  discount_given: "money",
  goods_cost: "money",
  refunds: "money",
  refund_rate: "rate",
  sell_through: "rate",
  last_30s_share: "rate",
  seconds_to_sell_out: "seconds",
};

export const readingOf = (figure: OfferFigure): Reading => READINGS[figure] ?? "count";
