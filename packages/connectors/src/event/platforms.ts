/** The platforms that Showpulse knows by name; any other lower-case word is accepted as a custom platform. */
export const PLATFORMS = [
  "tiktok",
  "youtube",
  "native",
  "twitch",
  "facebook",
  "instagram",
  "shopify",
  "woocommerce",
  "tiktok_shop",
  "stripe",
  "csv",
] as const;

export type KnownPlatform = (typeof PLATFORMS)[number];
