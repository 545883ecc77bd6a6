import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";

const Count = Type.Union([Type.Integer(), Type.Null()]);
const Level = Type.Union([Type.Number(), Type.Null()]);

/** What makes a minute a peak, with the figures of this show. */
export const PeakRule = Type.Object({
  /** Minutes of the show that are known. */
  minutes: Type.Integer(),
  /** Of the counts of all these minutes; `null`: nobody measures it. */
  median: Level,
  /** Median distance of the minutes from it, at least what chance alone gives (0.6745 × √median). */
  spread: Level,
  /** How many spreads above the median a minute must lie. */
  factor: Type.Number(),
  /** And how much it must hold at least. */
  minimum: Type.Integer(),
  /** The least count of a peak: the higher of the two. */
  threshold: Level,
});
export type PeakRule = Static<typeof PeakRule>;

export const HIGHLIGHT_REASONS = ["pin", "offer", "chat_peak", "sales_peak"] as const;
export type HighlightReason = (typeof HIGHLIGHT_REASONS)[number];

export const Highlight = Type.Object({
  start: Type.String(),
  end: Type.String(),
  reason: Type.Enum(HIGHLIGHT_REASONS),
  /** What was pinned or on offer; of a peak, what was shown in it. */
  item: Type.Optional(Type.String()),
  itemName: Type.Optional(Type.String()),
  offer: Type.Optional(Type.String()),
  /** Chat messages in it; `null`: no platform tells of them. */
  comments: Count,
  /** Orders in it, each once by its newest `purchase`. */
  orders: Count,
  revenue: Type.Union([Type.Array(Money), Type.Null()]),
  /** Comments less those that as many median minutes would have. */
  commentsAboveUsual: Level,
  ordersAboveUsual: Level,
  /** 1 to 3 for those that mattered most; `null` for the others. */
  rank: Type.Union([Type.Integer(), Type.Null()]),
});
export type Highlight = Static<typeof Highlight>;

/**
 * The moments of a show: `GET /v1/shows/:id/highlights`. Pins and offers from start to end, and minutes in which far
 * more was written or bought than in the show's other minutes. The three that mattered are those with the most orders
 * above the usual for their length (orders above ÷ √minutes; comments, where nobody bought), none overlapping a better
 * one.
 */
export const highlights = {
  name: "highlights",
  params: Type.Object({ show: Type.String({ minLength: 1 }) }),
  row: Type.Object({
    highlights: Type.Array(Highlight),
    peaks: Type.Object({ chat: PeakRule, sales: PeakRule }),
  }),
};
export type Highlights = Static<typeof highlights.row>;
