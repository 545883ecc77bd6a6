import type { MetricValue, Money } from "../../api/types.ts";

/** How far a figure lies from that of the show it is compared with. */
export interface Difference {
  /** Money stays money of its currency; null for a plain number. */
  currency: string | null;
  absolute: number;
  /** Of the other; null when that is nought. */
  relative: number | null;
}

const between = (value: number, base: number, currency: string | null): Difference => ({
  currency,
  absolute: value - base,
  relative: base === 0 ? null : (value - base) / base,
});

const isMoney = (value: MetricValue): value is Money[] => Array.isArray(value);

/**
 * A figure less that of the base. Money is compared currency by currency, where both have it; a measured none is 0 in
 * the other's currencies. What is unknown has no difference.
 */
export function differences(value: MetricValue | undefined, base: MetricValue | undefined): Difference[] {
  if (value == null || base == null) return [];
  if (typeof value === "number" && typeof base === "number") return [between(value, base, null)];
  if (!isMoney(value) || !isMoney(base)) return [];
  const currencies = value.length === 0 ? base : value;
  return currencies.flatMap(({ currency }) => {
    const amount = (list: readonly Money[]) =>
      list.length === 0 ? 0 : list.find((money) => money.currency === currency)?.amountMicros;
    const [own, other] = [amount(value), amount(base)];
    return own === undefined || other === undefined ? [] : [between(own, other, currency)];
  });
}
