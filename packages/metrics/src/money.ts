import type { Money } from "./metric.ts";

/** Money per currency, ordered by currency; amounts of nought stay, since something was measured in that currency. */
export function moneyList(amounts: Iterable<readonly [currency: string, amountMicros: number]>): Money[] {
  const sums = new Map<string, number>();
  for (const [currency, amountMicros] of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMicros);
  // Most are of one currency, and there are many of them.
  if (sums.size === 1)
    for (const [currency, amountMicros] of sums) return currency === "" ? [] : [{ amountMicros, currency }];
  return [...sums]
    .filter(([currency]) => currency !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMicros]) => ({ amountMicros, currency }));
}

/** Adds money up per currency; what is unknown is left out, and unknown when all is. */
export function addMoney(lists: readonly (Money[] | null)[]): Money[] | null {
  const known = lists.filter((list) => list !== null);
  if (known.length === 0) return null;
  return moneyList(known.flat().map((money) => [money.currency, money.amountMicros] as const));
}

/** Money ÷ a number, to the nearest millionth. */
export const divideMoney = (list: readonly Money[], divisor: number): Money[] =>
  list.map((money) => ({ ...money, amountMicros: Math.round(money.amountMicros / divisor) }));
