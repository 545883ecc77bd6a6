import { METRICS, metric, SHOW_METRICS } from "@showpulse/metrics";
import { expect, test } from "vitest";

/** Every id that the registry promises. */
const PROMISED =
  `viewers_peak viewers_average views viewers_unique watch_seconds_per_view watch_seconds_per_viewer enter_rate
bounce_rate comments questions likes shares follows subscribes poll_votes product_pins gifts gift_units virtual_amount_diamond
virtual_amount_jewel virtual_amount_bit tips chatters comment_rate like_rate share_rate follow_rate comment_rate_per_viewer
like_rate_per_viewer share_rate_per_viewer follow_rate_per_viewer engagement_rate questions_answered_rate answer_seconds_median
poll_participation product_impressions product_clicks product_ctr_per_view product_ctr_per_impression ctor_item ctor_order
add_to_cart_rate cart_abandonment conversion_rate orders items_sold buyers buyers_new gmv_placed gmv_paid gmv_net gmv_direct
gmv_24h gmv_7d gpm_view gpm_impression aov item_price_average refund_rate repeat_rate_30d repeat_rate_60d repeat_rate_90d
retention conversion_uplift refund_rate_ratio cart_abandonment_ratio dwell_seconds acquired_by_link mentions user_content roas
mer mer_cost_share poas cac cac_new contribution roi break_even_at`.split(/\s+/);

test("every figure that is promised says its formula, unit, value when empty and out of what it is made", () => {
  const ids = METRICS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(PROMISED.filter((id) => !ids.includes(id))).toEqual([]);
  for (const one of METRICS) {
    expect(one.name, one.id).not.toBe("");
    expect(one.formula, one.id).not.toBe("");
    expect(one.unit, one.id).not.toBe("");
    expect([0, null, "[]"], one.id).toContain(Array.isArray(one.emptyValue) ? "[]" : one.emptyValue);
    expect(one.sources.length, one.id).toBeGreaterThan(0);
    for (const { platform, name, difference } of one.platformNames) {
      expect([platform, name, difference], one.id).not.toContain("");
    }
  }
});

test("a ratio's two sides are figures of their own", () => {
  for (const { id, numerator, denominator } of METRICS) {
    if (numerator === undefined && denominator === undefined) continue;
    expect([metric(numerator ?? "").id, metric(denominator ?? "").id], id).toEqual([numerator, denominator]);
  }
});

test("what a show does not answer has a question of its own elsewhere, and only what a show answers is pushed", () => {
  expect(METRICS.filter(({ ofShow }) => !ofShow).map(({ id }) => id)).toEqual([
    "repeat_rate_30d",
    "repeat_rate_60d",
    "repeat_rate_90d",
    "retention",
  ]);
  expect(METRICS.filter(({ live, ofShow }) => live && !ofShow)).toEqual([]);
  expect(SHOW_METRICS.length).toBeGreaterThan(70);
});
