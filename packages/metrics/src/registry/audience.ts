import type { Metric } from "../metric.ts";
import { count, gauge, people, ratio } from "./define.ts";

/** Who was there, and for how long. */
export const audience: Metric[] = [
  gauge("viewers_now", "Viewers now", "the latest `viewer_count` of each platform, added up"),
  gauge("viewers_peak", "Peak viewers", "highest sum of the platforms' `viewer_count` at one moment", {
    platformNames: [
      { platform: "tiktok", name: "PCU", difference: "the same gauge, of one platform" },
      { platform: "youtube", name: "Peak concurrent viewers", difference: "the same gauge, of one platform" },
    ],
  }),
  gauge(
    "viewers_average",
    "Average viewers",
    "time-weighted mean of the sum of the platforms' `viewer_count`, from the first reading to the last",
    {
      platformNames: [
        { platform: "tiktok", name: "ACU", difference: "the same gauge, of one platform" },
        { platform: "youtube", name: "Average concurrent viewers", difference: "the same gauge, of one platform" },
      ],
    },
  ),
  count("views", "Views", "entries into the show (`join`), repeats counted", "entries", {
    platformNames: [
      { platform: "tiktok", name: "views", difference: "the same: every entry counts" },
      { platform: "restream", name: "views", difference: "each platform's own rule, added up" },
    ],
  }),
  people("viewers_unique", "Unique viewers", "distinct actors seen", {
    platformNames: [
      {
        platform: "tiktok",
        name: "viewers",
        difference: "includes people who sent no message that LIVE shows to others",
      },
      { platform: "restream", name: "unique viewers", difference: "adds the platforms up as if nobody used two" },
    ],
  }),
  count("watch_seconds", "Time watched", "time from `join` to `leave` (or the last `heartbeat`), added up", "seconds"),
  count("views_timed", "Views with a known length", "`join` that a `leave` or a `heartbeat` follows", "entries"),
  people("viewers_timed", "Viewers with a known time", "distinct viewers with at least one view of known length"),
  count("views_bounced", "Bounced views", "views shorter than 10 s", "entries"),
  ratio(
    "watch_seconds_per_view",
    "Time per view",
    "total watching ÷ views of known length",
    { of: "watch_seconds", per: "views_timed", unit: "seconds", samePlatforms: true },
    {
      platformNames: [
        {
          platform: "tiktok",
          name: "avg_viewing_duration",
          difference: "titled per user, but divides by views: this figure, not the one per viewer",
        },
      ],
    },
  ),
  ratio("watch_seconds_per_viewer", "Time per viewer", "total watching ÷ viewers with a known time", {
    of: "watch_seconds",
    per: "viewers_timed",
    unit: "seconds",
    samePlatforms: true,
  }),
  ratio(
    "enter_rate",
    "Enter rate",
    "views ÷ impressions of the show in the platform's feed",
    { of: "views", per: "impressions" },
    {
      ofShow: false,
      platformNames: [{ platform: "tiktok", name: "enter-room rate", difference: "the same; only TikTok knows it" }],
    },
  ),
  ratio(
    "bounce_rate",
    "Bounce rate",
    "views shorter than 10 s ÷ views of known length",
    { of: "views_bounced", per: "views_timed", samePlatforms: true },
    {
      platformNames: [
        {
          platform: "tiktok",
          name: "10-second view",
          difference: "an ad figure: the share that stayed, not that left",
        },
      ],
    },
  ),
];
