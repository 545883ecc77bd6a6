import type { Money } from "../metric.ts";
import type { OrderLine, TakenBack } from "./goods.ts";

/** A `purchase`, `refund` or `order_cancelled`, as it came. */
export interface MoneyEvent {
  type: "purchase" | "refund" | "order_cancelled";
  /** Milliseconds. */
  at: number;
  /** Where it came among all events. */
  seq: number;
  platform: string;
  order: string;
  /** The person; '' where nobody is known. */
  person: string;
  creator: string;
  money: Money;
  lines: readonly OrderLine[];
}

/** An order of a show, with what came back of it, in order. */
export interface ShowOrder {
  at: number;
  seq: number;
  platform: string;
  person: string;
  creator: string;
  paid: Money;
  lines: readonly OrderLine[];
  back: readonly MoneyEvent[];
}

/** Each order once, by its newest `purchase`, in order of `(at, seq)`. What takes back an order that is not there is left out. */
export function showOrders(events: readonly MoneyEvent[]): ShowOrder[] {
  const inOrder = events.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  const purchases = new Map<string, MoneyEvent>();
  const back = new Map<string, MoneyEvent[]>();
  for (const event of inOrder) {
    const key = `${event.platform}\n${event.order}`;
    const earlier = back.get(key);
    if (event.type === "purchase") purchases.set(key, event);
    else if (earlier) earlier.push(event);
    else back.set(key, [event]);
  }
  return [...purchases]
    .map(([key, { at, seq, platform, person, creator, money, lines }]) => ({
      at,
      seq,
      platform,
      person,
      creator,
      lines,
      paid: money,
      back: back.get(key) ?? [],
    }))
    .toSorted((a, b) => a.at - b.at || a.seq - b.seq);
}

/** What all of these took back together. One without amount and lines takes back the whole order. */
export const takenBackBy = (events: readonly MoneyEvent[]): TakenBack => ({
  cancelled: events.some(({ money, lines }) => money.currency === "" && lines.length === 0),
  amounts: sumByCurrency(events),
  lines: events.flatMap(({ lines }) => lines),
});

function sumByCurrency(events: readonly MoneyEvent[]): Money[] {
  const sums = new Map<string, number>();
  for (const { money } of events) {
    if (money.currency === "") continue;
    sums.set(money.currency, (sums.get(money.currency) ?? 0) + Math.abs(money.amountMicros));
  }
  return [...sums].map(([currency, amountMicros]) => ({ amountMicros, currency }));
}
