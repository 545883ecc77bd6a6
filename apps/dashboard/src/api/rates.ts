import { useMutation, useQuery } from "@tanstack/react-query";
import { get, post, remove, withQuery } from "./client.ts";
import { useLedgerChange } from "./ledger.ts";
import type { List } from "./types.ts";

/** One unit of `from` was worth `rate` units of `to` on a UTC day. */
export interface Rate {
  day: string;
  from: string;
  to: string;
  rate: number;
}

export function useRates() {
  return useQuery({
    queryKey: ["rates"],
    queryFn: ({ signal }) => get<List<Rate>>(withQuery("/v1/fx", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

export function useRateChanges() {
  const onSuccess = useLedgerChange("rates", "costs");
  return {
    add: useMutation({ mutationFn: (rate: Rate) => post<Rate>("/v1/fx", rate), onSuccess }),
    remove: useMutation({
      mutationFn: ({ day, from, to }: Rate) => remove(`/v1/fx/${day}/${from}/${to}`),
      onSuccess,
    }),
  };
}
