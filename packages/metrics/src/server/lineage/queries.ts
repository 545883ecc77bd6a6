import { metric } from "../../registry.ts";
import { PEOPLE_IDS } from "../../totals.ts";
import { boughtBeforeQuery, moneyEventsQuery } from "../roi/money-events.ts";
import { RESULT_IDS } from "../show-metrics/result.ts";

const shows = (...names: string[]) => names.map((name) => `show-metrics/${name}`);

/** Which queries beside the counts of types a figure needs, where it is no plain ratio of two others. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  viewers_now: shows("viewers"),
  viewers_peak: shows("viewers"),
  viewers_average: shows("viewers"),
  impressions: ["reported"],
  watch_seconds: shows("watch"),
  views_timed: shows("watch"),
  viewers_timed: shows("watch"),
  views_bounced: shows("watch"),
  likes: shows("like-totals"),
  tips: shows("tips"),
  questions_answered: shows("answered"),
  answer_seconds_median: shows("answer-seconds"),
  cart_abandonment: shows("carts"),
  ...Object.fromEntries(
    [
      "item_lines",
      "orders",
      "items_sold",
      "orders_refunded",
      "gmv_placed",
      "gmv_paid",
      "gmv_net",
      "gpm_view",
      "aov",
      "item_price_average",
    ].map((id) => [id, shows("orders")]),
  ),
  ...Object.fromEntries(PEOPLE_IDS.map((id) => [id, shows("people")])),
  // A platform with viewers that names nobody leaves it unknown.
  viewers_unique: shows("people", "viewers"),
  gpm_impression: [...shows("orders"), "reported"],
  gmv_direct: shows("reach"),
  gmv_24h: shows("reach"),
  gmv_7d: shows("reach"),
  buyers_new: shows("newcomers"),
  acquired_by_link: shows("acquired"),
  refund_rate_ratio: shows("orders", "other-orders"),
  cart_abandonment_ratio: shows("carts", "other-carts"),
  conversion_uplift: shows("comparable"),
  dwell_seconds: shows("dwell"),
  poll_participation: shows("polls"),
  mentions: shows("mentions"),
  ...Object.fromEntries(RESULT_IDS.map((id) => [id, [moneyEventsQuery.name, boughtBeforeQuery.name]])),
};

/** The names of the queries that some figures of a show are made of. */
export const queriesOf = (...ids: string[]): ReadonlySet<string> =>
  new Set([...shows("counts"), ...ids.flatMap((id) => sidesOf(id).flatMap((side) => NEEDS[side] ?? []))]);

function sidesOf(id: string): string[] {
  if (NEEDS[id]) return [id];
  const { numerator, denominator } = metric(id);
  return [id, numerator, denominator].filter((side) => side !== undefined);
}
