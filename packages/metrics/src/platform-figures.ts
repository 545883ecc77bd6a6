import { measuresAny, virtualUnitOf } from "./capabilities.ts";
import type { MetricValue, Money, SourceTier } from "./metric.ts";
import { moneyList } from "./money.ts";
import { peopleOn } from "./people.ts";
import {
  type CartTotals,
  type CurrencyTotal,
  PEOPLE,
  PEOPLE_IDS,
  type PeopleCount,
  type PlatformTotals,
} from "./totals.ts";

/** A metric's value with what it was divided from. */
export interface Computed {
  value: MetricValue;
  numerator?: number | Money[] | null;
  denominator?: number | Money[] | null;
  /** What a reader must know of this value. */
  note?: string;
  /** Where it comes from; absent: measured. */
  source?: SourceTier;
  /** The 95 % interval of an estimate. */
  interval?: { low: number; high: number };
  /** Of what it is made up, where that is told apart. */
  parts?: { key: string; value: number }[];
}

export type ComputedMetrics = Record<string, Computed>;

/** Of a figure of people: somebody was there, or did it, but nobody was named. */
export const NAMELESS = "nobody was named";

const PAID = ["purchase"];
/** What shows that a platform tells of its audience at all. */
const AUDIENCE = ["join", "chat_message"];
const VIRTUAL = ["diamond", "jewel", "bit"] as const;

/** Which types a count is of, and how it is counted where that is not their events. */
const COUNTS: Record<string, { types: readonly string[]; of?: (totals: PlatformTotals) => number }> = {
  views: { types: ["join"] },
  comments: { types: ["chat_message"] },
  questions: {
    types: ["question", "chat_message"],
    of: (totals) => eventsOf(totals, ["question"]) + totals.askingMessages,
  },
  shares: { types: ["share"] },
  follows: { types: ["follow"] },
  subscribes: { types: ["subscribe"] },
  // Platforms that give totals only send one event for each option, with its votes as quantity.
  poll_votes: { types: ["poll_vote"], of: (totals) => totals.types.get("poll_vote")?.quantity ?? 0 },
  product_pins: { types: ["product_pinned"] },
  gifts: { types: ["gift"] },
  gift_units: { types: ["gift"], of: (totals) => totals.types.get("gift")?.quantity ?? 0 },
  questions_answered: { types: ["question_answered"], of: (totals) => totals.questionsAnswered },
  user_content: { types: ["chat_message", "question", "share", "clip"] },
  product_impressions: { types: ["view_promotion", "view_item"] },
  product_clicks: { types: ["select_item", "select_promotion"] },
  item_lines: { types: PAID, of: (totals) => totals.orders.lines },
  orders: { types: PAID, of: (totals) => totals.orders.orders },
  items_sold: { types: PAID, of: (totals) => totals.orders.items },
  orders_refunded: { types: ["refund"], of: (totals) => totals.orders.refunded },
};

/**
 * One platform's counts, people, gauges and money. A count is 0 when the platform tells of such events or has sent
 * one, and `null` otherwise.
 * @param needed the others are left out; absent: all are given
 */
export function platformFigures(
  platform: string,
  totals: PlatformTotals,
  people: readonly PeopleCount[],
  needed?: ReadonlySet<string>,
): ComputedMetrics {
  const figures: ComputedMetrics = {};
  const give = (id: string, figure: () => Computed) => {
    if (needed?.has(id) !== false) figures[id] = figure();
  };
  const tells = (types: readonly string[]) => measuresAny(platform, types) || eventsOf(totals, types) > 0;
  for (const [id, { types, of }] of Object.entries(COUNTS)) {
    give(id, () => ({ value: tells(types) ? (of ? of(totals) : eventsOf(totals, types)) : null }));
  }
  give("likes", () => likesOf(platform, totals));
  for (const unit of VIRTUAL) {
    const none = virtualUnitOf(platform) === unit ? 0 : null;
    give(`virtual_amount_${unit}`, () => ({ value: totals.virtual.get(unit) ?? none }));
  }
  for (const id of PEOPLE_IDS) {
    give(id, () => {
      const value = peopleOn(people, id, platform);
      if (value > 0) return { value };
      const types = PEOPLE[id].types ?? AUDIENCE;
      const isWatched = id === "viewers_unique" && (totals.viewers?.peak ?? 0) > 0;
      if (isWatched || eventsOf(totals, types) > 0) return { value: null, note: NAMELESS };
      return { value: measuresAny(platform, types) ? 0 : null };
    });
  }
  for (const key of ["now", "peak", "average"] as const) {
    give(`viewers_${key}`, () => ({ value: totals.viewers?.[key] ?? null }));
  }
  give("watch_seconds", () => ({ value: totals.watch?.seconds ?? null }));
  give("views_timed", () => ({ value: totals.watch?.views ?? null }));
  give("views_bounced", () => ({ value: totals.watch?.bounced ?? null }));
  give("viewers_timed", () => ({ value: totals.watch?.viewers ?? null }));
  give("cart_abandonment", () => abandonmentOf(totals.carts));
  give("impressions", () => ({ value: totals.impressions, source: "reported" }));
  give("answer_seconds_median", () => ({ value: totals.answerSecondsMedian }));
  give("tips", () => ({ value: tells(["tip"]) ? moneyList(totals.tips) : null }));
  for (const id of ["gmv_placed", "gmv_paid"]) {
    give(id, () => ({ value: tells(PAID) ? paidOf(totals.orders.currencies) : null }));
  }
  give("gmv_net", () => ({
    value: tells(["purchase", "refund", "order_cancelled"]) ? netOf(totals.orders.currencies) : null,
  }));
  return figures;
}

/** The share of people with a cart who did not buy within 24 h. */
export function abandonmentOf(carts: CartTotals | null): Computed {
  if (!carts) return { value: null };
  const numerator = carts.people - carts.bought;
  return { value: carts.people === 0 ? null : numerator / carts.people, numerator, denominator: carts.people };
}

const eventsOf = ({ types }: PlatformTotals, of: readonly string[]): number =>
  of.reduce((sum, type) => sum + (types.get(type)?.events ?? 0), 0);

function likesOf(platform: string, { likeTotal, types }: PlatformTotals): Computed {
  if (likeTotal) {
    const { highest, start } = likeTotal;
    if (start !== null) return { value: Math.max(0, highest - start) };
    return { value: highest, note: `${platform} gives a running total of likes and not where it started` };
  }
  return { value: types.get("like")?.quantity ?? (measuresAny(platform, ["like"]) ? 0 : null) };
}

const paidOf = (currencies: readonly CurrencyTotal[]): Money[] =>
  moneyList(currencies.filter((one) => one.orders > 0).map((one) => [one.currency, one.paidMicros] as const));

const netOf = (currencies: readonly CurrencyTotal[]): Money[] =>
  moneyList(currencies.map((one) => [one.currency, one.paidMicros - one.takenBackMicros] as const));
