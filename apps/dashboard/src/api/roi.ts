import type { RoiAnswer, RoiRequest as RoiParams } from "@showpulse/metrics";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, withQuery } from "./client.ts";

export type { RoiAnswer, RoiFigures } from "@showpulse/metrics";
/** One key in one currency. */
export type RoiRow = RoiAnswer["rows"][number];

export type RoiRequest = Pick<RoiParams, "from" | "to" | "groupBy" | "model">;

export function useRoi({ from, to, groupBy, model }: RoiRequest) {
  const timezone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useQuery({
    queryKey: ["roi", from, to, groupBy, model],
    queryFn: ({ signal }) => get<RoiAnswer>(withQuery("/v1/roi", { from, to, groupBy, model, timezone }), signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
