import { randomUUID } from "node:crypto";
import { COST_KINDS } from "@showpulse/metrics";
import { type Static, Type } from "typebox";
import type { Cost } from "../../../../../prisma/generated/client.ts";
import { dateOfDay, day, dayOfDate, id, orNull, platform } from "../../formats.ts";
import { currency, micros } from "../../money.ts";

export const NewCost = Type.Object({
  day,
  kind: Type.Enum([...COST_KINDS]),
  amountMicros: micros,
  currency,
  platform: orNull(platform),
  creator: orNull(id),
  show: orNull(id),
});
export type NewCost = Static<typeof NewCost>;

/** A cost as it leaves the hub; `deletedAt` tells one that was undone. */
export function costView(cost: Cost) {
  const { id, campaignId, kind, currency, platform, creatorId, showId, createdAt, deletedAt } = cost;
  return {
    id,
    campaign: campaignId,
    day: dayOfDate(cost.day),
    kind,
    amountMicros: Number(cost.amountMicros),
    currency,
    platform,
    creator: creatorId,
    show: showId,
    createdAt,
    deletedAt,
  };
}

/** A new row of the database. */
export function costRow(workspaceId: string, campaignId: string, cost: NewCost) {
  const { day, kind, amountMicros, currency, platform = null, creator = null, show = null } = cost;
  const where = { workspaceId, campaignId, day: dateOfDay(day), platform, creatorId: creator, showId: show };
  return { id: randomUUID(), ...where, kind, amountMicros, currency };
}
