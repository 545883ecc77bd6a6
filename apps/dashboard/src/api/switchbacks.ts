import type { SwitchbackReadOut } from "@showpulse/metrics";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, remove, withQuery } from "./client.ts";
import type { OfferKind } from "./offers.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Money } from "./types.ts";

export { FEWEST_ORDERS, FEWEST_PAIRS, type SwitchbackReadOut } from "@showpulse/metrics";

export type Switches =
  | { offer: { kind: OfferKind; items: { product: string; price: Money }[]; stock?: number | null } }
  | { pin: string };

export interface NewSwitchback {
  show: string;
  title: string;
  switches: Switches;
  blockSeconds: number;
  blocks: number;
  burnInSeconds?: number;
  /** Null: started by hand. */
  startsAt?: string | null;
}

export interface SwitchbackBlock {
  on: boolean;
  /** Null until it is known when the first begins. */
  from: string | null;
  to: string | null;
  /** When it was really switched; null: not (yet). */
  switchedAt: string | null;
  /** When it, or the offer in it, was stopped before its end; null: it was not. */
  cutAt: string | null;
}

/** An experiment that turns an offer or a pin on and off in blocks drawn before it. */
export interface Switchback {
  id: string;
  show: string;
  title: string;
  switches: Switches;
  status: "planned" | "running" | "ended" | "stopped" | "missed";
  seed: number;
  blockSeconds: number;
  blockCount: number;
  burnInSeconds: number;
  registeredAt: string;
  startsAt: string | null;
  stoppedAt: string | null;
  endsAt: string | null;
  readOut: { measure: string; test: string; level: number; fewestPairs: number; leftOut: string };
  blocks: SwitchbackBlock[];
}

export interface SwitchbackResult {
  id: string;
  status: Switchback["status"];
  /** Blocks that did not run as planned. */
  spoilt: number;
  /** Null until it is over, and where nobody counts orders. */
  result: SwitchbackVerdict | null;
}

/** Times as the hub writes them. */
export interface SwitchbackVerdict extends Omit<SwitchbackReadOut, "each"> {
  each: (Omit<SwitchbackReadOut["each"][number], "from"> & { from: string })[];
}

export function useSwitchbacks(show: string) {
  return useQuery({
    queryKey: ["switchbacks", "of", show],
    queryFn: ({ signal }) => get<List<Switchback>>(withQuery("/v1/switchbacks", { show, limit: 200 }), signal),
    select: (list) => list.data,
    enabled: show !== "",
    refetchInterval: 5_000,
  });
}

export function useSwitchback(id: string) {
  return useQuery({
    queryKey: ["switchbacks", "one", id],
    queryFn: ({ signal }) => get<Switchback>(pathOf(id), signal),
    refetchInterval: 2_000,
  });
}

/** What it says, once it is over. */
export function useSwitchbackResult(id: string, status: Switchback["status"] | undefined) {
  return useQuery({
    queryKey: ["switchbacks", "result", id, status],
    queryFn: ({ signal }) => get<SwitchbackResult>(`${pathOf(id)}/result`, signal),
    enabled: status === "ended" || status === "stopped",
  });
}

export function useSwitchbackChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["switchbacks"] });
  return {
    create: useMutation({
      meta: SAID_IN_PLACE,
      mutationFn: (plan: NewSwitchback) => post<Switchback>("/v1/switchbacks", plan),
      onSuccess,
    }),
    run: useMutation({
      mutationFn: ({ id, step }: { id: string; step: "start" | "stop" }) => post<Switchback>(`${pathOf(id)}/${step}`),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => remove(pathOf(id)), onSuccess }),
  };
}

const pathOf = (id: string): string => `/v1/switchbacks/${encodeURIComponent(id)}`;
