import type {
  AttributionAnswer,
  AttributionKey,
  AttributionModel,
  BuyerJourney,
  RecentBuyers,
  ReconciliationAnswer,
} from "@showpulse/metrics";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { timeZoneName } from "../format/time.ts";
import { get, post, withQuery } from "./client.ts";

/** In the order in which they are offered: the hub's own choice first. */
export const MODELS = [
  "last_non_direct",
  "last",
  "first",
  "linear",
  "position",
  "time_decay",
  "any",
  "markov",
  "shapley",
] as const satisfies readonly AttributionModel[];

export const KEYS = ["campaign", "creator", "platform", "show", "link"] as const satisfies readonly AttributionKey[];

export type { AttributionAnswer, AttributionCredit, AttributionKey, AttributionModel } from "@showpulse/metrics";

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
      queryFn: ({ signal }) => post<AttributionAnswer>("/v1/attribution", { ...request, model }, signal),
      placeholderData: keepPreviousData,
      staleTime: 15_000,
    })),
  });
}

export function useReconciliation(request: { from: string; to: string; lookbackSeconds: number }) {
  return useQuery({
    queryKey: ["reconciliation", request],
    queryFn: ({ signal }) => get<ReconciliationAnswer>(withQuery("/v1/reconciliation", { ...request }), signal),
    placeholderData: keepPreviousData,
  });
}

/** Who bought in a period, the newest first. */
export function useRecentBuyers({ from, to }: { from: string; to: string }) {
  const timezone = timeZoneName();
  return useQuery({
    queryKey: ["journeys", from, to],
    queryFn: ({ signal }) => get<RecentBuyers>(withQuery("/v1/journeys", { from, to, timezone, limit: 20 }), signal),
    placeholderData: keepPreviousData,
  });
}

/** What a person did on the way to buying; asked for while it is looked at. */
export function useJourney(actor: string) {
  return useQuery({
    queryKey: ["journeys", "of", actor],
    queryFn: ({ signal }) => get<BuyerJourney>(`/v1/journeys/${encodeURIComponent(actor)}`, signal),
    enabled: actor !== "",
  });
}
