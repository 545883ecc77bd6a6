import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";

export const NewAndReturningParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
});
export type NewAndReturningRequest = Static<typeof NewAndReturningParams>;

const Count = Type.Union([Type.Integer(), Type.Null()]);

/** A show that a question about several shows is asked of. */
export interface AskedShow {
  id: string;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/**
 * Who was there for the first time: `GET /v1/audience/new-and-returning`, show by show and platform by platform. A
 * person is new in the show of its first event in any show, and returning in every other; a buyer is new
 * (`buyers_new`) in the show of its first order ever, and an order outside any show makes nobody new in one.
 */
export const newAndReturning = {
  name: "new-and-returning",
  params: NewAndReturningParams,
  row: Type.Object({
    show: Type.String(),
    platform: Type.String(),
    /** People seen there. */
    viewers: Type.Integer(),
    viewersNew: Type.Integer(),
    /** `null`: the platform tells of no orders. */
    buyers: Count,
    buyersNew: Count,
  }),
};
export type NewAndReturningRow = Static<typeof newAndReturning.row>;
