import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AttributionKey, AttributionModel } from "./attribution.ts";
import type { CostKind } from "./campaigns.ts";
import { get, withQuery } from "./client.ts";

/** What earned its cost; amounts are micros of the row's currency, a ratio with nothing below the line is null. */
export interface RoiRow {
  key: string;
  currency: string;
  revenue: number;
  refunds: number;
  netRevenue: number;
  goodsCost: number | null;
  costs: Partial<Record<CostKind, number>>;
  contribution: number | null;
  roi: number | null;
  roas: number | null;
  poas: number | null;
  cac: number | null;
  newCustomers: number;
  aov: number | null;
  /** Currencies without a rate of exchange, which are therefore left out. */
  missingRates?: string[];
}

export interface RoiAnswer {
  rows: RoiRow[];
  total: RoiRow;
}

export interface RoiRequest {
  from: string;
  to: string;
  groupBy: Exclude<AttributionKey, "link">;
  model: AttributionModel;
}

export function useRoi({ from, to, groupBy, model }: RoiRequest) {
  return useQuery({
    queryKey: ["roi", from, to, groupBy, model],
    queryFn: ({ signal }) => get<RoiAnswer>(withQuery("/v1/roi", { from, to, groupBy, model }), signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
