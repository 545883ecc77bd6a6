import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";

/** More columns than this nobody can read. */
export const MOST_INTERVALS = 60;

export const RetentionParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  /** Whose midnights part the days; absent: UTC. */
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  interval: Type.Enum(["day", "week", "month"], { default: "week" }),
  weekStart: Type.Enum(["monday", "sunday"], { default: "monday" }),
  /** What coming back is: to be seen in a show, or to order. */
  activity: Type.Enum(["watched", "bought"], { default: "watched" }),
});
export type RetentionRequest = Static<typeof RetentionParams>;

const Share = Type.Union([Type.Number(), Type.Null()]);

/**
 * Who comes back: `GET /v1/audience/retention`. A cohort are the people whose first activity of all lies in one
 * interval; `back[n]` of them (people) were active again in the n-th interval after it, and `back[0]` is the cohort
 * itself. Only whole intervals are looked at, from the one in which `from` lies. Viewers are given platform by
 * platform, since people of two platforms are no one population; buyers also together (`platform` is `null`), each
 * person that `identify` joined once. Ids that nobody gave (anonymous events and orders) are in no cohort.
 */
export const retention = {
  name: "retention",
  params: RetentionParams,
  row: Type.Object({
    /** Starts of the intervals, oldest first. */
    intervals: Type.Array(Type.String()),
    /** The last interval still runs: its figures will grow. */
    unfinished: Type.Boolean(),
    groups: Type.Array(
      Type.Object({
        platform: Type.Union([Type.String(), Type.Null()]),
        /** Those with anybody in them, oldest first. */
        cohorts: Type.Array(
          Type.Object({
            at: Type.String(),
            /** As long as there are intervals that have begun. */
            back: Type.Array(Type.Integer()),
          }),
        ),
        /**
         * For each n, over all cohorts whose n-th interval is over: Σ people back ÷ Σ people; `null` where none is.
         */
        overall: Type.Array(Type.Object({ back: Type.Integer(), people: Type.Integer(), rate: Share })),
      }),
    ),
  }),
};
export type Retention = Static<typeof retention.row>;
export type RetentionGroup = Retention["groups"][number];
