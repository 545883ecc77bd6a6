/** A platform's own name: a proper noun, the same in every language. */
const NAMES: Record<string, string> = {
  tiktok: "TikTok",
  youtube: "YouTube",
  twitch: "Twitch",
  facebook: "Facebook",
  instagram: "Instagram",
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  tiktok_shop: "TikTok Shop",
  stripe: "Stripe",
  csv: "CSV",
};

const HUES = new Set(["tiktok", "youtube", "native", "twitch", "facebook", "instagram", "shopify"]);
const SHARED_HUES: Record<string, string> = { tiktok_shop: "tiktok" };

/** What to call a platform; undefined where that needs a translation (the own show room). */
export const platformName = (platform: string): string | undefined =>
  platform === "native" ? undefined : (NAMES[platform] ?? platform);

/** The platform's fixed hue, as a CSS value, the same on all screens. */
export const platformHue = (platform: string): string => {
  const hue = SHARED_HUES[platform] ?? platform;
  return `var(--platform-${HUES.has(hue) ? hue : "other"})`;
};

const ORDER = ["tiktok", "youtube", "native"];
const rank = (platform: string) => (ORDER.includes(platform) ? ORDER.indexOf(platform) : ORDER.length);

/** The order in which platforms stand on all screens. */
export const comparePlatforms = (a: string, b: string): number => rank(a) - rank(b) || a.localeCompare(b);
