import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";
import type { KnownProduct } from "../offer-performance.ts";

/** An order in which an offer is named. Money in micros, times in milliseconds. */
export interface OfferOrder {
  platform: string;
  at: number;
  person: string;
  /** The offer of the whole order; "" for none. */
  eventOffer: string;
  item: string;
  quantity: number;
  paid: number;
  currency: string;
  lines: readonly { item: string; quantity: number; amountMicros: number; offer: string }[];
  refunded: boolean;
  /** Cancelled without an amount: all that was paid. */
  cancelled: boolean;
  /** Per currency, what refunds and cancellations took back. */
  taken: readonly (readonly [currency: string, amountMicros: number])[];
}

/** What of an order belongs to the offer. */
export interface OfferSale {
  at: number;
  person: string;
  units: { item: string; quantity: number }[];
  quantity: number;
  currency: string;
  revenue: number;
  refunds: number;
  refunded: boolean;
}

/**
 * The offer's part of an order: its lines that name the offer; all of them where the offer stands on the order alone.
 * Lines without amounts share what was paid by units. What was taken back is the offer's by its share of the lines'
 * money, to the nearest millionth, and never more than it brought.
 */
export function saleOf(order: OfferOrder, offer: string): OfferSale {
  const named = order.lines.some((line) => line.offer !== "");
  const own = order.lines.filter((line) => (named ? line.offer === offer : true));
  const quantityOf = (lines: readonly { quantity: number }[]) => sum(lines.map((line) => line.quantity));
  const amountOf = (lines: readonly { amountMicros: number }[]) => sum(lines.map((line) => line.amountMicros));
  const whole = order.lines.length === 0 || own.length === order.lines.length;
  const priced = amountOf(order.lines) !== 0;
  const share = whole ? 1 : priced ? amountOf(own) / amountOf(order.lines) : quantityOf(own) / quantityOf(order.lines);
  const revenue = order.lines.length > 0 && priced ? amountOf(own) : Math.round(order.paid * share);
  const takenBack = order.cancelled
    ? order.paid
    : Math.min(
        order.paid,
        sum(order.taken.filter(([currency]) => currency === order.currency).map(([, each]) => each)),
      );
  return {
    at: order.at,
    person: order.person,
    units:
      order.lines.length === 0
        ? [{ item: order.item, quantity: order.quantity }]
        : own.map(({ item, quantity }) => ({ item, quantity })),
    quantity: order.lines.length === 0 ? order.quantity : quantityOf(own),
    currency: order.currency,
    revenue,
    refunds: Math.min(revenue, Math.round(takenBack * share)),
    refunded: order.refunded,
  };
}

export interface SalesTotals {
  orders: number;
  refunded: number;
  units: number;
  revenue: Money[];
  refunds: Money[];
  /** Price list − what was paid; `null` where a price is unknown or in another currency. */
  discount: Money[] | null;
  /** `null` where a cost is unknown. */
  goodsCost: Money[] | null;
  margin: Money[] | null;
}

/** An offer's sales added up, per currency. */
export function addUpSales(sales: readonly OfferSale[], products: readonly KnownProduct[]): SalesTotals {
  const known = new Map(products.map((product) => [product.item, product]));
  const revenue = moneyList(sales.map((sale) => [sale.currency, sale.revenue] as const));
  const refunds = moneyList(sales.map((sale) => [sale.currency, sale.refunds] as const));
  const units = sales.flatMap((sale) => sale.units);
  const costs = units.map(({ item, quantity }) => {
    const cost = known.get(item)?.cost;
    return cost ? ([cost.currency, cost.amountMicros * quantity] as const) : null;
  });
  const discounts = sales.map((sale) => {
    const prices = sale.units.map(({ item, quantity }) => {
      const price = known.get(item)?.price;
      return price?.currency === sale.currency ? price.amountMicros * quantity : null;
    });
    const listed = allKnown(prices);
    return listed === null ? null : ([sale.currency, sum(listed) - sale.revenue] as const);
  });
  const goodsCost = moneyOf(costs);
  const minus = (money: Money) => [money.currency, -money.amountMicros] as const;
  return {
    orders: sales.length,
    refunded: sales.filter((sale) => sale.refunded).length,
    units: sum(sales.map((sale) => sale.quantity)),
    revenue,
    refunds,
    discount: moneyOf(discounts),
    goodsCost,
    margin:
      goodsCost === null
        ? null
        : moneyList([
            ...revenue.map((money) => [money.currency, money.amountMicros] as const),
            ...refunds.map(minus),
            ...goodsCost.map(minus),
          ]),
  };
}

function moneyOf(amounts: readonly (readonly [string, number] | null)[]): Money[] | null {
  const known = allKnown(amounts);
  return known === null ? null : moneyList(known);
}

function allKnown<Value>(values: readonly (Value | null)[]): Value[] | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known : null;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
