import type { AcceptedEvent } from "@showpulse/connectors/event";
import { CHAT_TYPES } from "../chat-types.ts";

/** What a host or marketer wants to see happen, one by one. Likes, joins and page views are figures, not news. */
const NEWS_TYPES: ReadonlySet<string> = new Set([
  "show_started",
  "show_paused",
  "show_resumed",
  "show_ended",
  "follow",
  "share",
  "subscribe",
  "gift",
  "tip",
  "poll_opened",
  "poll_closed",
  "giveaway_opened",
  "giveaway_drawn",
  "product_pinned",
  "product_unpinned",
  "offer_announced",
  "offer_started",
  "offer_stock",
  "offer_sold_out",
  "offer_ended",
  "purchase",
  "refund",
  "order_cancelled",
  "connector_gap",
]);

/** Nobody reads faster; beyond that the newest are shown. Each kind for itself, so that chat never hides an order. */
const PER_SECOND = 50;
const AT_ONCE = 50;

/** The events of one show that are shown one by one. */
export interface Feed {
  /** Takes an event, if it is one to show. Returns whether it is. */
  offer(event: AcceptedEvent): boolean;
  /** What to show now, oldest first; what is over the rate is left out, oldest first. */
  drain(): AcceptedEvent[];
}

/** Makes the feed of one show; `now` in milliseconds. */
export function createFeed(now: () => number): Feed {
  const lanes = [createLane(CHAT_TYPES, now), createLane(NEWS_TYPES, now)];
  return {
    offer: (event) => lanes.some((lane) => lane.offer(event)),
    drain: () => lanes.flatMap((lane) => lane.drain()).sort((a, b) => a.seq - b.seq),
  };
}

function createLane(types: ReadonlySet<string>, now: () => number): Feed {
  let waiting: AcceptedEvent[] = [];
  let allowance = AT_ONCE;
  let at = now();
  return {
    offer(event) {
      if (!types.has(event.type)) return false;
      waiting.push(event);
      // Cut now and then, not at each event: a splice of a long list for one event would cost more than the event.
      if (waiting.length >= 2 * AT_ONCE) waiting = waiting.slice(-AT_ONCE);
      return true;
    },
    drain() {
      allowance = Math.min(AT_ONCE, allowance + ((now() - at) / 1000) * PER_SECOND);
      at = now();
      const shown = waiting.slice(Math.max(0, waiting.length - Math.floor(allowance)));
      waiting = [];
      allowance -= shown.length;
      return shown;
    },
  };
}
