import { type Static, Type } from "typebox";
import { PeriodEnd } from "./attribution.ts";
import { Money } from "./metric.ts";

/** Who bought in a period, the newest first, to open their journeys: `GET /v1/journeys`. */
export const recentBuyers = {
  name: "recent-buyers",
  params: Type.Object({
    from: PeriodEnd,
    to: PeriodEnd,
    timezone: Type.Optional(Type.String({ maxLength: 64 })),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  }),
  row: Type.Object({
    data: Type.Array(
      Type.Object({
        /** One of the ids of the person. */
        actor: Type.String(),
        /** Where the last order was made. */
        platform: Type.String(),
        /** In the period, like what was paid. */
        orders: Type.Integer(),
        paid: Type.Array(Money),
        lastAt: Type.String({ format: "date-time" }),
      }),
    ),
    nextCursor: Type.Null(),
  }),
};
export type RecentBuyers = Static<typeof recentBuyers.row>;
export type RecentBuyersRequest = Static<typeof recentBuyers.params>;
