import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";

/** With fewer shows than that, nobody knows when is best. */
export const SHOWS_NEEDED = 4;

export const BestTimeParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  /** The audience's; absent: UTC. */
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  platform: Type.Optional(Type.String({ maxLength: 64 })),
});
export type BestTimeRequest = Static<typeof BestTimeParams>;

const Bound = Type.Union([Type.Number(), Type.Null()]);

/** A ratio over several shows with its 95 % interval. */
export const Estimate = Type.Object({
  /** Σ numerator ÷ Σ denominator over the shows. */
  value: Type.Number(),
  /** `null` with one show: how much shows differ cannot be seen in one. */
  low: Bound,
  high: Bound,
  /** How many shows gave this figure. */
  shows: Type.Integer(),
  /** Whether these are as many as needed to say anything. */
  enough: Type.Boolean(),
});
export type Estimate = Static<typeof Estimate>;

const Hour = Type.Object({
  /** 1 (Monday) to 7 (Sunday). */
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  /** 0 to 23, on the clock of the time zone. */
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  /** Shows that were on air in it. */
  shows: Type.Integer(),
  /** People: Σ viewers × time ÷ Σ time read. `null`: no gauge was read. */
  viewers: Type.Union([Estimate, Type.Null()]),
  /** 0–1: Σ engaged people ÷ Σ people seen, of each show and hour. `null`: unknown over platforms that share nobody. */
  engagement: Type.Union([Estimate, Type.Null()]),
  /** Millionths of the unit in an hour on air, per currency: Σ paid ÷ Σ hours. `null`: no source tells of orders. */
  revenue: Type.Union([Type.Array(Type.Object({ currency: Type.String(), ...Estimate.properties })), Type.Null()]),
});
export type HourOfWeek = Static<typeof Hour>;

/**
 * When to go live: `GET /v1/audience/best-time`. Viewers, engagement and revenue for each hour of the week in which
 * shows of the period were on air, in the audience's time zone. Shows are what differs, so an interval comes from how
 * much they differ (ratio estimate, Student's t over shows).
 */
export const bestTime = {
  name: "best-time",
  params: BestTimeParams,
  row: Type.Object({
    timezone: Type.String(),
    /** Shows of the period that are over. */
    shows: Type.Integer(),
    needed: Type.Integer(),
    /** `false`: with so few shows it is not known. */
    enough: Type.Boolean(),
    /** Those in which a show was on air, from Monday on. */
    hours: Type.Array(Hour),
  }),
};
export type BestTime = Static<typeof bestTime.row>;
