import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import type { MetricUnit, MetricValue } from "../metric.ts";
import { stockBurn, unitsInLast30s } from "../offer/burn.ts";
import { auditHonesty } from "../offer/honest.ts";
import { addUpSales } from "../offer/sales.ts";
import { offerUplift, type Uplift } from "../offer/uplift.ts";
import type { KnownProduct, OfferKnowledge, OfferPerformance, OfferPerformanceParams } from "../offer-performance.ts";
import type { Figure } from "../show-metrics.ts";
import { type ShowContext, showContext } from "./offer-performance/course.ts";
import { type People, type ReadOffer, readOffers } from "./offer-performance/read.ts";
import { offerShowsQuery } from "./offer-performance/show-context.ts";
import { ask } from "./query.ts";
import { selectionParams } from "./selection.ts";

/** Nothing is known of offers beyond their events. */
const NOTHING: OfferKnowledge = { own: [], products: [] };
/** Offers that one statement tells apart: every sign of a viewer is looked at for each of them. */
const MOST_AT_ONCE = 20;

/**
 * What each of some offers did, from events and from what the business tables know of it; those that neither knows are
 * left out. Offers of one show are read together.
 */
export async function askOfferPerformances(
  client: ClickHouseClient,
  workspace: string,
  offers: readonly string[],
  { show, to }: Omit<OfferPerformanceParams, "offer"> = {},
  known: OfferKnowledge = NOTHING,
  budget = new Budget(),
): Promise<Map<string, OfferPerformance>> {
  const shows = new Map(known.own.map((own) => [own.id, own.show]));
  const elsewhere = show === undefined ? offers.filter((offer) => !shows.has(offer)) : [];
  if (elsewhere.length > 0) {
    const seen = await ask(client, offerShowsQuery, { workspace, offers: elsewhere }, budget);
    for (const { offer_id, show: last } of seen) shows.set(offer_id, last);
  }
  const found = new Map<string, OfferPerformance>();
  for (const [seenIn, some] of Map.groupBy(offers, (offer) => show ?? shows.get(offer))) {
    if (seenIn === undefined) continue;
    const context = await showContext(client, selectionParams(workspace, { show: seenIn, to }), budget);
    const there = offersOf(context, known);
    const asked = some.filter((offer) => there.has(offer));
    for (const each of await performances(client, asked, context, known, budget)) found.set(each.offer, each);
  }
  return found;
}

/** What one offer did. @returns `null` when neither events nor business tables know it */
export async function askOfferPerformance(
  client: ClickHouseClient,
  workspace: string,
  { offer, ...where }: OfferPerformanceParams,
  known?: OfferKnowledge,
): Promise<OfferPerformance | null> {
  return (await askOfferPerformances(client, workspace, [offer], where, known)).get(offer) ?? null;
}

/** Every offer of a show, its own and those that only events name, in the order in which they ran. */
export async function askShowOffers(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  known: OfferKnowledge = NOTHING,
): Promise<OfferPerformance[]> {
  const budget = new Budget();
  const context = await showContext(client, selectionParams(workspace, { show }), budget);
  const found = await performances(client, [...offersOf(context, known)], context, known, budget);
  return found.sort((a, b) => ((a.startedAt ?? "9") < (b.startedAt ?? "9") ? -1 : 1));
}

/** Offers that events name, and those that were planned. */
const offersOf = ({ offers }: ShowContext, { own }: OfferKnowledge): Set<string> =>
  new Set([...offers.map(({ offer }) => offer), ...own.map(({ id }) => id)]);

async function performances(
  client: ClickHouseClient,
  offers: readonly string[],
  context: ShowContext,
  known: OfferKnowledge,
  budget: Budget,
): Promise<OfferPerformance[]> {
  const found: OfferPerformance[] = [];
  for (let from = 0; from < offers.length; from += MOST_AT_ONCE) {
    const some = await readOffers(client, offers.slice(from, from + MOST_AT_ONCE), context, known, budget);
    found.push(...some.map((each) => performance(each, context, known.products)));
  }
  return found;
}

function performance(read: ReadOffer, context: ShowContext, products: readonly KnownProduct[]): OfferPerformance {
  const { offer, own, told, shown, steps, sales, countsOrders, fromGauge, sold, stock, exposed, missed } = read;
  const { startedAt, plannedEnd, endedAt, soldOut, closing, running } = read;
  const totals = addUpSales(sales, products);
  const units = countsOrders ? totals.units : fromGauge ? sum(sold.map(({ quantity }) => quantity)) : null;
  const soldOutAt = soldOut?.at ?? null;
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

/** The offer's own time stands even where the events do not tell it. */
const courseFor = ({ course }: ShowContext, running: { from: number; to: number }) => ({
  ...course,
  offers: [...course.offers, running],
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
