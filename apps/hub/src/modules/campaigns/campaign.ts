import { type Static, Type } from "typebox";
import type { Campaign } from "../../../../../prisma/generated/client.ts";
import { id, instant, orNull, text } from "../../formats.ts";
import { Money, moneyOf } from "../../money.ts";
import { Problem } from "../../problem.ts";

export const NewCampaign = Type.Object({
  name: text(200),
  startsAt: orNull(instant),
  endsAt: orNull(instant),
  budget: orNull(Money),
});
export const CampaignChange = Type.Partial(NewCampaign);
export const CampaignParams = Type.Object({ id });

/** A campaign as it leaves the hub, with what was spent on it so far, per currency. */
export function campaignView(campaign: Campaign, spent: Money[]) {
  const { id, name, startsAt, endsAt, createdAt } = campaign;
  return {
    id,
    name,
    startsAt,
    endsAt,
    budget: moneyOf(campaign.budgetMicros, campaign.budgetCurrency),
    spent,
    createdAt,
  };
}

/** The columns of what a body names. */
export function campaignColumns({ name, startsAt, endsAt, budget }: Static<typeof CampaignChange>) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(startsAt === undefined ? {} : { startsAt: dateOf(startsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: dateOf(endsAt) }),
    ...(budget === undefined
      ? {}
      : { budgetMicros: budget?.amountMicros ?? null, budgetCurrency: budget?.currency ?? null }),
  };
}

const dateOf = (value: string | null) => (value === null ? null : new Date(value));

/** @throws Problem 400 for a period that ends before it begins */
export function refuseBackwards({ startsAt, endsAt }: { startsAt?: Date | null; endsAt?: Date | null }): void {
  if (!startsAt || !endsAt || endsAt >= startsAt) return;
  const errors = [{ pointer: "/endsAt", detail: "must not be before `startsAt`" }];
  throw new Problem(400, "Bad Request", { detail: "The campaign would end before it begins.", errors });
}
