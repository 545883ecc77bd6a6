import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";

/** `repeat_rate_30d`, `_60d`, `_90d`. */
export const REPEAT_DAYS = [30, 60, 90] as const;

export const RepeatRateParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
});
export type RepeatRateRequest = Static<typeof RepeatRateParams>;

/**
 * Who buys again: `GET /v1/audience/repeat-rate`. Of the people whose first order ever lies in the period, those with a
 * second order within the days (elapsed time, inclusive) ÷ those whose days have passed. Whoever has ordered again but
 * whose days have not passed is in neither. An order counts once, by its newest `purchase`, whatever came back of it.
 */
export const repeatRate = {
  name: "repeat-rate",
  params: RepeatRateParams,
  row: Type.Object({
    groups: Type.Array(
      Type.Object({
        /** `null`: all platforms together, each person that `identify` joined once. */
        platform: Type.Union([Type.String(), Type.Null()]),
        /** People whose first order lies in the period. */
        buyers: Type.Integer(),
        rates: Type.Array(
          Type.Object({
            days: Type.Integer(),
            /** With a second order within the days, of `passed`. */
            repeated: Type.Integer(),
            /** Buyers whose days have passed. */
            passed: Type.Integer(),
            /** 0–1; `null`: nobody's days have passed. */
            rate: Type.Union([Type.Number(), Type.Null()]),
          }),
        ),
      }),
    ),
  }),
};
export type RepeatRate = Static<typeof repeatRate.row>;
