import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";

const Text = Type.Optional(Type.String());

/** One step of a buyer; what the event did not carry is absent. */
export const JourneyStep = Type.Object({
  at: Type.String({ format: "date-time" }),
  type: Type.String(),
  platform: Type.String(),
  /** Which of the person's ids. */
  actor: Type.String(),
  show: Text,
  campaign: Text,
  creator: Text,
  link: Text,
  referrer: Text,
  item: Text,
  order: Text,
  amount: Type.Optional(Money),
});

/** What a person did on the way to buying: `GET /v1/journeys/:actor`. */
export const BuyerJourney = Type.Object({
  actor: Type.String(),
  /** Every id that `identify` joined with it. */
  ids: Type.Array(Type.String()),
  /** Whether earlier steps were left out. */
  complete: Type.Boolean(),
  steps: Type.Array(JourneyStep),
});
export type BuyerJourney = Static<typeof BuyerJourney>;
