import type { FunnelActor, FunnelRequest } from "@showpulse/metrics";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove, withQuery } from "./client.ts";
import type { FunnelAnswer, List } from "./types.ts";

export type { Comparison, Filter, FunnelRequest, FunnelStep as StepRequest } from "@showpulse/metrics";

export type FunnelResult = FunnelAnswer;
export type TrendPoint = NonNullable<FunnelAnswer["series"]>[number];

/** The answer to any funnel; the one before stays in sight while the next is worked out. */
export function useFunnelResult(request: FunnelRequest) {
  return useQuery({
    queryKey: ["funnels", "result", request],
    queryFn: ({ signal }) => post<FunnelResult>("/v1/funnels", request, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

/** Who is asked about is the same in every view. */
const withoutView = ({ view: _view, compareTo: _compareTo, ...request }: FunnelRequest): FunnelRequest => request;

export interface AskedPeople {
  step: number;
  dropped: boolean;
  /** Only those of this row of the breakdown. */
  value?: NonNullable<FunnelResult["breakdowns"]>[number]["value"];
}

/** Who reached a step, or was lost on the way to it, page by page. */
export function useFunnelActors(request: FunnelRequest, asked: AskedPeople) {
  return useInfiniteQuery({
    queryKey: ["funnels", "actors", request, asked],
    queryFn: ({ pageParam, signal }) => {
      const path = withQuery("/v1/funnels/actors", { cursor: pageParam });
      return post<List<FunnelActor>>(path, { ...withoutView(request), ...asked }, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // All pages would be asked for again.
    refetchOnWindowFocus: false,
  });
}

export interface SavedFunnel {
  id: string;
  name: string;
  definition: FunnelRequest;
}

export function useSavedFunnels() {
  return useQuery({
    queryKey: ["saved-funnels"],
    queryFn: ({ signal }) => get<List<SavedFunnel>>("/v1/saved-funnels", signal),
    select: (list) => list.data,
  });
}

/** Saves under a name: anew without an id, else in place of what the id held. */
export function useSaveFunnel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, definition }: { id?: string; name: string; definition: FunnelRequest }) =>
      id === undefined
        ? post<SavedFunnel>("/v1/saved-funnels", { name, definition })
        : patch<SavedFunnel>(`/v1/saved-funnels/${encodeURIComponent(id)}`, { name, definition }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["saved-funnels"] }),
  });
}

export function useDeleteSavedFunnel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => remove(`/v1/saved-funnels/${encodeURIComponent(id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["saved-funnels"] }),
  });
}
