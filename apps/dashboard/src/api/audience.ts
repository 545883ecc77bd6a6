import type {
  BestTime,
  NewAndReturningRow,
  ProductOverShows,
  RepeatRate,
  Retention,
  RetentionRequest,
} from "@showpulse/metrics";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, withQuery } from "./client.ts";
import type { List } from "./types.ts";

export type {
  BestTime,
  Estimate,
  HourOfWeek,
  NewAndReturningRow,
  ProductOverShows,
  Retention,
  RetentionGroup,
} from "@showpulse/metrics";

/** Whole days, in the time zone of who reads. */
export interface AudiencePeriod {
  from: string;
  to: string;
  timezone: string;
}

/** A question about the audience; what was answered before stays until the new answer is there. */
const question = <Answer>(name: string, request: Record<string, string | undefined>) => ({
  queryKey: ["audience", name, request],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<Answer>(withQuery(`/v1/audience/${name}`, request), signal),
  placeholderData: keepPreviousData,
  staleTime: 30_000,
});

export const useRetention = (request: AudiencePeriod & Pick<RetentionRequest, "interval" | "activity">) =>
  useQuery(question<Retention>("retention", { ...request }));

export const useRepeatRate = (period: AudiencePeriod) => useQuery(question<RepeatRate>("repeat-rate", { ...period }));

export const useNewAndReturning = (period: AudiencePeriod) =>
  useQuery({ ...question<List<NewAndReturningRow>>("new-and-returning", { ...period }), select: ({ data }) => data });

/** `timezone` is the audience's; `platform` "" is all of them. */
export const useBestTime = ({ platform, ...period }: AudiencePeriod & { platform: string }) =>
  useQuery(question<BestTime>("best-time", { ...period, platform: platform === "" ? undefined : platform }));

export const useProductsOverShows = (period: AudiencePeriod) =>
  useQuery({ ...question<List<ProductOverShows>>("products", { ...period }), select: ({ data }) => data });
