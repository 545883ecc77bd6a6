import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { AccountingRow, ApiKey, List } from "./types.ts";

export function useKeys() {
  return useQuery({
    queryKey: ["keys"],
    queryFn: ({ signal }) => get<List<ApiKey>>("/v1/keys", signal),
    select: (list) => list.data,
  });
}

export interface NewKey {
  name: string;
  role: string;
  ingestOnly?: boolean;
}

/** Makes a key; its answer is the only time that the key itself is shown. */
export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: (key: NewKey) => post<{ id: string; key: string }>("/v1/keys", key),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
}

export function useDeleteKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => remove(`/v1/keys/${encodeURIComponent(id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
}

/** A name by which people speak of the brand; without a language in every one. */
export interface BrandName {
  text: string;
  language?: string;
}

export function useBrandNames() {
  return useQuery({
    queryKey: ["brand-names"],
    queryFn: ({ signal }) => get<{ names: BrandName[] }>("/v1/brand-names", signal),
    select: ({ names }) => names,
  });
}

export function useSaveBrandNames() {
  const queries = useQueryClient();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: (names: readonly BrandName[]) => patch<{ names: BrandName[] }>("/v1/brand-names", { names }),
    onSuccess: () =>
      Promise.all(["brand-names", "metrics"].map((first) => queries.invalidateQueries({ queryKey: [first] }))),
  });
}

/** What came in and where it went, per source: received = stored + duplicates + dead letters + waiting. */
export function useAccounting() {
  return useQuery({
    queryKey: ["accounting"],
    queryFn: ({ signal }) => get<{ data: AccountingRow[] }>("/v1/accounting", signal),
    select: (list) => list.data,
    refetchInterval: 10_000,
  });
}
