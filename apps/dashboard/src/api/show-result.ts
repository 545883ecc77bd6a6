import type { ShowResultAnswer } from "@showpulse/metrics";
import { useQuery } from "@tanstack/react-query";
import { get } from "./client.ts";

export type { ShowResultAnswer } from "@showpulse/metrics";

/** What a show earned; while it runs, asked again and again. */
export function useShowResult(show: string, isLive: boolean) {
  return useQuery({
    queryKey: ["show-result", show],
    queryFn: ({ signal }) => get<ShowResultAnswer>(`/v1/shows/${encodeURIComponent(show)}/result`, signal),
    enabled: show !== "",
    refetchInterval: isLive ? 5_000 : 30_000,
  });
}
