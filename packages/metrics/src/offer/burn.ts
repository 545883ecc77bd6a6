/** Units at moments; milliseconds. */
export type Units = readonly { at: number; quantity: number }[];

const STEP = 10_000;
/** A day of points: nothing longer is limited in time. */
const MOST = 8_640;

/** Units per 10 s from the start to the end, with empty ones; later units (slow payments) have points of their own. */
export function stockBurn(units: Units, from: number, to: number): { at: string; units: number }[] {
  const buckets = new Map<number, number>();
  for (let at = from; at < to && buckets.size < MOST; at += STEP) buckets.set(at, 0);
  for (const { at, quantity } of units) {
    if (at < from) continue;
    const bucket = from + Math.floor((at - from) / STEP) * STEP;
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + quantity);
  }
  return [...buckets].sort(([a], [b]) => a - b).map(([at, sold]) => ({ at: new Date(at).toISOString(), units: sold }));
}

/** Units of the last 30 s up to a moment. */
export const unitsInLast30s = (units: Units, closing: number): number =>
  units.reduce((sum, { at, quantity }) => (at >= closing - 30_000 && at <= closing ? sum + quantity : sum), 0);

/** The falls of a stock gauge as units sold: what a platform lets one see where it tells no orders. */
export function unitsFromStock(readings: readonly { at: number; stock: number }[]): { at: number; quantity: number }[] {
  return readings.flatMap(({ at, stock }, index) => {
    const before = readings[index - 1];
    return before && before.stock > stock ? [{ at, quantity: before.stock - stock }] : [];
  });
}
