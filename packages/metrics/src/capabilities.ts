import { EVENT_TYPES } from "@showpulse/connectors/event";

/**
 * Which event types each platform can tell apart from silence: none of such a type is a measured 0, none of any
 * other type is unknown (`null`). Gauges are never in doubt: without a reading they are unknown everywhere.
 * Platforms that are not listed (imports, custom words) are known to measure only what they have sent.
 */
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  native: Object.values(EVENT_TYPES).flat(),
  tiktok: [
    "chat_message",
    "chat_deleted",
    "question",
    "like",
    "join",
    "follow",
    "share",
    "subscribe",
    "gift",
    "poll_opened",
    "poll_vote",
    "poll_closed",
    "product_pinned",
    "offer_started",
    "show_ended",
  ],
  // Likes are a gauge only; nobody is told of who enters, shares or follows.
  youtube: [
    "chat_message",
    "chat_deleted",
    "user_banned",
    "question",
    "subscribe",
    "gift",
    "tip",
    "poll_opened",
    "poll_vote",
    "poll_closed",
    "show_ended",
  ],
  twitch: ["chat_message", "chat_deleted", "question", "follow", "subscribe", "gift"],
  facebook: ["chat_message", "question"],
  instagram: ["chat_message", "question"],
  shopify: ["purchase", "refund", "order_cancelled"],
  woocommerce: ["purchase", "refund", "order_cancelled"],
  tiktok_shop: ["purchase", "refund", "order_cancelled"],
  stripe: ["purchase", "refund"],
};

/** The virtual money of a platform's gifts. */
const VIRTUAL_UNITS: Readonly<Record<string, string>> = { tiktok: "diamond", youtube: "jewel", twitch: "bit" };

const sets = new Map(Object.entries(MEASURES).map(([platform, types]) => [platform, new Set(types)]));

/** Whether none of these types from this platform means 0 rather than unknown: it tells of at least one of them. */
export const measuresAny = (platform: string, types: readonly string[]): boolean =>
  types.some((type) => sets.get(platform)?.has(type) ?? false);

export const virtualUnitOf = (platform: string): string | undefined => VIRTUAL_UNITS[platform];
