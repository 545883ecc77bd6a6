/**
 * The event vocabulary: everything that can happen in or around a show, whatever platform it came from.
 * Commerce names are GA4's. Custom types (see {@link CUSTOM_TYPE}) are welcome beside these.
 */
export const EVENT_TYPES = {
  show: [
    "show_started",
    "show_paused",
    "show_resumed",
    "show_ended",
    "viewer_count",
    "like_total",
    "join",
    "leave",
    "heartbeat",
  ],
  social: [
    "chat_message",
    "chat_deleted",
    "question",
    "question_answered",
    "like",
    "reaction",
    "follow",
    "share",
    "subscribe",
    "gift",
    "tip",
    "poll_opened",
    "poll_vote",
    "poll_closed",
    "giveaway_opened",
    "giveaway_entry",
    "giveaway_drawn",
    "user_banned",
  ],
  offers: [
    "product_pinned",
    "product_unpinned",
    "offer_announced",
    "offer_started",
    "offer_stock",
    "offer_sold_out",
    "offer_ended",
    "view_promotion",
    "select_promotion",
  ],
  commerce: [
    "page_view",
    "link_click",
    "view_item",
    "select_item",
    "add_to_cart",
    "remove_from_cart",
    "begin_checkout",
    "add_payment_info",
    "purchase",
    "refund",
    "order_cancelled",
  ],
  people: ["identify"],
  hub: ["connector_gap", "report_row"],
} as const;

export type KnownEventType = (typeof EVENT_TYPES)[keyof typeof EVENT_TYPES][number];

/** What a custom event type may look like. */
export const CUSTOM_TYPE = /^[a-z][a-z0-9_]{0,63}$/;

/** Types whose `data.value` is a gauge: a reading, not something to add up. */
export const GAUGES: ReadonlySet<string> = new Set<KnownEventType>(["viewer_count", "like_total", "offer_stock"]);
