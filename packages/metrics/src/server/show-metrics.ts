import type { ClickHouseClient } from "@clickhouse/client";
import { type Computed, metricsOf } from "../formulas.ts";
import { METRICS } from "../registry.ts";
import type { Figure, ShowMetrics, ShowMetricsParams } from "../show-metrics.ts";
import type { CurrencyTotal, OrderTotals, PeopleCount, PlatformTotals, ShowTotals, TypeTotal } from "../totals.ts";
import { PEOPLE, PEOPLE_IDS } from "../totals.ts";
import { resolvePeople } from "./people.ts";
import { ask, microsFromText } from "./query.ts";
import { selectionParams } from "./selection.ts";
import { answeredQuery, answerSecondsQuery } from "./show-metrics/answers.ts";
import { cartsQuery } from "./show-metrics/carts.ts";
import { countsQuery, likeTotalsQuery } from "./show-metrics/counts.ts";
import { ordersQuery, tipsQuery } from "./show-metrics/orders.ts";
import { peopleQuery } from "./show-metrics/people.ts";
import { viewersQuery } from "./show-metrics/viewers.ts";
import { watchQuery } from "./show-metrics/watch.ts";

/** Every figure of a show, over all platforms and for each. Covers every event of the show unless a time is given. */
export async function askShowMetrics(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams,
): Promise<ShowMetrics> {
  const { totals, first, last } = await showTotals(client, workspace, params);
  const { metrics, byPlatform } = metricsOf(totals);
  const newest = Math.max(-Infinity, ...[...totals.platforms.values()].map((platform) => platform.asOf));
  return {
    show: params.show,
    from: momentOf(params.from === undefined ? first : Date.parse(params.from)),
    to: momentOf(params.to === undefined ? last : Date.parse(params.to)),
    metrics: figures(metrics, newest),
    byPlatform: Object.fromEntries(
      Object.entries(byPlatform).map(([platform, computed]) => [
        platform,
        figures(computed, totals.platforms.get(platform)?.asOf ?? newest),
      ]),
    ),
  };
}

/** One for every metric of the registry: what a show's own events do not answer is unknown, not absent. */
function figures(computed: Record<string, Computed>, asOf: number): Record<string, Figure> {
  return Object.fromEntries(
    METRICS.map(({ id, unit }) => [
      id,
      { ...(computed[id] ?? { value: null }), unit, source: "measured", asOf: momentOf(asOf) },
    ]),
  );
}

const momentOf = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null);

interface Window {
  totals: ShowTotals;
  /** Milliseconds of the first and the last event; not finite when there is none. */
  first: number;
  last: number;
}

/** What a show's events add up to; only asks what there are events for. */
async function showTotals(client: ClickHouseClient, workspace: string, params: ShowMetricsParams): Promise<Window> {
  const selection = selectionParams(workspace, params);
  const people = resolvePeople(client, workspace);
  const [counts] = await Promise.all([ask(client, countsQuery, selection), people]);
  const types = new Set(counts.map((count) => count.type));
  const when = <Rows>(any: readonly string[], question: () => Promise<Rows[]>): Promise<Rows[]> =>
    any.some((type) => types.has(type)) ? question() : Promise.resolve([]);
  const [likes, viewers, seen, orders, tips, carts, answered, answers, watch] = await Promise.all([
    when(["like_total"], () => ask(client, likeTotalsQuery, selection)),
    when(["viewer_count"], () => ask(client, viewersQuery, selection)),
    counts.length > 0 ? ask(client, peopleQuery, selection) : [],
    when(["purchase", "refund", "order_cancelled"], () => ask(client, ordersQuery, selection)),
    when(["tip"], () => ask(client, tipsQuery, selection)),
    when(["add_to_cart"], () => ask(client, cartsQuery, selection)),
    when(["question_answered"], () => ask(client, answeredQuery, selection)),
    when(["question_answered"], () => ask(client, answerSecondsQuery, selection)),
    when(["leave", "heartbeat"], () => ask(client, watchQuery, selection)),
  ]);
  const viewersOf = (scope: string) => {
    const found = viewers.find((row) => row.scope === scope);
    if (!found) return null;
    const { now, peak, area, span } = found;
    return { now, peak, average: span === 0 ? peak : area / span };
  };
  const cartsOf = (scope: string) => carts.find((row) => row.scope === scope) ?? null;
  const platforms = [...new Set(counts.map((count) => count.platform))].map((platform): [string, PlatformTotals] => {
    const of = <Row extends { platform: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.platform === platform);
    const own = of(counts);
    const [timed] = of(watch);
    return [
      platform,
      {
        types: addUpTypes(own),
        askingMessages: sum(own.filter((row) => row.type === "chat_message").map((row) => row.asking)),
        virtual: new Map(
          own.filter((row) => row.type === "gift" && row.unit !== "").map((row) => [row.unit, row.virtual]),
        ),
        likeTotal: of(likes)[0] ?? null,
        tips: of(tips).map((row) => [row.currency, microsFromText(row.paid)]),
        orders: orderTotals(of(orders)),
        viewers: viewersOf(platform),
        questionsAnswered: of(answered)[0]?.answered ?? 0,
        watch: timed ? { ...timed, seconds: timed.milliseconds / 1000 } : null,
        carts: cartsOf(platform),
        asOf: Math.max(...own.map((row) => row.received)),
      },
    ];
  });
  const totals: ShowTotals = {
    platforms: new Map(platforms),
    viewers: viewersOf(""),
    people: seen.flatMap(({ bit, ...row }): PeopleCount[] => {
      const id = PEOPLE_IDS.find((each) => PEOPLE[each].bit === bit);
      return id ? [{ id, ...row }] : [];
    }),
    answerSecondsMedian: answers[0]?.median ?? null,
    carts: cartsOf(""),
  };
  const first = Math.min(Infinity, ...counts.map((row) => row.first));
  return { totals, first, last: Math.max(-Infinity, ...counts.map((row) => row.last)) };
}

function addUpTypes(rows: readonly ({ type: string } & TypeTotal)[]): Map<string, TypeTotal> {
  const types = new Map<string, TypeTotal>();
  for (const { type, events, quantity } of rows) {
    const before = types.get(type) ?? { events: 0, quantity: 0 };
    types.set(type, { events: before.events + events, quantity: before.quantity + quantity });
  }
  return types;
}

interface OrderRow {
  currency: string;
  orders: number;
  items: number;
  lines: number;
  refunded: number;
  paid: string;
  taken_back: string;
}

const orderTotals = (rows: readonly OrderRow[]): OrderTotals => ({
  orders: sum(rows.map((row) => row.orders)),
  items: sum(rows.map((row) => row.items)),
  lines: sum(rows.map((row) => row.lines)),
  refunded: sum(rows.map((row) => row.refunded)),
  currencies: rows.map(
    (row): CurrencyTotal => ({
      currency: row.currency,
      orders: row.orders,
      items: row.items,
      paidMicros: microsFromText(row.paid),
      takenBackMicros: microsFromText(row.taken_back),
    }),
  ),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
