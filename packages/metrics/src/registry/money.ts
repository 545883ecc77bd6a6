import { type Definition, figure, money, people } from "./define.ts";

const elsewhere = { ofShow: false };
/** They look at more than the show's own events: asked for, not pushed. */
const asked = { live: false };

/** What it earned and what it cost. Money is per currency; currencies are never added up without dated rates. */
export const earnings: Definition[] = [
  money("gmv_placed", "GMV placed", "Σ orders at the time of the order", {
    platformNames: [
      { platform: "tiktok", name: "GMV", difference: "includes what is returned later" },
      {
        platform: "bambuser",
        name: "sales",
        difference: "the whole order, for 30 days, once a highlighted item is in it",
      },
    ],
  }),
  money("gmv_paid", "GMV paid", "Σ paid orders, before refunds"),
  money("gmv_net", "GMV net", "paid − refunds − cancellations; an order is never less than zero"),
  money("gmv_direct", "Direct GMV", "order lines pinned, clicked or on offer in the show, by who saw it", {
    live: false,
    platformNames: [
      {
        platform: "bambuser",
        name: "sales",
        difference: "the **whole order** if one highlighted item is in it, 30 days",
      },
    ],
  }),
  money("gmv_24h", "GMV within 24 h", "paid by people within 24 h of watching, direct included", {
    live: false,
    platformNames: [
      { platform: "tiktok", name: "24h_live_gmv", difference: "the same; never to be added to `gmv_paid`" },
    ],
  }),
  money("gmv_7d", "GMV within 7 days", "paid by people within 7 days of watching, direct included", {
    live: false,
    platformNames: [
      { platform: "lazada", name: "post-live 7 d", difference: "the same; never to be added to `gmv_paid`" },
    ],
  }),
  money("gpm_view", "GMV per 1,000 views", "gmv_paid ÷ views × 1000", {
    platformNames: [{ platform: "tiktok", name: "watch GPM", difference: "the same; “GPM” alone usually means this" }],
  }),
  money("gpm_impression", "GMV per 1,000 impressions", "gmv_paid ÷ impressions × 1000", {
    live: false,
    platformNames: [{ platform: "tiktok", name: "show GPM", difference: "the same" }],
  }),
  money("aov", "Average order", "gmv_paid ÷ orders, per currency", {
    platformNames: [{ platform: "tiktok", name: "avg_price", difference: "TikTok calls this and the item's so" }],
  }),
  money("item_price_average", "Average item price", "gmv_paid ÷ items sold, per currency", {
    platformNames: [{ platform: "tiktok", name: "avg_price", difference: "TikTok calls this and the order's so" }],
  }),
  ...([30, 60, 90] as const).map((days) =>
    figure(
      `repeat_rate_${days}d`,
      `Repeat rate, ${days} days`,
      `buyers with a second order within ${days} days ÷ buyers whose ${days} days have passed`,
      "ratio",
      "ratio",
      elsewhere,
    ),
  ),
  people("retention", "Retention", "actors of a cohort back at the n-th interval", elsewhere),
  figure(
    "conversion_uplift",
    "Conversion uplift",
    "conversion of people who watched ÷ that of comparable visitors of the same days who did not, 95 % interval",
    "ratio",
    "ratio",
    {
      live: false,
      platformNames: [{ platform: "trade press", name: "+30 %", difference: "names neither base nor comparison" }],
    },
  ),
  figure(
    "refund_rate_ratio",
    "Refunds against the shop",
    "the show's ÷ that of the shop's other orders of the same days",
    "ratio",
    "ratio",
    asked,
  ),
  figure(
    "cart_abandonment_ratio",
    "Abandonment against the shop",
    "the show's ÷ that of the shop's other carts of the same days",
    "ratio",
    "ratio",
    asked,
  ),
  figure(
    "dwell_seconds",
    "Dwell time",
    "time on the brand's pages in the visits that a show brought ÷ those visits",
    "seconds",
    "duration",
    asked,
  ),
  people("acquired_by_link", "Acquired by link", "new buyers by tracked link, coupon or creator", asked),
  figure("roas", "ROAS", "attributed revenue ÷ ad cost", "ratio", "ratio", asked),
  figure("mer", "MER", "all revenue ÷ all marketing cost", "ratio", "ratio", {
    live: false,
    platformNames: [
      { platform: "triple_whale", name: "MER", difference: "**cost ÷ revenue**: that is `mer_cost_share`" },
    ],
  }),
  figure("mer_cost_share", "Marketing cost share", "all marketing cost ÷ all revenue", "ratio", "ratio", {
    live: false,
    platformNames: [{ platform: "triple_whale", name: "MER", difference: "the same" }],
  }),
  figure("poas", "POAS", "gross profit ÷ ad cost", "ratio", "ratio", asked),
  money("cac", "CAC", "acquisition cost ÷ customers", asked),
  money("cac_new", "CAC, new customers", "paid cost ÷ new customers from paid", asked),
  money(
    "contribution",
    "Contribution",
    "net revenue − goods − shipping − fees − commission − discounts − all campaign costs",
    asked,
  ),
  figure("roi", "ROI", "contribution ÷ all costs of the campaign", "ratio", "ratio", asked),
  figure("break_even_at", "Break-even", "moment at which cumulated contribution passes 0", "time", "time", asked),
];
