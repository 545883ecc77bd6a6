import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { CurrencyTotal, OrderTotals } from "./totals.ts";

interface Purchase {
  time: number;
  seq: number;
  amountMicros: number;
  currency: string;
  items: number;
  lines: number;
}

interface Order {
  /** The newest `purchase` of the order. */
  purchase: Purchase | null;
  refunded: boolean;
  /** Refunded or cancelled without an amount: all that was paid. */
  undone: boolean;
  takenBack: Map<string, number>;
}

/**
 * One platform's orders: an order id counts once, with the amounts of its newest `purchase`; refunds and cancellations
 * take back what they say, one without amount and lines everything, and never more than was paid.
 */
export class OrderBook {
  readonly #orders = new Map<string, Order>();
  #known: OrderTotals | undefined;

  add(event: AcceptedEvent): void {
    this.#known = undefined;
    const key = event.data.order ?? `${event.source}\n${event.id}`;
    const order = this.#orders.get(key) ?? {
      purchase: null,
      refunded: false,
      undone: false,
      takenBack: new Map<string, number>(),
    };
    this.#orders.set(key, order);
    if (event.type === "purchase") {
      const before = order.purchase;
      if (!before || event.time > before.time || (event.time === before.time && event.seq > before.seq)) {
        order.purchase = purchaseOf(event);
      }
      return;
    }
    if (event.type === "refund") order.refunded = true;
    const { amountMicros, currency, items = [] } = event.data;
    if (currency !== undefined) {
      order.takenBack.set(currency, (order.takenBack.get(currency) ?? 0) + Math.abs(amountMicros ?? 0));
    } else if (items.length === 0) order.undone = true;
  }

  totals(): OrderTotals {
    this.#known ??= this.#addUp();
    return this.#known;
  }

  #addUp(): OrderTotals {
    const totals: OrderTotals = { orders: 0, items: 0, lines: 0, refunded: 0, currencies: [] };
    const currencies = new Map<string, CurrencyTotal>();
    const of = (currency: string): CurrencyTotal => {
      const total = currencies.get(currency) ?? { currency, orders: 0, items: 0, paidMicros: 0, takenBackMicros: 0 };
      currencies.set(currency, total);
      return total;
    };
    for (const { purchase, refunded, undone, takenBack } of this.#orders.values()) {
      if (purchase) {
        totals.orders += 1;
        totals.items += purchase.items;
        totals.lines += purchase.lines;
        if (refunded) totals.refunded += 1;
        const own = of(purchase.currency);
        own.orders += 1;
        own.items += purchase.items;
        own.paidMicros += purchase.amountMicros;
        const back = undone ? purchase.amountMicros : (takenBack.get(purchase.currency) ?? 0);
        own.takenBackMicros += Math.min(back, purchase.amountMicros);
      }
      for (const [currency, micros] of takenBack) {
        if (currency !== purchase?.currency) of(currency).takenBackMicros += micros;
      }
    }
    return { ...totals, currencies: [...currencies.values()] };
  }
}

function purchaseOf({ time, seq, data }: AcceptedEvent): Purchase {
  const lines = data.items ?? [];
  return {
    time,
    seq,
    amountMicros: data.amountMicros ?? 0,
    currency: data.currency ?? "",
    items: lines.length === 0 ? (data.quantity ?? 1) : lines.reduce((sum, line) => sum + (line.quantity ?? 1), 0),
    lines: Math.max(1, lines.length),
  };
}
