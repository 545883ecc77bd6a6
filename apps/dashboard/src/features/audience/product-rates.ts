import type { ProductTotals } from "../../api/products.ts";

type Counts = Pick<ProductTotals, "impressions" | "clicks" | "orders">;

/** Null where either is unknown, or there is nothing to divide by. */
const share = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

/** Clicks ÷ impressions (`product_ctr_per_impression`). */
export const clickRateOf = ({ clicks, impressions }: Counts): number | null => share(clicks, impressions);

/** Orders with it ÷ clicks on it (`ctor_order`). It may exceed 1: who orders need not have clicked. */
export const conversionOf = ({ orders, clicks }: Counts): number | null => share(orders, clicks);
