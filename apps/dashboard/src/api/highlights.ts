import type { Highlights, ReplaySales } from "@showpulse/metrics";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get } from "./client.ts";

export type { Highlight, Highlights, PeakRule, ReplaySales } from "@showpulse/metrics";

const show = (id: string) => `/v1/shows/${encodeURIComponent(id)}`;

/** What of a show stands out. */
export function useHighlights(id: string, live: boolean) {
  return useQuery({
    queryKey: ["highlights", id],
    queryFn: ({ signal }) => get<Highlights>(`${show(id)}/highlights`, signal),
    refetchInterval: live ? 20_000 : 60_000,
    placeholderData: keepPreviousData,
  });
}

/** What it sold in the 30 days after its end, by chapter. */
export function useReplaySales(id: string) {
  return useQuery({
    queryKey: ["replay-sales", id],
    queryFn: ({ signal }) => get<ReplaySales>(`${show(id)}/replay-sales`, signal),
    refetchInterval: 60_000,
  });
}
