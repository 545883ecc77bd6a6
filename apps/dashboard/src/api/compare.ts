import type { ComparedShow } from "@showpulse/metrics";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, withQuery } from "./client.ts";
import type { List } from "./types.ts";

export type { ComparedShow } from "@showpulse/metrics";

export interface CompareRequest {
  shows: readonly string[];
  metrics: readonly string[];
  platform: string;
  /** Only the first so many minutes of each; null for all. */
  minutes: number | null;
}

/** Two or more shows minute by minute since each began. */
export function useComparison({ shows, metrics, platform, minutes }: CompareRequest) {
  return useQuery({
    queryKey: ["compare", shows.join(), metrics.join(), platform, minutes],
    queryFn: ({ signal }) =>
      get<List<ComparedShow>>(
        withQuery("/v1/compare", {
          shows: shows.join(),
          metrics: metrics.join(),
          platform: platform === "" ? undefined : platform,
          minutes: minutes ?? undefined,
        }),
        signal,
      ),
    select: ({ data }) => data,
    enabled: shows.length > 1 && metrics.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}
