import { EventData } from "@showpulse/connectors/event";
import { type Static, Type } from "typebox";
import { Moment } from "./show-metrics.ts";

/** An event as it is given out: CloudEvents 1.0, with what the hub knows of it. */
export const ListedEvent = Type.Object({
  specversion: Type.Literal("1.0"),
  id: Type.String(),
  source: Type.String(),
  type: Type.String(),
  /** The show; absent outside any. */
  subject: Type.Optional(Type.String()),
  time: Type.String(),
  data: EventData,
  receivedAt: Type.String(),
  /** Position in which the hub accepted it. */
  seq: Type.Integer(),
  /** Its own time was too far ahead and was limited. */
  skewed: Type.Optional(Type.Literal(true)),
});
export type ListedEvent = Static<typeof ListedEvent>;

/** Events, newest first: `GET /v1/events`. */
export const eventsList = {
  name: "events-list",
  params: Type.Object({
    show: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
    actor: Type.Optional(Type.String()),
    /** Inclusive. */
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    /** The `nextCursor` of the page before. */
    cursor: Type.Optional(Type.String({ maxLength: 1024 })),
  }),
  row: ListedEvent,
};
export type EventsListParams = Static<typeof eventsList.params>;

export interface EventsPage {
  data: ListedEvent[];
  /** `null`: this was the last page. */
  nextCursor: string | null;
}
