import type { FunnelRequest } from "@showpulse/metrics";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "./client.ts";
import type { FunnelAnswer, List } from "./types.ts";

export type { Comparison, Filter, FunnelRequest, FunnelStep as StepRequest } from "@showpulse/metrics";

/** One interval of a trend; `rate` is percent. */
export interface TrendPoint {
  at: string;
  from: number;
  to: number;
  rate: number;
}

export interface ConversionBin {
  fromSeconds: number;
  count: number;
}

export interface FunnelResult extends Pick<FunnelAnswer, "steps" | "averageSeconds"> {
  breakdowns?: (NonNullable<FunnelAnswer["breakdowns"]>[number] & { series?: TrendPoint[]; bins?: ConversionBin[] })[];
  series?: TrendPoint[];
  bins?: ConversionBin[];
}

/** The answer to any funnel; the one before stays in sight while the next is worked out. */
export function useFunnelResult(request: FunnelRequest) {
  return useQuery({
    queryKey: ["funnels", "result", request],
    queryFn: () => post<FunnelResult>("/v1/funnels", request),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

export interface FunnelActor {
  actor: string;
  name?: string | null;
  platform?: string | null;
  at?: string | null;
}

/** Who reached a step, or was lost on the way to it. */
export function useFunnelActors(request: FunnelRequest, step: number, dropped: boolean) {
  return useQuery({
    queryKey: ["funnels", "actors", request, step, dropped],
    queryFn: () => post<List<FunnelActor>>("/v1/funnels/actors", { ...request, step, dropped }),
    select: (list) => list.data,
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
