import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, withQuery } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Show, WallRow } from "./types.ts";

/** Every show that is live, coming or recent, with what it needs at a glance. */
export function useWall() {
  return useQuery({
    queryKey: ["wall"],
    queryFn: ({ signal }) => get<List<WallRow>>("/v1/wall", signal),
    select: (list) => list.data,
    refetchInterval: 5_000,
  });
}

export function useShows() {
  return useQuery({
    queryKey: ["shows"],
    queryFn: ({ signal }) => get<List<Show>>(withQuery("/v1/shows", { limit: 200 }), signal),
    select: (list) => list.data,
    refetchInterval: 30_000,
  });
}

export function useShow(id: string) {
  return useQuery({
    queryKey: ["shows", id],
    queryFn: ({ signal }) => get<Show>(`/v1/shows/${encodeURIComponent(id)}`, signal),
    refetchInterval: 15_000,
  });
}

export interface NewShow {
  title: string;
  currency?: string;
  host?: string;
  startsAt?: string;
  timezone?: string;
}

export function useCreateShow() {
  const queries = useQueryClient();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: (show: NewShow) => post<Show>("/v1/shows", show),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["shows"] }),
  });
}

/** Starts or ends a show. */
export function useRunShow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: "start" | "end") => post<Show>(`/v1/shows/${encodeURIComponent(id)}/${step}`),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["shows"] }),
        queries.invalidateQueries({ queryKey: ["wall"] }),
      ]),
  });
}
