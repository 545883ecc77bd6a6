import type { MetricSource } from "../metric.ts";
import { PAGE_EVENTS, PEOPLE } from "../totals.ts";
import type { Definition } from "./define.ts";

const measured = (...events: string[]): MetricSource[] => [{ tier: "measured", events }];
const reported = (...events: string[]): MetricSource[] => [{ tier: "reported", events }];
const estimated = (...events: string[]): MetricSource[] => [{ tier: "estimated", events }];
const orders = measured("purchase");
const ordersAndBack = measured("purchase", "refund", "order_cancelled");
const watching = measured("join", "leave", "heartbeat");
const watchedAndBought = measured("join", "leave", "heartbeat", "purchase");
/** What campaigns cost is typed in or imported, not an event. */
const withCosts: MetricSource[] = [
  {
    tier: "measured",
    events: ["purchase", "refund", "order_cancelled"],
    also: "costs, rates of exchange and products",
  },
];
const shown = ["product_pinned", "product_unpinned", "offer_started", "offer_sold_out", "offer_ended"];

/** Out of what every figure that is no plain ratio of two others is made. */
const SOURCES: Readonly<Record<string, readonly MetricSource[]>> = {
  viewers_now: measured("viewer_count", "show_ended"),
  viewers_peak: measured("viewer_count", "show_ended"),
  viewers_average: measured("viewer_count", "show_ended"),
  views: measured("join"),
  impressions: reported("report_row"),
  // Everything that names somebody.
  viewers_unique: measured("*"),
  watch_seconds: watching,
  views_timed: watching,
  viewers_timed: watching,
  views_bounced: watching,
  comments: measured("chat_message"),
  questions: measured("chat_message", "question"),
  likes: measured("like_total", "like"),
  shares: measured("share"),
  follows: measured("follow"),
  subscribes: measured("subscribe"),
  poll_votes: measured("poll_vote"),
  product_pins: measured("product_pinned"),
  gifts: measured("gift"),
  gift_units: measured("gift"),
  virtual_amount_diamond: measured("gift"),
  virtual_amount_jewel: measured("gift"),
  virtual_amount_bit: measured("gift"),
  tips: measured("tip"),
  chatters: measured(...PEOPLE.chatters.types),
  engaged_people: measured(...PEOPLE.engaged_people.types),
  questions_answered: measured("question_answered"),
  answer_seconds_median: measured("question", "chat_message", "question_answered"),
  poll_participation: measured("poll_opened", "poll_vote", "poll_closed", "join", "leave", "heartbeat"),
  user_content: measured("chat_message", "question", "share", "clip"),
  mentions: [{ tier: "measured", events: ["chat_message"], also: "the names of the brand and its products" }],
  product_impressions: measured("view_promotion", "view_item"),
  product_clicks: measured("select_item", "select_promotion"),
  item_lines: orders,
  people_clicking: measured(...PEOPLE.people_clicking.types),
  people_with_cart: measured(...PEOPLE.people_with_cart.types),
  cart_abandonment: measured("add_to_cart", "purchase"),
  orders,
  items_sold: orders,
  buyers: orders,
  buyers_new: orders,
  orders_refunded: measured("purchase", "refund"),
  gmv_placed: orders,
  gmv_paid: orders,
  gmv_net: ordersAndBack,
  gmv_direct: measured("purchase", "select_item", "select_promotion", "join", "leave", "heartbeat", ...shown),
  gmv_24h: watchedAndBought,
  gmv_7d: watchedAndBought,
  gpm_view: measured("purchase", "join"),
  gpm_impression: [...orders, ...reported("report_row")],
  aov: orders,
  item_price_average: orders,
  repeat_rate_30d: orders,
  repeat_rate_60d: orders,
  repeat_rate_90d: orders,
  retention: measured("join"),
  conversion_uplift: estimated("join", "page_view", "view_item", "purchase"),
  refund_rate_ratio: measured("purchase", "refund"),
  cart_abandonment_ratio: measured("add_to_cart", "purchase"),
  dwell_seconds: measured(...PAGE_EVENTS),
  acquired_by_link: [{ tier: "measured", events: ["purchase", "link_click"], also: "links, coupons and creators" }],
  roas: withCosts,
  mer: withCosts,
  mer_cost_share: withCosts,
  poas: withCosts,
  cac: withCosts,
  cac_new: withCosts,
  contribution: withCosts,
  roi: withCosts,
  break_even_at: withCosts,
};

/** Out of what a figure is made: of a ratio, what both its sides are made of. @throws RangeError when nothing is said */
export function sourcesOf({ id, numerator, denominator }: Pick<Definition, "id" | "numerator" | "denominator">) {
  const own = [id, ...(SOURCES[id] ? [] : [numerator, denominator])].flatMap((each) => SOURCES[each ?? ""] ?? []);
  if (own.length === 0) throw new RangeError(`Nobody said out of what "${id}" is made`);
  return [...new Map(own.map((source) => [JSON.stringify(source), source])).values()];
}
