import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, remove } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { Connector, List, Source } from "./types.ts";

const pathOf = (show: string) => `/v1/shows/${encodeURIComponent(show)}/sources`;

/** The sources of one show, with state, counters and gaps. */
export function useSources(show: string) {
  return useQuery({
    queryKey: ["sources", show],
    queryFn: ({ signal }) => get<List<Source>>(pathOf(show), signal),
    select: (list) => list.data,
    refetchInterval: 10_000,
  });
}

export type SourceSettings =
  | { platform: "tiktok"; handle: string }
  | { platform: "youtube"; video: string }
  | { platform: "native" };

export interface AddSource {
  show: string;
  settings: SourceSettings;
}

export function useAddSource() {
  const queries = useQueryClient();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: ({ show, settings }: AddSource) => post<Source>(pathOf(show), settings),
    onSuccess: (_source, { show }) => queries.invalidateQueries({ queryKey: ["sources", show] }),
  });
}

export function useDeleteSource(show: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (source: string) => remove(`${pathOf(show)}/${encodeURIComponent(source)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sources", show] }),
  });
}

/** The platforms that this hub can connect to, and why one cannot be used yet. */
export function useConnectors() {
  return useQuery({
    queryKey: ["connectors"],
    queryFn: ({ signal }) => get<{ data: Connector[] }>("/v1/connectors", signal),
    select: (list) => list.data,
    staleTime: 300_000,
  });
}
