import type { CreatorStatement } from "@showpulse/metrics";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { timeZoneName } from "../format/time.ts";
import type { AttributionModel } from "./attribution.ts";
import { get, post, remove, withQuery } from "./client.ts";
import { useLedgerChange } from "./ledger.ts";
import type { List } from "./types.ts";

export interface NewCreator {
  name: string;
  /** Share of the credited net revenue, 0–1. */
  commissionRate: number;
  /** What viewers are told of the partnership. */
  disclosure?: string | null;
}

export interface Creator extends Required<NewCreator> {
  id: string;
}

export function useCreators() {
  return useQuery({
    queryKey: ["creators"],
    queryFn: ({ signal }) => get<List<Creator>>(withQuery("/v1/creators", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

export type { CreatorStatement } from "@showpulse/metrics";

/** What a creator is owed for a period, order by order. */
export function useStatement(creator: string, request: { from: string; to: string; model: AttributionModel }) {
  const timezone = timeZoneName();
  const path = `/v1/creators/${encodeURIComponent(creator)}/statement`;
  return useQuery({
    queryKey: ["roi", "statement", creator, request],
    queryFn: ({ signal }) => get<CreatorStatement>(withQuery(path, { ...request, timezone }), signal),
    enabled: creator !== "",
    placeholderData: keepPreviousData,
  });
}

export function useCreatorChanges() {
  const onSuccess = useLedgerChange("creators");
  const path = (id: string) => `/v1/creators/${encodeURIComponent(id)}`;
  return {
    add: useMutation({ mutationFn: (creator: NewCreator) => post<Creator>("/v1/creators", creator), onSuccess }),
    remove: useMutation({ mutationFn: (id: string) => remove(path(id)), onSuccess }),
    restore: useMutation({ mutationFn: (id: string) => post(`${path(id)}/restore`), onSuccess }),
  };
}
