import type { AggregateFunnel, Definitions, Lineage, LineageSide } from "@showpulse/metrics";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { get, withQuery } from "./client.ts";
import type { List, LiveEvent } from "./types.ts";

export type { AggregateFunnel, Definitions, Lineage, LineageSide } from "@showpulse/metrics";

const show = (id: string) => `/v1/shows/${encodeURIComponent(id)}`;
const lineageOf = (id: string, metric: string) => `${show(id)}/metrics/${encodeURIComponent(metric)}/lineage`;

/** The show under five rule sets. They look at orders of many days, so a running show does not ask often. */
export function useRules(id: string) {
  return useQuery({
    queryKey: ["definitions-of", id],
    queryFn: ({ signal }) => get<Definitions>(`${show(id)}/definitions`, signal),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** The platforms' counts from being shown to buying. */
export function useAggregateFunnel(id: string, live: boolean) {
  return useQuery({
    queryKey: ["aggregate-funnel", id],
    queryFn: ({ signal }) => get<AggregateFunnel>(`${show(id)}/aggregate-funnel`, signal),
    refetchInterval: live ? 10_000 : 60_000,
    placeholderData: keepPreviousData,
  });
}

/** Where a figure of a show comes from. */
export function useLineage(id: string, metric: string) {
  return useQuery({
    queryKey: ["lineage", id, metric],
    queryFn: ({ signal }) => get<Lineage>(lineageOf(id, metric), signal),
  });
}

/** The events behind one side of a figure, newest first, page by page. */
export function useLineageRows(id: string, metric: string, side: LineageSide) {
  return useInfiniteQuery({
    queryKey: ["lineage-rows", id, metric, side],
    queryFn: ({ pageParam, signal }) =>
      get<List<LiveEvent>>(withQuery(`${lineageOf(id, metric)}/rows`, { side, limit: 20, cursor: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
