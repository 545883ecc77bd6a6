import type { Figures, MetricDefinition, MetricValue, Show, ShowMetrics, Source } from "../../api/types.ts";
import { comparePlatforms } from "../../components/platform.ts";
import type { LiveShow } from "../../live/live-show.ts";

/** The six figures that say how a show is going. After the show, viewers are those of its peak. */
export const tilesOf = (status: Show["status"]) =>
  [
    status === "ended" ? "viewers_peak" : "viewers_now",
    "engagement_rate",
    "product_clicks",
    "orders",
    "gmv_paid",
    "conversion_rate",
  ] as const;

/** The further figures, in the order in which people look for them. */
export const MORE_FIGURES: readonly { group: "audience" | "social" | "commerce" | "result"; ids: readonly string[] }[] =
  [
    {
      group: "audience",
      ids: [
        "viewers_peak",
        "viewers_average",
        "views",
        "viewers_unique",
        "impressions",
        "enter_rate",
        "watch_seconds_per_view",
        "watch_seconds_per_viewer",
        "bounce_rate",
        "dwell_seconds",
      ],
    },
    {
      group: "social",
      ids: [
        "comments",
        "chatters",
        "questions",
        "questions_answered",
        "likes",
        "shares",
        "follows",
        "subscribes",
        "gifts",
        "gift_units",
        "virtual_amount_diamond",
        "virtual_amount_jewel",
        "tips",
        "poll_votes",
        "poll_participation",
        "mentions",
        "user_content",
      ],
    },
    {
      group: "commerce",
      ids: [
        "product_impressions",
        "product_clicks",
        "product_ctr_per_view",
        "add_to_cart_rate",
        "cart_abandonment",
        "orders",
        "items_sold",
        "buyers",
        "buyers_new",
        "acquired_by_link",
        "conversion_uplift",
        "gmv_paid",
        "gmv_net",
        "gmv_direct",
        "gmv_24h",
        "gmv_7d",
        "gpm_view",
        "gpm_impression",
        "aov",
        "refund_rate",
        "refund_rate_ratio",
        "cart_abandonment_ratio",
      ],
    },
    {
      group: "result",
      ids: ["contribution", "break_even_at", "roas", "poas", "roi", "mer", "mer_cost_share", "cac", "cac_new"],
    },
  ];

/** A figure as of now: what was pushed last, else what was asked for last. */
export const currentValue = (id: string, live: LiveShow, figures: Figures | undefined): MetricValue | undefined => {
  const pushed = live.metrics[id];
  return pushed === undefined ? figures?.[id]?.value : pushed;
};

/** The unit of a figure, by its definition or by what came with it. */
export const unitOf = (id: string, definitions: ReadonlyMap<string, MetricDefinition> | undefined, figures?: Figures) =>
  definitions?.get(id)?.unit ?? figures?.[id]?.unit;

/** The platforms of a show, those with figures and those connected, always in the same order. */
export function platformsOf(metrics: ShowMetrics | undefined, sources: readonly Source[] | undefined): string[] {
  const all = new Set([...Object.keys(metrics?.byPlatform ?? {}), ...(sources ?? []).map(({ platform }) => platform)]);
  return [...all].sort(comparePlatforms);
}
