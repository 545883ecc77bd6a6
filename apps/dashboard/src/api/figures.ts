import { keepPreviousData, type UseQueryResult, useQueries, useQuery } from "@tanstack/react-query";
import { get, post, withQuery } from "./client.ts";
import type { FunnelAnswer, MetricDefinition, ShowMetrics, Timeline } from "./types.ts";

const show = (id: string) => `/v1/shows/${encodeURIComponent(id)}`;

/** How often figures are asked for again: a live show every few seconds, an ended one seldom. */
const every = (live: boolean) => (live ? 5_000 : 60_000);

/**
 * All figures of a show, together and per platform. Those that move fast come by socket; these look far beyond the show,
 * and each asking is work for the hub: twenty who watch one show should not keep it busy.
 */
export function useShowMetrics(id: string, live: boolean) {
  return useQuery({
    queryKey: ["metrics", id],
    queryFn: ({ signal }) => get<ShowMetrics>(`${show(id)}/metrics`, signal),
    refetchInterval: live ? 30_000 : 60_000,
    placeholderData: keepPreviousData,
  });
}

export interface TimelineRequest {
  show: string;
  interval: string;
  metrics: readonly string[];
  platform?: string | undefined;
}

const timelineQuery = ({ show: id, interval, metrics, platform }: TimelineRequest, live: boolean) => ({
  queryKey: ["timeline", id, interval, metrics.join(), platform ?? ""],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Timeline>(withQuery(`${show(id)}/timeline`, { interval, metrics: metrics.join(), platform }), signal),
  refetchInterval: every(live),
  placeholderData: keepPreviousData,
});

export function useTimeline(request: TimelineRequest, live: boolean) {
  return useQuery(timelineQuery(request, live));
}

/** One timeline per platform, in the order given; the same objects as long as nothing changed. */
export function usePlatformTimelines(request: TimelineRequest, platforms: readonly string[], live: boolean) {
  return useQueries({
    queries: platforms.map((platform) => timelineQuery({ ...request, platform }, live)),
    combine: combineTimelines,
  });
}

const combineTimelines = (results: readonly UseQueryResult<Timeline>[]) => ({
  timelines: results.map(({ data }) => data),
  pending: results.some(({ isPending }) => isPending),
  error: results.find(({ error }) => error)?.error ?? null,
});

/** What each figure means, by id. */
export function useDefinitions() {
  return useQuery({
    queryKey: ["definitions"],
    queryFn: ({ signal }) => get<{ data: MetricDefinition[] }>("/v1/metrics", signal),
    select: (list) => new Map(list.data.map((definition) => [definition.id, definition])),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface FunnelRequest {
  show: string;
  events: readonly string[];
  from: string;
  to: string;
}

/** Where people fall out of an ordered path through one show, with one row per platform beside it. */
export function useFunnel({ show: id, events, from, to }: FunnelRequest, live: boolean) {
  return useQuery({
    queryKey: ["funnel", id, events.join(), from, to],
    queryFn: ({ signal }) => {
      const request = {
        steps: events.map((event) => ({ event })),
        order: "ordered",
        windowSeconds: 86_400,
        from,
        to,
        timezone: "UTC",
        shows: [id],
        breakdown: { prop: "platform", attribution: "first_touch", limit: 25 },
        countBy: "actor",
        view: "steps",
      };
      return post<FunnelAnswer>("/v1/funnels", request, signal);
    },
    refetchInterval: live ? 30_000 : 60_000,
    placeholderData: keepPreviousData,
  });
}
