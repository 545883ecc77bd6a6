import { type Static, Type } from "typebox";
import { Lookback, PeriodEnd } from "./attribution.ts";
import { Money } from "./metric.ts";

export const ReconciliationParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  /** How long before an order a touch of a platform stands for it; absent: 30 days. */
  lookbackSeconds: Type.Optional(Lookback),
});
export type ReconciliationRequest = Static<typeof ReconciliationParams>;

const Orders = Type.Object({ orders: Type.Integer(), amount: Type.Array(Money) });

/** What platforms claim beside what the orders say: `GET /v1/reconciliation`. */
export const reconciliation = {
  name: "reconciliation",
  params: ReconciliationParams,
  row: Type.Object({
    platforms: Type.Array(
      Type.Object({
        platform: Type.String(),
        /** What its own reports say; `null` where they do not. */
        claimed: Type.Object({
          orders: Type.Union([Type.Number(), Type.Null()]),
          amount: Type.Union([Type.Array(Money), Type.Null()]),
        }),
        /** Orders that it can claim: it has a touch of the buyer within the lookback. */
        found: Orders,
        /** Of those, the ones that no other platform can claim. */
        foundAlone: Orders,
      }),
    ),
    claimedBySeveral: Orders,
    claimedByNone: Orders,
    /** All orders, each once. */
    total: Orders,
  }),
};
export type ReconciliationAnswer = Static<typeof reconciliation.row>;
