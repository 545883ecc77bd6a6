import type { Static } from "typebox";
import type { Concept, Definitions, RuleFigure, RuleSetId } from "../definitions.ts";
import type { MetricValue, Money } from "../metric.ts";
import { divideMoney, moneyList } from "../money.ts";
import { metric } from "../registry.ts";
import type { Figures } from "../show-metrics.ts";
import type { Seen } from "./seen.ts";

/** Which of our figures answers what is asked. */
export const OURS: Readonly<Record<Concept, string>> = {
  sales: "gmv_net",
  sales_after: "gmv_7d",
  viewers: "viewers_unique",
  views: "views",
  watch_time: "watch_seconds_per_viewer",
  engagement: "engagement_rate",
  clicks: "product_ctr_per_impression",
  conversion: "conversion_rate",
  price: "aov",
};

interface Rule {
  concept: Concept;
  name: string;
  formula: string;
  unit: string;
  why: string;
  /** The value out of our figures and what was seen; a pair is divided. */
  of: (ours: (id: string) => MetricValue, seen: Seen) => MetricValue | readonly [over: MetricValue, under: MetricValue];
}

interface RuleSet {
  id: RuleSetId;
  name: string;
  about: string;
  rules: readonly Rule[];
}

/** A number whose basis nobody told is unknown. */
const known = (basis: MetricValue, value: number | Money[]): MetricValue => (basis === null ? null : value);

/** A count of people is unknown where nobody was seen and nobody tells of who enters. */
const people = (ours: Parameters<Rule["of"]>[0], seen: Seen, count: number): MetricValue =>
  ours("views") === null && seen.ids === 0 ? null : count;

const THEIRS: readonly RuleSet[] = [
  {
    id: "tiktok",
    name: "TikTok Shop",
    about: "Counts entries and clicks rather than people, and sales when they are ordered.",
    rules: [
      {
        concept: "sales",
        name: "GMV",
        formula: "Σ orders of the show, whatever is returned or cancelled later",
        unit: "money",
        why: "Keeps what comes back: ours is less refunds and cancellations.",
        of: (ours) => ours("gmv_placed"),
      },
      {
        concept: "sales_after",
        name: "24h_live_gmv",
        formula: "Σ orders of viewers within 24 h of watching",
        unit: "money",
        why: "Looks for a day after watching; ours for seven.",
        of: (ours) => ours("gmv_24h"),
      },
      {
        concept: "viewers",
        name: "Unique viewers",
        formula: "distinct accounts",
        unit: "people",
        why: "Accounts are not joined: one person on two platforms is two.",
        of: (ours, seen) => people(ours, seen, seen.ids),
      },
      {
        concept: "views",
        name: "Views",
        formula: "entries into the room, repeats counted",
        unit: "entries",
        why: "The same.",
        of: (ours) => ours("views"),
      },
      {
        concept: "watch_time",
        name: "avg_viewing_duration",
        formula: "total watching ÷ views",
        unit: "seconds",
        why: "Titled per user, but divides by views: who comes back twice halves it.",
        of: (ours) => [ours("watch_seconds"), ours("views")],
      },
      {
        concept: "engagement",
        name: "Like rate",
        formula: "likes ÷ views",
        unit: "ratio",
        why: "Counts taps over entries, not people over people: it may exceed 100 %.",
        of: (ours) => [ours("likes"), ours("views")],
      },
      {
        concept: "clicks",
        name: "CTR",
        formula: "product clicks ÷ views",
        unit: "ratio",
        why: "Divides by entries into the room; ours by how often products were shown.",
        of: (ours) => [ours("product_clicks"), ours("views")],
      },
      {
        concept: "conversion",
        name: "CTOR (SKU orders)",
        formula: "paid order lines ÷ product clicks",
        unit: "ratio",
        why: "Lines over clicks: two products in one order count twice. Ours is buyers over viewers.",
        of: (ours) => [ours("item_lines"), ours("product_clicks")],
      },
      {
        concept: "price",
        name: "avg_price",
        formula: "GMV ÷ items sold",
        unit: "money",
        why: "Of one item; ours of one order. TikTok calls both avg_price.",
        of: (ours) => [ours("gmv_placed"), ours("items_sold")],
      },
    ],
  },
  {
    id: "bambuser",
    name: "Bambuser",
    about: "Counts devices, and gives a show the whole of later orders that hold one product from it.",
    rules: [
      {
        concept: "sales",
        name: "Direct sales",
        formula: "Σ whole orders, within 30 days of watching, that hold at least one highlighted product",
        unit: "money",
        why: "Takes the whole order for one product in it, for 30 days, before returns; ours the show's own orders less what came back.",
        of: (ours, seen) => known(ours("orders"), seen.highlightedOrders),
      },
      {
        concept: "viewers",
        name: "Viewers",
        formula: "distinct devices that watched",
        unit: "people",
        why: "Somebody with a phone and a computer is two; ours joins ids that are known to be one person.",
        of: (ours, seen) => people(ours, seen, seen.devices),
      },
      {
        concept: "views",
        name: "Sessions",
        formula: "stays of a device, ended by 30 minutes without a sign",
        unit: "entries",
        why: "Coming back within 30 minutes is no new view; ours counts every entry.",
        of: (ours, seen) => people(ours, seen, seen.deviceVisits),
      },
      {
        concept: "watch_time",
        name: "Average viewing time",
        formula: "total watching ÷ devices",
        unit: "seconds",
        why: "Divides by all devices, not by people whose time is known.",
        of: (ours, seen) => [ours("watch_seconds"), people(ours, seen, seen.devices)],
      },
    ],
  },
  {
    id: "firework",
    name: "Firework",
    about: "Divides people by people, and gives a video what people who interacted buy within 30 days.",
    rules: [
      {
        concept: "sales",
        name: "Attributed GMV",
        formula: "Σ orders, within 30 days, of people who interacted with the video",
        unit: "money",
        why: "Anything that they buy counts, seen in the show or not, before returns; who only watched counts nothing.",
        of: (ours, seen) => known(ours("orders"), seen.attributed),
      },
      {
        concept: "viewers",
        name: "Unique viewers",
        formula: "distinct visitor ids",
        unit: "people",
        why: "Ids are not joined: one person on two platforms is two.",
        of: (ours, seen) => people(ours, seen, seen.ids),
      },
      {
        concept: "views",
        name: "Video views",
        formula: "views of 3 s and more",
        unit: "entries",
        why: "Leaves out who was gone within 3 s; views of unknown length are taken as longer.",
        of: (ours, seen) => {
          const views = ours("views");
          return typeof views === "number" ? views - seen.shortViews : null;
        },
      },
      {
        concept: "watch_time",
        name: "Average watch time per visitor",
        formula: "total watching ÷ unique viewers",
        unit: "seconds",
        why: "Divides by everybody who was seen, also those whose time nobody told.",
        of: (ours, seen) => [ours("watch_seconds"), people(ours, seen, seen.ids)],
      },
      {
        concept: "engagement",
        name: "Engaged view rate",
        formula: "people with a click, comment, like or share ÷ unique viewers",
        unit: "ratio",
        why: "A product click engages; follows, votes and gifts do not. Watching in full screen, which engages too, is not told here.",
        of: (ours, seen) => [people(ours, seen, seen.interacting), people(ours, seen, seen.ids)],
      },
      {
        concept: "clicks",
        name: "Action click CTR",
        formula: "people who clicked a product ÷ people who were shown one",
        unit: "ratio",
        why: "People over people; ours clicks over impressions.",
        of: (ours, seen) => [
          known(ours("product_clicks"), seen.clicking),
          known(ours("product_impressions"), seen.shown),
        ],
      },
      {
        concept: "conversion",
        name: "Conversion rate",
        formula: "people who interacted and bought within 30 days ÷ people who interacted",
        unit: "ratio",
        why: "Only those who interacted stand below the line, which makes it higher than buyers over all viewers.",
        of: (ours, seen) => [known(ours("orders"), seen.attributedPeople), people(ours, seen, seen.interacting)],
      },
      {
        concept: "price",
        name: "Average order value",
        formula: "attributed GMV ÷ its orders",
        unit: "money",
        why: "Of the orders that it attributes, not of the show's own.",
        of: (ours, seen) => [known(ours("orders"), seen.attributed), seen.attributedOrders],
      },
    ],
  },
  {
    id: "lazada",
    name: "Lazada",
    about: "Counts the products listed in the show only: while it runs, and for its viewers in the 7 days after.",
    rules: [
      {
        concept: "sales",
        name: "In-live revenue",
        formula: "Σ order lines of listed products, sold while the show ran",
        unit: "money",
        why: "Other products in the same order do not count; what comes back later does.",
        of: (ours, seen) => known(ours("orders"), seen.listedLive),
      },
      {
        concept: "sales_after",
        name: "Post-live revenue",
        formula: "Σ order lines of listed products, bought by its viewers within 7 days of its end",
        unit: "money",
        why: "Counts from the end of the show and the listed products only; ours from each person's watching and whole orders.",
        of: (ours, seen) => known(ours("orders"), seen.listedAfter),
      },
      {
        concept: "viewers",
        name: "Viewers",
        formula: "distinct visitors (UV)",
        unit: "people",
        why: "Ids are not joined: one person on two platforms is two.",
        of: (ours, seen) => people(ours, seen, seen.ids),
      },
      {
        concept: "views",
        name: "Views",
        formula: "entries (PV)",
        unit: "entries",
        why: "The same.",
        of: (ours) => ours("views"),
      },
      {
        concept: "watch_time",
        name: "Avg. watch time",
        formula: "total watching ÷ viewers",
        unit: "seconds",
        why: "Divides by everybody who was seen, also those whose time nobody told.",
        of: (ours, seen) => [ours("watch_seconds"), people(ours, seen, seen.ids)],
      },
      {
        concept: "engagement",
        name: "Viewers engaged",
        formula: "people with a comment, like, share or follow",
        unit: "people",
        why: "A number of people, not a share; votes, gifts and questions do not engage.",
        of: (ours, seen) => people(ours, seen, seen.socialising),
      },
      {
        concept: "clicks",
        name: "Product guided rate",
        formula: "people who clicked a product ÷ viewers",
        unit: "ratio",
        why: "People over viewers; ours clicks over impressions.",
        of: (ours, seen) => [known(ours("product_clicks"), seen.clicking), people(ours, seen, seen.ids)],
      },
      {
        concept: "conversion",
        name: "Conversion rate",
        formula: "viewers who bought a listed product ÷ people who clicked a product",
        unit: "ratio",
        why: "Only who clicked stands below the line; buyers of the 7 days after stand above it.",
        of: (ours, seen) => [known(ours("orders"), seen.listedBuyers), known(ours("product_clicks"), seen.clicking)],
      },
    ],
  },
];

/** Every rule set applied to what is known of a show. */
export function applyRules(metrics: Static<typeof Figures>, seen: Seen): Definitions["sets"] {
  const ours = (id: string): MetricValue => metrics[id]?.value ?? null;
  const own: Definitions["sets"][number] = {
    id: "ours",
    name: "Showpulse",
    about: "People over people, money less what came back, and nothing counted twice.",
    figures: (Object.entries(OURS) as [Concept, string][]).map(([concept, id]): RuleFigure => {
      const { name, formula, unit } = metric(id);
      const { value = null, numerator, denominator } = metrics[id] ?? {};
      return {
        concept,
        name,
        formula: formula.replaceAll("`", ""),
        value,
        ...(numerator === undefined ? {} : { numerator }),
        ...(denominator === undefined ? {} : { denominator }),
        unit,
        ours: id,
        oursValue: value,
        difference: value === null ? null : minus(value, value),
        why: "",
      };
    }),
  };
  const others = THEIRS.map(({ rules, ...set }) => ({
    ...set,
    figures: rules.map(({ of, ...rule }): RuleFigure => {
      const found = of(ours, seen);
      const sides = isPair(found) ? { numerator: found[0], denominator: found[1] } : {};
      const value = isPair(found) ? divide(found[0], found[1]) : found;
      const id = OURS[rule.concept];
      const comparable = metric(id).unit === rule.unit && value !== null && ours(id) !== null;
      const difference = comparable ? minus(value, ours(id)) : null;
      return { ...rule, value, ...sides, ours: id, oursValue: ours(id), difference };
    }),
  }));
  return [own, ...others];
}

const isPair = (found: ReturnType<Rule["of"]>): found is readonly [MetricValue, MetricValue] =>
  Array.isArray(found) && found.length === 2 && !found.some(isMoney);

const isMoney = (one: unknown): one is Money => typeof one === "object" && one !== null && "amountMicros" in one;

function divide(over: MetricValue, under: MetricValue): MetricValue {
  if (typeof under !== "number" || under === 0) return null;
  if (Array.isArray(over)) return divideMoney(over, under);
  return typeof over === "number" ? over / under : null;
}

function minus(left: MetricValue, right: MetricValue): MetricValue {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (!Array.isArray(left) || !Array.isArray(right)) return null;
  return moneyList([
    ...left.map((money) => [money.currency, money.amountMicros] as const),
    ...right.map((money) => [money.currency, -money.amountMicros] as const),
  ]);
}
