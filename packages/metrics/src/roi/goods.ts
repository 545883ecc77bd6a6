import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";

export interface OrderLine {
  /** Id or SKU of a product. */
  item: string;
  quantity: number;
}

/** What came back of an order. */
export interface TakenBack {
  /** Cancelled, or refunded without amount and lines: all of it. */
  cancelled: boolean;
  amounts: readonly Money[];
  lines: readonly OrderLine[];
}

/** What came back in money: of the order's own currency never more than was paid, and first; none where nothing did. */
export function refundsOf(paid: Money, { cancelled, amounts }: TakenBack): Money[] {
  if (!cancelled && amounts.length === 0) return [];
  const own = cancelled
    ? paid.amountMicros
    : amounts.filter(({ currency }) => currency === paid.currency).reduce((sum, one) => sum + one.amountMicros, 0);
  const others = amounts.filter(({ currency }) => currency !== paid.currency);
  // Where less than nothing was paid, only a cancellation takes that back.
  const most = cancelled ? paid.amountMicros : Math.max(0, paid.amountMicros);
  return [{ amountMicros: Math.min(own, most), currency: paid.currency }, ...others];
}

/** What one unit of each product costs, by id and by SKU; `null`: unknown. */
export type ProductCosts = ReadonlyMap<string, Money | null>;

/**
 * The cost of the units that were not returned. An order whose whole price came back came back whole; otherwise units
 * came back that a refund names.
 */
export function goodsOf(
  paid: Money,
  lines: readonly OrderLine[],
  back: TakenBack,
  costs: ProductCosts,
): { cost: Money[]; unitsWithoutCost: number } {
  const [refunded] = refundsOf(paid, back);
  const whole = back.cancelled || (paid.amountMicros > 0 && refunded?.amountMicros === paid.amountMicros);
  if (whole) return { cost: [], unitsWithoutCost: 0 };
  const left = back.lines.length === 0 ? lines : notReturned(lines, back.lines);
  const cost: [currency: string, amountMicros: number][] = [];
  let unitsWithoutCost = 0;
  for (const { item, quantity } of left) {
    const one = costs.get(item);
    if (!one) unitsWithoutCost += quantity;
    else cost.push([one.currency, one.amountMicros * quantity]);
  }
  return { cost: moneyList(cost), unitsWithoutCost };
}

/** As many units of each line as did not come back; those of the first lines of a product come back first. */
function notReturned(lines: readonly OrderLine[], back: readonly OrderLine[]): OrderLine[] {
  const returned = new Map<string, number>();
  for (const { item, quantity } of back) returned.set(item, (returned.get(item) ?? 0) + quantity);
  return lines.map(({ item, quantity }) => {
    const gone = Math.min(quantity, returned.get(item) ?? 0);
    if (gone > 0) returned.set(item, (returned.get(item) ?? 0) - gone);
    return { item, quantity: quantity - gone };
  });
}
