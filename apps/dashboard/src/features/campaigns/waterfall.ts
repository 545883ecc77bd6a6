import { COST_KINDS, type CostKind } from "../../api/campaigns.ts";
import type { RoiFigures } from "../../api/roi.ts";

export type WaterfallPart = "revenue" | "refunds" | "netRevenue" | "goodsCost" | CostKind | "contribution";

export interface WaterfallBar {
  part: WaterfallPart;
  kind: "total" | "minus" | "result";
  from: number;
  to: number;
}

/** The bars from revenue down to contribution, in micros; costs of nothing are left out. */
export function waterfallOf(figures: RoiFigures): WaterfallBar[] {
  const [revenue, refunds, netRevenue, contribution] = [
    figures.revenue.amountMicros,
    figures.refunds.amountMicros,
    figures.netRevenue.amountMicros,
    figures.contribution.amountMicros,
  ];
  const bars: WaterfallBar[] = [
    { part: "revenue", kind: "total", from: 0, to: revenue },
    { part: "refunds", kind: "minus", from: revenue, to: revenue - refunds },
    { part: "netRevenue", kind: "total", from: 0, to: netRevenue },
  ];
  let left = netRevenue;
  const taken: [WaterfallPart, number][] = [
    ["goodsCost", figures.goodsCost.amountMicros],
    ...COST_KINDS.map((kind): [WaterfallPart, number] => [kind, figures.costs[kind].amountMicros]),
  ];
  for (const [part, amount] of taken) {
    if (amount === 0) continue;
    bars.push({ part, kind: "minus", from: left, to: left - amount });
    left -= amount;
  }
  bars.push({ part: "contribution", kind: "result", from: 0, to: contribution });
  return bars;
}
