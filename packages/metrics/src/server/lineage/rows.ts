import { metric } from "../../registry.ts";
import { PAGE_EVENTS, PEOPLE_IDS } from "../../totals.ts";
import { ORDER_HASH } from "../attribution/orders-sql.ts";
import { IS_WHOLE, OF_SHOW } from "../selection.ts";
import { DIRECT, linesPaid, REACH } from "../show-metrics/reach.ts";
import { RESULT_IDS } from "../show-metrics/result.ts";

/** Which events stand behind a number: a condition on `events`, and what is to be worked out before. */
export interface Rows {
  condition: string;
  before?: string;
}

const list = (types: readonly string[]) => types.map((type) => `'${type}'`).join(", ");
const ofShow = (condition: string): Rows => ({ condition: `${OF_SHOW} AND ${condition}` });
const ofTypes = (...types: string[]) => ofShow(`type IN (${list(types)})`);
const OF_WORKSPACE = "workspace = {workspace: String} AND ({platform: String} = '' OR platform = {platform: String})";
const onDaysOf = (type: string) =>
  `toDate(time, 'UTC') IN (SELECT toDate(time, 'UTC') FROM events WHERE ${OF_SHOW} AND type = '${type}')`;

const MENTIONING = `arrayExists(
    (spoken, pattern) ->
        (spoken = '' OR language = '' OR lower(splitByChar('-', toString(language))[1]) = spoken)
        AND match(normalizeUTF8NFKC(text), pattern),
    {languages: Array(String)}, {patterns: Array(String)})`;

/** The purchases of those orders within a show's reach that satisfy a condition. */
const reached = (condition: string): Rows => ({
  before: REACH,
  condition: `workspace = {workspace: String} AND type = 'purchase' AND
    ${ORDER_HASH} IN (SELECT order_hash FROM reach WHERE ${condition})`,
});
const IS_DIRECT = `own AND person != 0 AND ${linesPaid(DIRECT)} != 0`;
const within = (days: number) => reached(`(watched AND paid_at - last_seen <= ${days} * 86400000) OR (${IS_DIRECT})`);

/** Orders that name the show, and whatever took them back, wherever and whenever; of a part of a show nobody knows. */
const MONEY: Rows = {
  condition: `${IS_WHOLE} AND workspace = {workspace: String} AND (show = {show: String} AND type = 'purchase'
    OR type IN ('refund', 'order_cancelled') AND ${ORDER_HASH} IN
    (SELECT order_hash FROM commerce WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'purchase'))`,
};

/** Numbers whose rows are not simply all of the show's events of the types that the registry names. */
const SPECIAL: Readonly<Record<string, Rows>> = {
  impressions: ofShow("type = 'report_row' AND JSONExtractString(properties['metric']) = 'impressions'"),
  viewers_unique: ofShow("actor != ''"),
  questions: ofShow("asks AND type IN ('chat_message', 'question')"),
  answer_seconds_median: ofShow(
    `(type = 'question_answered' AND mapContains(properties, 'question') OR asks AND id IN
    (SELECT JSONExtractString(properties['question']) FROM events WHERE ${OF_SHOW} AND type = 'question_answered'))`,
  ),
  mentions: ofShow(`type = 'chat_message' AND ${MENTIONING}`),
  virtual_amount_diamond: ofShow("type = 'gift' AND virtual_unit = 'diamond'"),
  virtual_amount_jewel: ofShow("type = 'gift' AND virtual_unit = 'jewel'"),
  virtual_amount_bit: ofShow("type = 'gift' AND virtual_unit = 'bit'"),
  tips: ofShow("type = 'tip' AND currency != ''"),
  orders_refunded: ofTypes("refund"),
  gmv_direct: reached(IS_DIRECT),
  gmv_24h: within(1),
  gmv_7d: within(7),
  voters: ofShow("type = 'poll_vote' AND actor != ''"),
  present: ofTypes("join", "leave", "heartbeat", "poll_opened", "poll_closed"),
  watched: ofShow("type IN ('join', 'purchase') AND actor != ''"),
  visitors: {
    condition: `${OF_WORKSPACE} AND show != {show: String} AND actor != '' AND type IN ('page_view', 'view_item') AND ${onDaysOf("join")}`,
  },
  other_orders: {
    condition: `${OF_WORKSPACE} AND show != {show: String} AND type IN ('purchase', 'refund') AND ${onDaysOf("purchase")}`,
  },
  other_carts: {
    condition: `${OF_WORKSPACE} AND show != {show: String} AND actor != '' AND type IN ('add_to_cart', 'purchase') AND ${onDaysOf("add_to_cart")}`,
  },
  visits: {
    condition: `workspace = {workspace: String} AND session IN (SELECT session FROM events WHERE ${OF_SHOW} AND session != '')
    AND type IN (${list(PAGE_EVENTS)})`,
  },
  ...Object.fromEntries(["show_orders", ...RESULT_IDS].map((id) => [id, MONEY])),
  // Costs are typed in: no event stands behind them.
  entered: { condition: "0" },
};

/** The two sides of figures that are no plain ratio of two others, by the numbers whose rows stand behind them. */
const SIDES: Readonly<Record<string, readonly [numerator: string, denominator: string]>> = {
  gpm_view: ["gmv_paid", "views"],
  gpm_impression: ["gmv_paid", "impressions"],
  aov: ["gmv_paid", "orders"],
  item_price_average: ["gmv_paid", "items_sold"],
  cart_abandonment: ["cart_abandonment", "people_with_cart"],
  poll_participation: ["voters", "present"],
  conversion_uplift: ["watched", "visitors"],
  refund_rate_ratio: ["refund_rate", "other_orders"],
  cart_abandonment_ratio: ["cart_abandonment", "other_carts"],
  dwell_seconds: ["visits", "visits"],
  roas: ["show_orders", "entered"],
  poas: ["show_orders", "entered"],
  // Creators' part of what they sold is a cost of marketing too.
  mer: ["show_orders", "show_orders"],
  mer_cost_share: ["show_orders", "show_orders"],
  roi: ["show_orders", "show_orders"],
  cac: ["show_orders", "show_orders"],
  cac_new: ["entered", "show_orders"],
};

export const SIDE_NAMES = ["value", "numerator", "denominator"] as const;
export type SideName = (typeof SIDE_NAMES)[number];

/** The numbers behind a figure of a show: of a ratio its two sides, else its value; each names whose rows it has. */
export function sidesOf(id: string): readonly (readonly [side: SideName, of: string])[] {
  const { numerator, denominator } = metric(id);
  const pair = SIDES[id] ?? (numerator && denominator ? [numerator, denominator] : undefined);
  return pair ? [["numerator", pair[0]] as const, ["denominator", pair[1]] as const] : [["value", id]];
}

/** The events behind one number. */
export function rowsOf(of: string): Rows {
  const special = SPECIAL[of];
  if (special) return special;
  const { kind, sources } = metric(of);
  const types = [...new Set(sources.flatMap(({ events }) => events))];
  const named = kind === "people" || PEOPLE_IDS.some((id) => id === of) ? " AND actor != ''" : "";
  return ofShow(`type IN (${list(types)})${named}`);
}
