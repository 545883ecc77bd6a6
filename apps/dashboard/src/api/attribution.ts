import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { get, post, withQuery } from "./client.ts";
import type { Money } from "./types.ts";

/** From the simplest to the most involved. */
export const MODELS = [
  "last",
  "last_non_direct",
  "first",
  "linear",
  "position",
  "time_decay",
  "any",
  "markov",
  "shapley",
] as const;
export type AttributionModel = (typeof MODELS)[number];

export const KEYS = ["campaign", "creator", "platform", "show", "link"] as const;
export type AttributionKey = (typeof KEYS)[number];

export interface Credit {
  conversions: number;
  amount: Money[];
  /** Of all conversions, 0–1; null where there were none. */
  share: number | null;
}

export interface AttributionAnswer {
  rows: (Credit & { key: string })[];
  unattributed: Credit;
  total: Credit;
}

export interface AttributionRequest {
  from: string;
  to: string;
  groupBy: AttributionKey;
  lookbackSeconds: number;
}

/** The credit by each of the models, in their order; undefined while one is worked out. */
export function useModels(request: AttributionRequest) {
  return useQueries({
    queries: MODELS.map((model) => ({
      queryKey: ["attribution", request, model],
      queryFn: () => post<AttributionAnswer>("/v1/attribution", { ...request, model }),
      placeholderData: keepPreviousData,
      staleTime: 15_000,
    })),
  });
}

interface Orders {
  orders: number;
  amount: Money[];
}

export interface Reconciliation {
  platforms: {
    platform: string;
    /** What its own reports say; null where they do not. */
    claimed: { orders: number | null; amount: Money[] | null };
    found: Orders;
    foundAlone: Orders;
  }[];
  claimedBySeveral: Orders;
  claimedByNone: Orders;
  total: Orders;
}

export function useReconciliation(request: { from: string; to: string; lookbackSeconds: number }) {
  return useQuery({
    queryKey: ["reconciliation", request],
    queryFn: ({ signal }) => get<Reconciliation>(withQuery("/v1/reconciliation", { ...request }), signal),
    placeholderData: keepPreviousData,
  });
}
