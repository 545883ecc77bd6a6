import type { OfferLab, OfferPerformance } from "@showpulse/metrics";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, remove, withQuery } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Money } from "./types.ts";

export type { LabBin, LabFatigue, LabOffer, OfferLab, OfferPerformance } from "@showpulse/metrics";

export const OFFER_KINDS = ["flash", "coupon", "bundle", "drop"] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

export type OfferStatus = "planned" | "running" | "ended" | "missed" | "cancelled";

export interface NewOffer {
  show: string;
  title: string;
  kind: OfferKind;
  items: { product: string; price: Money }[];
  startsAt?: string | null;
  durationSeconds: number;
  /** Units set aside; null: as many as the products have. */
  stock?: number | null;
  perShopper?: number | null;
}

/** An offer as it was planned here. */
export interface PlannedOffer extends Omit<NewOffer, "items"> {
  id: string;
  status: OfferStatus;
  items: { product: string; sku: string; title: string; price: Money; listPrice: Money }[];
  startedAt: string | null;
  endedAt: string | null;
  endsAt: string | null;
}

/** What is planned for a show. */
export function usePlannedOffers(show: string) {
  return useQuery({
    queryKey: ["offers", "planned", show],
    queryFn: ({ signal }) => get<List<PlannedOffer>>(withQuery("/v1/offers", { show, limit: 200 }), signal),
    select: (list) => list.data,
    enabled: show !== "",
    refetchInterval: 5_000,
  });
}

/** An offer among others: without its curve, which is a question of its own. */
export type ShowOffer = Omit<OfferPerformance, "stock_burn">;

/** What every offer of a show did: those planned here, and those that only events name. */
export function useShowOffers(show: string) {
  return useQuery({
    queryKey: ["offers", "of", show],
    queryFn: ({ signal }) => get<List<ShowOffer>>(`/v1/shows/${encodeURIComponent(show)}/offers`, signal),
    select: (list) => list.data,
    enabled: show !== "",
    refetchInterval: 10_000,
  });
}

/** What one offer did; `show` for an offer id that several shows use. */
export function useOfferPerformance(offer: string, show: string) {
  return useQuery({
    queryKey: ["offers", "performance", offer, show],
    queryFn: ({ signal }) =>
      get<OfferPerformance>(
        withQuery(`/v1/offers/${encodeURIComponent(offer)}/performance`, { show: show || undefined }),
        signal,
      ),
    refetchInterval: 5_000,
  });
}

export function useOfferChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["offers"] });
  const path = (id: string) => `/v1/offers/${encodeURIComponent(id)}`;
  return {
    create: useMutation({
      meta: SAID_IN_PLACE,
      mutationFn: (offer: NewOffer) => post<PlannedOffer>("/v1/offers", offer),
      onSuccess,
    }),
    run: useMutation({
      mutationFn: ({ id, step }: { id: string; step: "start" | "stop" }) => post<PlannedOffer>(`${path(id)}/${step}`),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => remove(path(id)), onSuccess }),
  };
}

/** Several offers side by side, in the order of their ids. */
export function useComparedOffers(ids: readonly string[]) {
  return useQuery({
    queryKey: ["offers", "compared", ids.join(",")],
    queryFn: ({ signal }) =>
      get<List<OfferPerformance>>(withQuery("/v1/offers/compare", { ids: ids.join(",") }), signal),
    select: (list) => list.data,
    enabled: ids.length > 0,
    refetchInterval: 10_000,
  });
}

/** Which offers of a period worked. */
export function useOfferLab(period: { from: string; to: string }, kind: string) {
  return useQuery({
    queryKey: ["offers", "lab", period.from, period.to, kind],
    queryFn: ({ signal }) => get<OfferLab>(withQuery("/v1/offers/lab", { ...period, kind: kind || undefined }), signal),
  });
}
