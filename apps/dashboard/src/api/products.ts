import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { BulkAnswer } from "./campaigns.ts";
import { Csv, get, post, remove, withQuery } from "./client.ts";
import type { List, Money } from "./types.ts";

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

export function useProductChanges() {
  const queries = useQueryClient();
  const onSuccess = () =>
    Promise.all(["products", "offers", "roi"].map((first) => queries.invalidateQueries({ queryKey: [first] })));
  const path = (id: string) => `/v1/products/${encodeURIComponent(id)}`;
  return {
    add: useMutation({ mutationFn: (product: NewProduct) => post<Product>("/v1/products", product), onSuccess }),
    remove: useMutation({ mutationFn: (id: string) => remove(path(id)), onSuccess }),
    restore: useMutation({ mutationFn: (id: string) => post(`${path(id)}/restore`), onSuccess }),
    paste: useMutation({
      mutationFn: ({ text, dryRun }: { text: string; dryRun: boolean }) =>
        post<BulkAnswer>(withQuery("/v1/products/bulk", { dryRun }), new Csv(text)),
      onSuccess: (_answer, { dryRun }) => (dryRun ? undefined : onSuccess()),
    }),
  };
}
