import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";
import { RoiFigures } from "./roi.ts";

const Instant = Type.String({ format: "date-time" });
const InstantOrNull = Type.Union([Instant, Type.Null()]);

/** What became known after the show had ended, in the order in which a difference is told apart by it. */
export const RESULT_REASONS = ["terms", "orders", "refunds", "costs"] as const;
export type ResultReason = (typeof RESULT_REASONS)[number];

export const BreakEven = Type.Object({
  /** When the cumulated contribution first passed 0; null: it has not, or there was nothing to earn back. */
  at: InstantOrNull,
  /**
   * - `nothing_to_earn_back`: no cost lay before the first order
   * - `below`, `above`: where the contribution is now; it may fall below again, by refunds
   */
  state: Type.Enum(["nothing_to_earn_back", "below", "above"]),
  /** The curve, in the currency of the figures, in order; at most 600 points. */
  points: Type.Array(
    Type.Object({ at: Instant, netRevenueMicros: Type.Integer(), contributionMicros: Type.Integer() }),
  ),
});
export type BreakEven = Static<typeof BreakEven>;

/** What a show earned, by the orders that name it: as known when it ended, and as known now. */
export const showResult = {
  name: "show-result",
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) }),
  row: Type.Object({
    show: Type.String(),
    startedAt: InstantOrNull,
    endedAt: InstantOrNull,
    /** Settled as far as it is known: every order, refund, cost, fee and rate of this moment. */
    now: RoiFigures,
    asOf: Instant,
    breakEven: BreakEven,
    /**
     * Typed in for the show's campaign without naming a show: it may be the cost of several, so it is no part of the
     * result of one. Empty for a show of no campaign.
     */
    campaignCosts: Type.Array(Money),
    /** What the live figures said when the show ended, kept as they were; null: it has not ended yet. */
    atEnd: Type.Union([Type.Object({ takenAt: Instant, figures: RoiFigures }), Type.Null()]),
    /** For each part of the result that is not what it was, by how much, and by what. */
    differences: Type.Array(
      Type.Object({
        part: Type.String(),
        atEnd: Money,
        now: Money,
        /** Summing to the difference, to the micro. */
        because: Type.Array(Type.Object({ reason: Type.Enum(RESULT_REASONS), amount: Money })),
      }),
    ),
    /** What platforms reported of the show beside what the orders say; `null` where they do not. */
    reports: Type.Array(
      Type.Object({
        platform: Type.String(),
        claimedOrders: Type.Union([Type.Number(), Type.Null()]),
        claimed: Type.Union([Type.Array(Money), Type.Null()]),
        orders: Type.Integer(),
        paid: Type.Array(Money),
      }),
    ),
  }),
};
export type ShowResultAnswer = Static<typeof showResult.row>;
