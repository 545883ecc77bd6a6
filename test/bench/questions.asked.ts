import type { ClickHouseClient } from "@clickhouse/client";
import type { FunnelRequest, RoiRequest } from "@showpulse/metrics";
import {
  askAttribution,
  askFunnel,
  askProductPerformance,
  askRoi,
  askShowMetrics,
  askShowTimeline,
  type RoiFacts,
} from "@showpulse/metrics/server";
import { WORKSPACE, YEAR_ENDS } from "./questions.events.ts";

/** A question as the hub's routes ask it. */
export interface AskedQuestion {
  name: string;
  /** Milliseconds; `null`: no figure is set for it. */
  limit: number | null;
  ask: (client: ClickHouseClient) => Promise<unknown>;
  /** The least that has to be looked at: who, what and when of the events that the question is about. */
  scan: { sql: string; params: Record<string, unknown> };
}

const DAY = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** The last thirty days. */
const PERIOD = { from: dayOf(YEAR_ENDS - 30 * DAY), to: dayOf(YEAR_ENDS - 1) };

/** Costs, rates and commissions as a marketer would have typed them in. */
function typedFacts(): RoiFacts {
  const eur = (euros: number) => ({ amountMicros: euros * 1_000_000, currency: "EUR" });
  const days = Array.from({ length: 30 }, (_, day) => dayOf(YEAR_ENDS - (day + 1) * DAY));
  return {
    costs: Array.from({ length: 60 }, (_, campaign) =>
      days.map((day) => ({ key: `campaign-${campaign}`, day, kind: "ads" as const, amount: eur(40) })),
    ).flat(),
    products: new Map(
      Array.from({ length: 300 }, (_, product) => [`sku-${product}`, eur(3 + (product % 40))] as const),
    ),
    rates: days.map((day) => ({ day, from: "USD", to: "EUR", rate: "0.9137" })),
    commissionRates: new Map(Array.from({ length: 40 }, (_, creator) => [`creator-${creator}`, 0.1] as const)),
    fees: [],
  };
}

const PLAIN: FunnelRequest = {
  steps: [{ event: "join" }, { event: "view_item" }, { event: "add_to_cart" }, { event: "purchase" }],
};

const SCANNED =
  "SELECT count(), max(cityHash64(type, platform, actor, time)) FROM events WHERE workspace = {workspace: String}";

export function questionsAbout(show: string): AskedQuestion[] {
  const ofShow = { sql: `${SCANNED} AND show = {show: String}`, params: { workspace: WORKSPACE, show } };
  const since = (days: number) => ({
    sql: `${SCANNED} AND time >= fromUnixTimestamp64Milli({from: Int64})`,
    params: { workspace: WORKSPACE, from: YEAR_ENDS - days * DAY },
  });
  const facts = typedFacts();
  const { products, rates, commissionRates, fees } = facts;
  const costs = facts.costs.slice(0, 10).map((cost) => ({ ...cost, enteredAt: 0, undoneAt: null }));
  const entries = { currency: "EUR", startedAt: null, terms: { products, rates, commissionRates, fees }, costs };
  const roi: RoiRequest = { ...PERIOD, groupBy: "campaign", model: "last_non_direct" };
  const credit = { ...PERIOD, model: "position", groupBy: "campaign" } as const;
  const picky: FunnelRequest = {
    ...PLAIN,
    shows: [show],
    exclusions: [{ event: "remove_from_cart", fromStep: 1, toStep: 3 }],
    breakdown: { prop: "platform", attribution: "first_touch" },
  };
  return [
    { name: "show timeline", limit: 30, scan: ofShow, ask: (client) => askShowTimeline(client, WORKSPACE, { show }) },
    {
      name: "show timeline with people",
      limit: null,
      scan: ofShow,
      ask: (client) => askShowTimeline(client, WORKSPACE, { show, metrics: "comments,chatters,viewers_unique" }),
    },
    {
      name: "show metrics",
      limit: null,
      scan: ofShow,
      ask: (client) => askShowMetrics(client, WORKSPACE, { show }, { entries: async () => entries }),
    },
    // With its lookback it is about sixty days.
    { name: "ROI by campaign", limit: 60, scan: since(60), ask: (client) => askRoi(client, WORKSPACE, roi, facts) },
    { name: "attribution", limit: null, scan: since(60), ask: (client) => askAttribution(client, WORKSPACE, credit) },
    {
      name: "top products",
      limit: 60,
      scan: since(30),
      ask: (client) => askProductPerformance(client, WORKSPACE, { ...PERIOD, sort: "revenue", limit: 25 }),
    },
    {
      name: "funnel of a show",
      limit: 80,
      scan: ofShow,
      ask: (client) => askFunnel(client, WORKSPACE, { ...PLAIN, shows: [show] }),
    },
    {
      name: "funnel of 30 days",
      limit: 200,
      scan: since(30),
      ask: (client) => askFunnel(client, WORKSPACE, { ...PLAIN, ...PERIOD }),
    },
    {
      name: "funnel with exclusions and breakdown",
      limit: 400,
      scan: ofShow,
      ask: (client) => askFunnel(client, WORKSPACE, picky),
    },
  ];
}
