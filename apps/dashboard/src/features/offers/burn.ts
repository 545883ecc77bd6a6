import type { OfferPerformance } from "../../api/offers.ts";
import type { BurnRow } from "../../charts/burn-chart.tsx";

/** The burn curve with all sold so far, in seconds since the start. */
export function burnRows(burn: NonNullable<OfferPerformance["stock_burn"]>, startedAt: string): BurnRow[] {
  const start = Date.parse(startedAt);
  let sold = 0;
  return burn.map(({ at, units }) => {
    sold += units;
    return { seconds: (Date.parse(at) - start) / 1000, units, sold };
  });
}
