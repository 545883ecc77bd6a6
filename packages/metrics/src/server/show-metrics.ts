import type { ClickHouseClient } from "@clickhouse/client";
import type { TObject } from "typebox";
import { Budget, CostlyQuestion } from "../budget.ts";
import { type Computed, metricsOf, type ShowFigures } from "../formulas.ts";
import type { MentionName } from "../mention-names.ts";
import { METRICS } from "../registry.ts";
import type { Figure, ShowMetrics, ShowMetricsParams } from "../show-metrics.ts";
import type { CurrencyTotal, OrderTotals, PeopleCount, PlatformTotals, ShowTotals, TypeTotal } from "../totals.ts";
import { PEOPLE, PEOPLE_IDS } from "../totals.ts";
import { type Asking, createAsking, type RanQuery } from "./asking.ts";
import { resolvePeople } from "./people.ts";
import { microsFromText, type Query } from "./query.ts";
import { reportedFigure, reportedQuery } from "./reported.ts";
import { moneyEventsQuery } from "./roi/money-events.ts";
import { selectionParams } from "./selection.ts";
import { answeredQuery, answerSecondsQuery } from "./show-metrics/answers.ts";
import { beyondFigures } from "./show-metrics/beyond.ts";
import { cartsQuery } from "./show-metrics/carts.ts";
import { countsQuery, likeTotalsQuery } from "./show-metrics/counts.ts";
import { ordersQuery, tipsQuery } from "./show-metrics/orders.ts";
import { peopleQuery } from "./show-metrics/people.ts";
import { resultFigures, type ShowEntries, unreadResult } from "./show-metrics/result.ts";
import { viewersQuery } from "./show-metrics/viewers.ts";
import { watchQuery } from "./show-metrics/watch.ts";

export type { ShowEntries } from "./show-metrics/result.ts";

/** What the business knows beside the events. */
export interface ShowKnowledge {
  /** Names of the brand and its products, for `mentions`; absent: nobody entered any. */
  names?: readonly MentionName[];
  /** Reads what was typed in of its money; absent: nobody can be asked. */
  entries?: () => Promise<ShowEntries>;
}

/** Every figure of a show, over all platforms and for each. Covers every event of the show unless a time is given. */
export async function askShowMetrics(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams,
  knowledge: ShowKnowledge = {},
  budget = new Budget(),
): Promise<ShowMetrics> {
  return (await askFigures(client, workspace, params, knowledge, budget)).answer;
}

/**
 * The same, with the queries that were run. `wanted` names those that may be (the counts of types always are): figures
 * that need others are wrong then, and only to be used where their queries are known.
 */
export async function askFigures(
  client: ClickHouseClient,
  workspace: string,
  params: ShowMetricsParams,
  knowledge: ShowKnowledge,
  budget: Budget,
  wanted?: ReadonlySet<string>,
): Promise<{ answer: ShowMetrics; ran: RanQuery[] }> {
  await resolvePeople(client, workspace, budget);
  const asking = createAsking(client, selectionParams(workspace, params), budget, wanted);
  const { totals, first, last, types } = await showTotals(asking);
  const ownFigures = metricsOf(totals);
  const [beyond, result] = await Promise.all([
    beyondFigures(asking, { types, figures: ownFigures, names: knowledge.names }),
    // What a show cost is known of the whole of it alone.
    knowledge.entries && isWhole(params) && (!wanted || wanted.has(moneyEventsQuery.name))
      ? resultFigures(asking, params.show, await knowledge.entries(), knows(ownFigures, "gmv_paid")).catch(unread)
      : {},
  ]);
  const newest = Math.max(-Infinity, ...[...totals.platforms.values()].map((platform) => platform.asOf));
  const platforms = [...new Set([...totals.platforms.keys(), ...beyond.keys()])].filter((each) => each !== "").sort();
  const answer = {
    show: params.show,
    from: momentOf(params.from === undefined ? first : Date.parse(params.from)),
    to: momentOf(params.to === undefined ? last : Date.parse(params.to)),
    metrics: figures({ ...ownFigures.metrics, ...beyond.get(""), ...result }, newest),
    byPlatform: Object.fromEntries(
      platforms.map((platform) => [
        platform,
        figures(
          { ...ownFigures.byPlatform[platform], ...beyond.get(platform) },
          totals.platforms.get(platform)?.asOf ?? newest,
        ),
      ]),
    ),
  };
  return { answer, ran: asking.ran };
}

/** Whether a show is asked about as a whole: no platform of it, and no part of its time. */
const isWhole = ({ platform, from, to }: Omit<ShowMetricsParams, "show">): boolean =>
  platform === undefined && from === undefined && to === undefined;

const knows = ({ metrics }: ShowFigures, id: string): boolean => (metrics[id]?.value ?? null) !== null;

/** Money that takes too long to read leaves all other figures as they are. @throws whatever else happened */
function unread(error: unknown): ReturnType<typeof unreadResult> {
  if (error instanceof CostlyQuestion) return unreadResult();
  throw error;
}

/** One for every metric of the registry: what a show's own events do not answer is unknown, not absent. */
function figures(computed: Record<string, Computed>, asOf: number): Record<string, Figure> {
  return Object.fromEntries(
    METRICS.map(({ id, unit }) => [
      id,
      { source: "measured", ...(computed[id] ?? { value: null }), unit, asOf: momentOf(asOf) },
    ]),
  );
}

const momentOf = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null);

interface Window {
  totals: ShowTotals;
  /** Types of events by platform. */
  types: Map<string, Set<string>>;
  /** Milliseconds of the first and the last event; not finite when there is none. */
  first: number;
  last: number;
}

/** What a show's events add up to; only asks what there are events for. */
async function showTotals(asking: Asking): Promise<Window> {
  const counts = await asking.rows(countsQuery);
  const all = new Set(counts.map((count) => count.type));
  const when = <Row extends TObject>(any: readonly string[], query: Query<Row>, more?: Record<string, unknown>) =>
    any.some((type) => all.has(type)) ? asking.rows(query, more) : Promise.resolve([]);
  const [likes, viewers, seen, orders, tips, carts, answered, answers, watch, reports] = await Promise.all([
    when(["like_total"], likeTotalsQuery),
    when(["viewer_count"], viewersQuery),
    counts.length > 0 ? asking.rows(peopleQuery) : [],
    when(["purchase", "refund", "order_cancelled"], ordersQuery),
    when(["tip"], tipsQuery),
    when(["add_to_cart"], cartsQuery),
    when(["question_answered"], answeredQuery),
    when(["question_answered"], answerSecondsQuery),
    when(["leave", "heartbeat"], watchQuery),
    when(["report_row"], reportedQuery, { metrics: ["impressions"] }),
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
        answerSecondsMedian: answers.find((row) => row.scope === platform)?.median ?? null,
        impressions: reportedFigure(of(reports)),
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
    answerSecondsMedian: answers.find((row) => row.scope === "")?.median ?? null,
    carts: cartsOf(""),
  };
  const first = Math.min(Infinity, ...counts.map((row) => row.first));
  const types = new Map(platforms.map(([platform, { types }]) => [platform, new Set(types.keys())]));
  return { totals, types, first, last: Math.max(-Infinity, ...counts.map((row) => row.last)) };
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
