import type { CostKind } from "@showpulse/metrics";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Csv, get, patch, post, remove, withQuery } from "./client.ts";
import { useLedgerChange } from "./ledger.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { List, Money } from "./types.ts";

export { COST_KINDS, type CostKind } from "@showpulse/metrics";

export interface Campaign {
  id: string;
  name: string;
  startsAt: string | null;
  endsAt: string | null;
  budget: Money | null;
  /** So far, per currency. */
  spent: Money[];
}

export interface NewCampaign {
  name: string;
  startsAt?: string | null;
  endsAt?: string | null;
  budget?: Money | null;
}

export interface NewCost {
  /** A UTC day. */
  day: string;
  kind: CostKind;
  amountMicros: number;
  currency: string;
  platform?: string | null;
  creator?: string | null;
  show?: string | null;
}

export interface Cost extends Required<NewCost> {
  id: string;
  campaign: string;
}

export interface LineFault {
  line: number;
  pointer: string;
  detail: string;
}

/** What a pasted table would do, or did. */
export interface BulkAnswer {
  dryRun: boolean;
  rows: number;
  created: number;
  updated?: number;
  createdIds?: string[];
  /** Lines that are entered already, most likely by an earlier paste. */
  repeats?: number[];
  errors: LineFault[];
}

const path = (id: string) => `/v1/campaigns/${encodeURIComponent(id)}`;

export function useCampaigns() {
  return useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) => get<List<Campaign>>(withQuery("/v1/campaigns", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

/** What was spent of a campaign's budget, in the budget's currency. */
export interface Spending {
  budget: Money | null;
  /** Null while nothing says in which currency. */
  spent: Money | null;
  left: Money | null;
  usedShare: number | null;
  /** Of the campaign's time, 0–1. */
  elapsedShare: number | null;
  days: { day: string; amountMicros: number; cumulatedMicros: number }[];
  /** What no rate of exchange turns into that currency. */
  withoutRate: Money[];
}

export function useSpending(campaign: string) {
  return useQuery({
    queryKey: ["costs", campaign, "spending"],
    queryFn: ({ signal }) => get<Spending>(`${path(campaign)}/spending`, signal),
  });
}

/** What was spent on a campaign, newest first. */
export function useCosts(campaign: string) {
  return useQuery({
    queryKey: ["costs", campaign],
    queryFn: ({ signal }) => get<List<Cost>>(withQuery(`${path(campaign)}/costs`, { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

const useCampaignChange = () => useLedgerChange("campaigns", "costs");

export function useSaveCampaign() {
  const onSuccess = useCampaignChange();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: ({ id, ...campaign }: NewCampaign & { id?: string }) =>
      id === undefined ? post<Campaign>("/v1/campaigns", campaign) : patch<Campaign>(path(id), campaign),
    onSuccess,
  });
}

/** Removes a campaign, or brings it back. */
export function useRemoveCampaign() {
  const onSuccess = useCampaignChange();
  return useMutation({
    mutationFn: async ({ id, restore = false }: { id: string; restore?: boolean }) => {
      if (restore) await post(`${path(id)}/restore`);
      else await remove(path(id));
    },
    onSuccess,
  });
}

export function useAddCost() {
  const onSuccess = useCampaignChange();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: ({ campaign, ...cost }: NewCost & { campaign: string }) => post<Cost>(`${path(campaign)}/costs`, cost),
    onSuccess,
  });
}

/** Takes entries of costs back, or back in. */
export function useUndoCosts() {
  const onSuccess = useCampaignChange();
  return useMutation({
    mutationFn: ({ ids, redo = false }: { ids: string[]; redo?: boolean }) =>
      post(redo ? "/v1/costs/redo" : "/v1/costs/undo", { ids }),
    onSuccess,
  });
}

/** Costs as a pasted table; a dry run only says what would happen. */
export function usePasteCosts() {
  const onSuccess = useCampaignChange();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: ({ text, dryRun }: { text: string; dryRun: boolean }) =>
      post<BulkAnswer>(withQuery("/v1/costs/bulk", { dryRun }), new Csv(text)),
    onSuccess: (_answer, { dryRun }) => (dryRun ? undefined : onSuccess()),
  });
}
