import { type Static, Type } from "typebox";
import type { Fee } from "../../../../../prisma/generated/client.ts";
import { dateOfDay, day, orNull, platform, text } from "../../formats.ts";
import { Money } from "../../money.ts";
import { feeRule } from "../../terms.ts";

export const NewFee = Type.Object({
  platform,
  /** Rules of one platform and name follow each other by their days; those of another name come on top. */
  name: text(100),
  from: day,
  rate: Type.Number({ minimum: 0, maximum: 1, description: "Share of an order's net revenue, 0–1" }),
  /** For each order that was not cancelled. */
  perOrder: orNull(Money),
});
export const FeeChange = Type.Partial(NewFee);

/** A rule as it leaves the hub. */
export const feeView = (fee: Fee) => ({ id: fee.id, ...feeRule(fee), createdAt: fee.createdAt });

/** The columns of what a body names. */
export function feeColumns({ platform, name, from, rate, perOrder }: Static<typeof FeeChange>) {
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(name === undefined ? {} : { name }),
    ...(from === undefined ? {} : { fromDay: dateOfDay(from) }),
    ...(rate === undefined ? {} : { rate }),
    ...(perOrder === undefined
      ? {}
      : { perOrderMicros: perOrder?.amountMicros ?? null, perOrderCurrency: perOrder?.currency ?? null }),
  };
}
