import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import type { MetricUnit, MetricValue } from "../metric.ts";
import { stockBurn, unitsFromStock, unitsInLast30s } from "../offer/burn.ts";
import { auditHonesty } from "../offer/honest.ts";
import { addUpSales, type OfferOrder, saleOf } from "../offer/sales.ts";
import { offerUplift, type Uplift } from "../offer/uplift.ts";
import type {
  KnownProduct,
  OfferKnowledge,
  OfferPerformance,
  OfferPerformanceParams,
  OwnOffer,
} from "../offer-performance.ts";
import type { Figure } from "../show-metrics.ts";
import { type ShowContext, showContext } from "./offer-performance/course.ts";
import { endOf, firstStock, soldOutOf, toldOf } from "./offer-performance/lifecycle.ts";
import { type OrderRow, offerOrdersQuery } from "./offer-performance/orders.ts";
import { exposedQuery, missedQuery, stepsQuery, toldQuery } from "./offer-performance/seen.ts";
import { offerShowsQuery } from "./offer-performance/show-context.ts";
import { ask } from "./query.ts";
import { selectionParams } from "./selection.ts";

/** Nothing is known of the offer beyond its events. */
const NOTHING: OfferKnowledge = { own: null, products: [] };

/**
 * What one offer did, from events and from what the business tables know of it.
 * @returns `null` when neither knows the offer
 */
export async function askOfferPerformance(
  client: ClickHouseClient,
  workspace: string,
  { offer, show, to }: OfferPerformanceParams,
  known: OfferKnowledge = NOTHING,
  budget = new Budget(),
): Promise<OfferPerformance | null> {
  const seenIn = show ?? known.own?.show ?? (await ask(client, offerShowsQuery, { workspace, offer }, budget))[0]?.show;
  if (seenIn === undefined) return null;
  const context = await showContext(client, selectionParams(workspace, { show: seenIn, to }), budget);
  if (known.own === null && !context.offers.some((each) => each.offer === offer)) return null;
  return performance(client, offer, context, known, budget);
}

/** Every offer of a show, its own and those that only events name, in the order in which they ran. */
export async function askShowOffers(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  planned: readonly OwnOffer[],
  products: readonly KnownProduct[],
): Promise<OfferPerformance[]> {
  const budget = new Budget();
  const context = await showContext(client, selectionParams(workspace, { show }), budget);
  const own = new Map(planned.map((each) => [each.id, each]));
  const ids = new Set([...context.offers.map(({ offer }) => offer), ...own.keys()]);
  const found: OfferPerformance[] = [];
  // One after the other: a show with many offers must not take the whole engine.
  for (const id of ids)
    found.push(await performance(client, id, context, { own: own.get(id) ?? null, products }, budget));
  return found.sort((a, b) => ((a.startedAt ?? "9") < (b.startedAt ?? "9") ? -1 : 1));
}

async function performance(
  client: ClickHouseClient,
  offer: string,
  context: ShowContext,
  { own, products }: OfferKnowledge,
  budget: Budget,
): Promise<OfferPerformance> {
  const told = context.offers.find((each) => each.offer === offer);
  const selection = { ...context.selection, offer };
  const [steps, toldRows, orderRows] = await Promise.all([
    ask(client, stepsQuery, selection, budget),
    ask(client, toldQuery, selection, budget),
    ask(client, offerOrdersQuery, { ...selection, since: sinceOf(context) }, budget),
  ]);
  // An order may name one offer and its lines others: the lines know better.
  const sales = orderRows.map((row) => saleOf(orderOf(row), offer)).filter(({ units }) => units.length > 0);
  const countsOrders = sales.length > 0 || context.knows(["purchase"]);
  const totals = addUpSales(sales, products);
  const shown = toldRows.map(toldOf);
  const readings = shown.flatMap(({ at, type, stock }) =>
    type === "offer_stock" && stock !== null ? [{ at, stock }] : [],
  );
  const fromGauge = !countsOrders && readings.length > 0;
  const sold = fromGauge ? unitsFromStock(readings) : sales;
  const units = countsOrders ? totals.units : fromGauge ? sum(sold.map(({ quantity }) => quantity)) : null;
  const stock = own?.stock ?? firstStock(shown) ?? null;

  const startedAt = told?.started ?? own?.startedAt ?? null;
  const promise = shown.find(({ endsAt }) => endsAt !== null)?.endsAt ?? null;
  const plannedEnd = promise ?? (own && startedAt !== null ? startedAt + own.durationSeconds * 1000 : null);
  const endedAt = endOf(told, own?.endedAt ?? null, plannedEnd, context);
  const soldOut = soldOutOf(told, readings, stock, countsOrders ? sales : null);
  const soldOutAt = soldOut?.at ?? null;
  const closing = soldOutAt ?? endedAt;
  const running = startedAt === null ? null : { from: startedAt, to: closing ?? Math.max(context.last, startedAt) };

  const leaving = context.leaving;
  const [exposed, missed] = await Promise.all([
    running
      ? ask(
          client,
          exposedQuery,
          { ...selection, started: running.from, ended: endedAt ?? running.to, leaving },
          budget,
        )
      : [],
    soldOutAt === null ? [] : ask(client, missedQuery, { ...selection, sold_out: soldOutAt }, budget),
  ]);

  const asOf = momentOf(context.asOf);
  const figure = (unit: MetricUnit, value: MetricValue, rest: Partial<Figure> = {}): Figure => ({
    value,
    unit,
    source: "measured",
    asOf,
    ...rest,
  });
  const counted = (types: readonly string[]): Figure =>
    figure(
      "events",
      context.knows(types) ? sum(steps.filter(({ type }) => types.includes(type)).map(({ events }) => events)) : null,
    );
  const ofOrders = <Value extends MetricValue>(value: Value): Value | null => (countsOrders ? value : null);
  const ratio = (numerator: number | null, denominator: number | null, rest: Partial<Figure> = {}): Figure =>
    figure("ratio", numerator === null || !denominator ? null : numerator / denominator, {
      numerator,
      denominator,
      ...rest,
    });
  const unitSource: Partial<Figure> = fromGauge
    ? { source: "reported", note: "From the stock that the platform showed: it tells no orders." }
    : {};
  const refundRate = ratio(ofOrders(totals.refunded), ofOrders(totals.orders));
  const showRefundRate = ratio(ofOrders(context.orders.refunded), ofOrders(context.orders.orders));
  const effect =
    running === null || running.to <= running.from ? null : offerUplift(running, courseFor(context, running));

  return {
    offer,
    show: context.selection.show,
    title: own?.title ?? told?.name ?? null,
    kind: own?.kind ?? told?.kind ?? null,
    own: own !== null,
    startedAt: momentOf(startedAt),
    endedAt: momentOf(endedAt),
    exposed: running
      ? figure("people", context.knows(PRESENCE) ? peopleOf(exposed) : null, uncomparable(exposed))
      : figure("people", null),
    impressions: counted(["view_promotion", "view_item"]),
    clicks: counted(["select_item", "select_promotion"]),
    carts: counted(["add_to_cart"]),
    orders: figure("orders", ofOrders(totals.orders)),
    units: figure("units", units, unitSource),
    revenue: figure("money", ofOrders(totals.revenue)),
    refunds: figure("money", ofOrders(totals.refunds)),
    discount_given: figure("money", ofOrders(totals.discount)),
    goods_cost: figure("money", ofOrders(totals.goodsCost)),
    margin: figure("money", ofOrders(totals.margin)),
    stock: figure("units", stock, own?.stock == null && stock !== null ? { source: "reported" } : {}),
    sell_through: ratio(units, stock, unitSource),
    sold_out_at: { value: momentOf(soldOutAt), unit: "time", source: soldOut?.source ?? "measured", asOf },
    seconds_to_sell_out: figure(
      "seconds",
      soldOutAt === null || startedAt === null ? null : (soldOutAt - startedAt) / 1000,
    ),
    last_30s_share: ratio(
      closing === null || units === null ? null : unitsInLast30s(sold, closing),
      closing === null ? null : units,
      unitSource,
    ),
    missed_demand: figure(
      "people",
      context.knows(["select_promotion", "add_to_cart", "begin_checkout"]) ? peopleOf(missed) : null,
      uncomparable(missed),
    ),
    refund_rate: refundRate,
    refund_rate_show: showRefundRate,
    regret: ratio(asNumber(refundRate.value), asNumber(showRefundRate.value)),
    stock_burn: running && units !== null ? stockBurn(sold, running.from, endedAt ?? running.to) : null,
    ...effectOf(countsOrders ? effect : null),
    honest: auditHonesty({
      told: shown,
      stock,
      sales: countsOrders ? sales : null,
      startedAt,
      soldOutAt,
      endedAt,
      plannedEnd,
    }),
  };
}

const PRESENCE = ["join", "chat_message", "heartbeat", "leave"];

/** Orders that reached the hub outside the show count from its first day on. */
const sinceOf = ({ course }: ShowContext): number =>
  Number.isFinite(course.span.from) ? Math.max(0, course.span.from - 86_400_000) : 0;

/** The offer's own time stands even where the events do not tell it. */
const courseFor = ({ course }: ShowContext, running: { from: number; to: number }) => ({
  ...course,
  offers: [...course.offers, running],
});

const orderOf = ({ event_offer, bought_item, bought_units, paid_in, lines, ...row }: OrderRow): OfferOrder => ({
  ...row,
  eventOffer: event_offer,
  item: bought_item,
  quantity: bought_units,
  currency: paid_in,
  lines: lines.map(([item, quantity, amountMicros, offer]) => ({ item, quantity, amountMicros, offer })),
});

const NO_EFFECT = { ratio: null, low: null, high: null, enough: false };

function effectOf(effect: Uplift | null): Pick<OfferPerformance, "uplift" | "pull_forward"> {
  const uplift = effect?.uplift ?? NO_EFFECT;
  return {
    uplift: {
      ...uplift,
      matchedMinutes: effect?.matched.length ?? 0,
      note: uplift.enough
        ? "Against minutes of the same show with a like number of viewers and no offer; an observation, not an experiment."
        : "Too little data.",
    },
    pull_forward: { ...(effect?.after ?? NO_EFFECT), ordersMissing: effect?.ordersMissing ?? null },
  };
}

type People = readonly { platforms: string[]; people: number }[];

/** People of two platforms may be the same: a total is known only where any two share a platform. */
const peopleOf = (rows: People): number | null =>
  rows.every((a) => rows.every((b) => a.platforms.some((platform) => b.platforms.includes(platform))))
    ? sum(rows.map(({ people }) => people))
    : null;

function uncomparable(rows: People): Partial<Figure> {
  if (peopleOf(rows) !== null) return {};
  const platforms = [...new Set(rows.flatMap((row) => row.platforms))].sort();
  const each = platforms.map((platform) => {
    const own = rows.filter((row) => row.platforms.includes(platform));
    return `${platform} ${sum(own.map(({ people }) => people))}`;
  });
  return { note: `People of several platforms may be the same: ${each.join(", ")}.` };
}

const asNumber = (value: MetricValue): number | null => (typeof value === "number" ? value : null);
const momentOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
