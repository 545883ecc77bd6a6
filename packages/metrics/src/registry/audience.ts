import { count, type Definition, gauge, people, ratio } from "./define.ts";

/** They look at the order of one person's events: asked for, not pushed. */
const later = { live: false };

/** Who was there, and for how long. */
export const audience: Definition[] = [
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
      { platform: "bambuser", name: "viewers", difference: "devices: one person with two counts twice" },
      { platform: "lazada", name: "viewers", difference: "the same, of its own app" },
    ],
  }),
  count(
    "impressions",
    "Impressions",
    "times that a platform showed the show in its feed (its own report)",
    "impressions",
    {
      live: false,
      platformNames: [
        { platform: "tiktok", name: "LIVE impressions", difference: "the same; only the platform can count them" },
        { platform: "firework", name: "impressions", difference: "of its player: half of it seen for a second" },
      ],
    },
  ),
  count(
    "watch_seconds",
    "Time watched",
    "time from `join` to `leave` (or the last `heartbeat`), added up",
    "seconds",
    later,
  ),
  count("views_timed", "Views with a known length", "`join` that a `leave` or a `heartbeat` follows", "entries", later),
  people(
    "viewers_timed",
    "Viewers with a known time",
    "distinct viewers with at least one view of known length",
    later,
  ),
  count("views_bounced", "Bounced views", "views shorter than 10 s", "entries", later),
  ratio(
    "watch_seconds_per_view",
    "Time per view",
    "total watching ÷ views of known length",
    { of: "watch_seconds", per: "views_timed", unit: "seconds", samePlatforms: true },
    {
      ...later,
      platformNames: [
        {
          platform: "tiktok",
          name: "avg_viewing_duration",
          difference: "titled per user, but divides by views: this figure, not the one per viewer",
        },
      ],
    },
  ),
  ratio(
    "watch_seconds_per_viewer",
    "Time per viewer",
    "total watching ÷ viewers with a known time",
    { of: "watch_seconds", per: "viewers_timed", unit: "seconds", samePlatforms: true },
    {
      ...later,
      platformNames: [
        { platform: "firework", name: "average watch time per visitor", difference: "the same" },
        { platform: "bambuser", name: "average viewing time", difference: "divides by devices, not by people" },
      ],
    },
  ),
  ratio(
    "enter_rate",
    "Enter rate",
    "views ÷ impressions of the show in the platform's feed",
    { of: "views", per: "impressions", samePlatforms: true },
    {
      live: false,
      platformNames: [{ platform: "tiktok", name: "enter-room rate", difference: "the same; only TikTok knows it" }],
    },
  ),
  ratio(
    "bounce_rate",
    "Bounce rate",
    "views shorter than 10 s ÷ views of known length",
    { of: "views_bounced", per: "views_timed", samePlatforms: true },
    {
      ...later,
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
