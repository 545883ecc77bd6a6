import { useMutation, useQuery } from "@tanstack/react-query";
import { get, patch, post, remove, withQuery } from "./client.ts";
import { useLedgerChange } from "./ledger.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Money } from "./types.ts";

/** What a platform keeps of each order, from a day on. */
export interface NewFee {
  platform: string;
  name: string;
  /** A UTC day. */
  from: string;
  /** Share of an order's net revenue, 0–1. */
  rate: number;
  perOrder: Money | null;
}

export interface Fee extends NewFee {
  id: string;
}

export function useFees() {
  return useQuery({
    queryKey: ["fees"],
    queryFn: ({ signal }) => get<List<Fee>>(withQuery("/v1/fees", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

export function useFeeChanges() {
  const onSuccess = useLedgerChange("fees");
  const path = (id: string) => `/v1/fees/${encodeURIComponent(id)}`;
  return {
    save: useMutation({
      meta: SAID_IN_PLACE,
      mutationFn: ({ id, ...fee }: NewFee & { id?: string }) =>
        id === undefined ? post<Fee>("/v1/fees", fee) : patch<Fee>(path(id), fee),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => remove(path(id)), onSuccess }),
    restore: useMutation({ mutationFn: (id: string) => post(`${path(id)}/restore`), onSuccess }),
  };
}
