import type { PRODUCT_ORDERS, ProductPerformance } from "@showpulse/metrics";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { BulkAnswer } from "./campaigns.ts";
import { Csv, get, post, remove, withQuery } from "./client.ts";
import { useLedgerChange } from "./ledger.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Money } from "./types.ts";

export { PRODUCT_ORDERS, type ProductPerformance } from "@showpulse/metrics";

export type ProductOrder = (typeof PRODUCT_ORDERS)[number];
/** What is known of one product, and of all together. */
export type ProductTotals = Omit<ProductPerformance["total"], "products">;

/** The most that the hub ranks. */
export const MOST_PRODUCTS = 500;

export interface NewProduct {
  sku: string;
  title: string;
  price: Money;
  /** What one unit costs the brand; null: unknown. */
  cost?: Money | null;
  stock: number;
}

export interface Product extends Required<NewProduct> {
  id: string;
  reserved: number;
}

export function useProducts() {
  return useQuery({
    queryKey: ["products"],
    queryFn: ({ signal }) => get<List<Product>>(withQuery("/v1/products", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

export interface ProductQuestion {
  from: string;
  to: string;
  timezone: string;
  /** "": all shows and the shop. */
  show: string;
  /** "": all. */
  platform: string;
  /** Whose revenue is ranked by; "": that of most order lines. */
  currency: string;
  sort: ProductOrder;
  limit: number;
}

/** Which products did best; what was answered before stays until the new answer is there. */
export function useProductPerformance({ show, platform, currency, ...rest }: ProductQuestion) {
  const given = (text: string) => (text === "" ? undefined : text);
  const query = { ...rest, show: given(show), platform: given(platform), currency: given(currency) };
  return useQuery({
    queryKey: ["product-performance", query],
    queryFn: ({ signal }) => get<ProductPerformance>(withQuery("/v1/products/performance", query), signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export function useProductChanges() {
  const onSuccess = useLedgerChange("products", "offers");
  const path = (id: string) => `/v1/products/${encodeURIComponent(id)}`;
  return {
    add: useMutation({ mutationFn: (product: NewProduct) => post<Product>("/v1/products", product), onSuccess }),
    remove: useMutation({ mutationFn: (id: string) => remove(path(id)), onSuccess }),
    restore: useMutation({ mutationFn: (id: string) => post(`${path(id)}/restore`), onSuccess }),
    paste: useMutation({
      meta: SAID_IN_PLACE,
      mutationFn: ({ text, dryRun }: { text: string; dryRun: boolean }) =>
        post<BulkAnswer>(withQuery("/v1/products/bulk", { dryRun }), new Csv(text)),
      onSuccess: (_answer, { dryRun }) => (dryRun ? undefined : onSuccess()),
    }),
  };
}
