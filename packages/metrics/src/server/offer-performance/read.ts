import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget } from "../../budget.ts";
import type { SourceTier } from "../../metric.ts";
import { unitsFromStock } from "../../offer/burn.ts";
import type { Told } from "../../offer/honest.ts";
import { type OfferOrder, type OfferSale, saleOf } from "../../offer/sales.ts";
import type { OfferKnowledge, OwnOffer } from "../../offer-performance.ts";
import { ask } from "../query.ts";
import type { OfferTimes, ShowContext } from "./course.ts";
import { endOf, firstStock, soldOutOf, toldOf } from "./lifecycle.ts";
import { type OrderRow, offerOrdersQuery } from "./orders.ts";
import { exposedQuery, missedQuery, stepsQuery, toldQuery } from "./seen.ts";

/** People by the exact platforms on which they were. */
export type People = readonly { platforms: string[]; people: number }[];

/** All that was read of one offer, and when it ran by that; milliseconds. */
export interface ReadOffer {
  offer: string;
  own: OwnOffer | null;
  told: OfferTimes | undefined;
  shown: Told[];
  steps: readonly { type: string; events: number }[];
  sales: OfferSale[];
  /** Whether somebody tells of orders. */
  countsOrders: boolean;
  /** Units are read off the stock that a platform showed: it tells no orders. */
  fromGauge: boolean;
  sold: readonly { at: number; quantity: number }[];
  stock: number | null;
  startedAt: number | null;
  plannedEnd: number | null;
  endedAt: number | null;
  soldOut: { at: number; source: SourceTier } | null;
  /** When it was over: sold out, else ended. */
  closing: number | null;
  running: { from: number; to: number } | null;
  exposed: People;
  missed: People;
}

/** Reads some offers of a show together: every statement is asked once for all of them. */
export async function readOffers(
  client: ClickHouseClient,
  offers: readonly string[],
  context: ShowContext,
  known: OfferKnowledge,
  budget: Budget,
): Promise<ReadOffer[]> {
  const selection = { ...context.selection, offers };
  const [steps, told, orders] = await Promise.all([
    ask(client, stepsQuery, selection, budget),
    ask(client, toldQuery, selection, budget),
    ask(client, offerOrdersQuery, { ...selection, since: sinceOf(context) }, budget),
  ]);
  const stepsOf = Map.groupBy(steps, ({ offer }) => offer);
  const toldBy = Map.groupBy(told, ({ offer }) => offer);
  const ordersOf = ordersByOffer(orders.map(orderOf));
  const courses = offers.map((offer) => {
    const own = known.own.find(({ id }) => id === offer) ?? null;
    const shown = (toldBy.get(offer) ?? []).map(toldOf);
    return { steps: stepsOf.get(offer) ?? [], ...courseOf(offer, own, shown, ordersOf.get(offer) ?? [], context) };
  });

  const ran = courses.flatMap(({ offer, running, endedAt }) =>
    running ? [{ offer, started: running.from, ended: endedAt ?? running.to }] : [],
  );
  const empty = courses.flatMap(({ offer, soldOut }) => (soldOut ? [{ offer, at: soldOut.at }] : []));
  const [exposed, missed] = await Promise.all([
    ran.length === 0
      ? []
      : ask(
          client,
          exposedQuery,
          {
            ...context.selection,
            offers: ran.map(({ offer }) => offer),
            started: ran.map(({ started }) => started),
            ended: ran.map(({ ended }) => ended),
            leaving: context.leaving,
          },
          budget,
        ),
    empty.length === 0
      ? []
      : ask(
          client,
          missedQuery,
          { ...context.selection, offers: empty.map(({ offer }) => offer), sold_out: empty.map(({ at }) => at) },
          budget,
        ),
  ]);
  const exposedTo = Map.groupBy(exposed, ({ offer_id }) => offer_id);
  const missedBy = Map.groupBy(missed, ({ offer_id }) => offer_id);
  return courses.map((course) => ({
    ...course,
    exposed: exposedTo.get(course.offer) ?? [],
    missed: missedBy.get(course.offer) ?? [],
  }));
}

/** What was sold of an offer, and from when to when it ran. */
function courseOf(
  offer: string,
  own: OwnOffer | null,
  shown: Told[],
  orders: readonly OfferOrder[],
  context: ShowContext,
): Omit<ReadOffer, "steps" | "exposed" | "missed"> {
  const told = context.offers.find((each) => each.offer === offer);
  // An order may name one offer and its lines others: the lines know better.
  const sales = orders.map((order) => saleOf(order, offer)).filter(({ units }) => units.length > 0);
  const countsOrders = sales.length > 0 || context.knows(["purchase"]);
  const readings = shown.flatMap(({ at, type, stock }) =>
    type === "offer_stock" && stock !== null ? [{ at, stock }] : [],
  );
  const fromGauge = !countsOrders && readings.length > 0;
  const stock = own?.stock ?? firstStock(shown) ?? null;

  const startedAt = told?.started ?? own?.startedAt ?? null;
  const promise = shown.find(({ endsAt }) => endsAt !== null)?.endsAt ?? null;
  const plannedEnd = promise ?? (own && startedAt !== null ? startedAt + own.durationSeconds * 1000 : null);
  const endedAt = endOf(told, own?.endedAt ?? null, plannedEnd, context);
  const soldOut = soldOutOf(told, readings, stock, countsOrders ? sales : null);
  const closing = soldOut?.at ?? endedAt;
  return {
    offer,
    own,
    told,
    shown,
    sales,
    countsOrders,
    fromGauge,
    sold: fromGauge ? unitsFromStock(readings) : sales,
    stock,
    startedAt,
    plannedEnd,
    endedAt,
    soldOut,
    closing,
    running: startedAt === null ? null : { from: startedAt, to: closing ?? Math.max(context.last, startedAt) },
  };
}

/** Orders that reached the hub outside the show count from its first day on. */
const sinceOf = ({ course }: ShowContext): number =>
  Number.isFinite(course.span.from) ? Math.max(0, course.span.from - 86_400_000) : 0;

const orderOf = ({ event_offer, bought_item, bought_units, paid_in, lines, ...row }: OrderRow): OfferOrder => ({
  ...row,
  eventOffer: event_offer,
  item: bought_item,
  quantity: bought_units,
  currency: paid_in,
  lines: lines.map(([item, quantity, amountMicros, offer]) => ({ item, quantity, amountMicros, offer })),
});

/** Every order under each offer that it, or a line of it, names. */
function ordersByOffer(orders: readonly OfferOrder[]): Map<string, OfferOrder[]> {
  const found = new Map<string, OfferOrder[]>();
  for (const order of orders) {
    for (const offer of new Set([order.eventOffer, ...order.lines.map((line) => line.offer)])) {
      const own = found.get(offer);
      if (own) own.push(order);
      else found.set(offer, [order]);
    }
  }
  return found;
}
