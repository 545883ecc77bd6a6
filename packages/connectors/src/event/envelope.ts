import { type Static, Type } from "typebox";
import { CUSTOM_TYPE } from "./types.ts";

const optionalText = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const positiveInteger = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const micros = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const currency = Type.String({ pattern: "^[A-Z]{3}$" });

/** One line of an order. */
export const OrderLine = Type.Object({
  item: Type.String({ maxLength: 256 }),
  variant: optionalText(256),
  quantity: Type.Optional(positiveInteger),
  /** Price of the whole line, not of one unit. */
  amountMicros: Type.Optional(micros),
  offer: optionalText(256),
});

/** Scalars for custom events and breakdowns: at most 64 keys. */
export const Properties = Type.Record(
  Type.String({ maxLength: 128 }),
  Type.Union([Type.String({ maxLength: 8192 }), Type.Number(), Type.Boolean(), Type.Null()]),
  { maxProperties: 64 },
);

/** What happened. Fields that are not named here are ignored; absent means unknown, never zero. */
export const EventData = Type.Object({
  platform: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9_]{0,31}$" })),
  /** Stable id of the person at that platform; absent for anonymous or aggregate events. */
  actor: optionalText(256),
  actorName: optionalText(512),
  session: optionalText(256),
  /** Likes in a burst, gifts in a streak, units of a product. */
  quantity: Type.Optional(positiveInteger),
  /** What a gauge measures. */
  value: Type.Optional(Type.Number()),
  amountMicros: Type.Optional(micros),
  currency: Type.Optional(currency),
  virtualAmount: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  virtualUnit: optionalText(32),
  text: optionalText(65_536),
  language: optionalText(35),
  item: optionalText(256),
  itemName: optionalText(1024),
  variant: optionalText(256),
  sku: optionalText(256),
  offer: optionalText(256),
  order: optionalText(256),
  items: Type.Optional(Type.Array(OrderLine, { maxItems: 1000 })),
  campaign: optionalText(256),
  creator: optionalText(256),
  link: optionalText(256),
  coupon: optionalText(256),
  utm: Type.Optional(
    Type.Object({
      source: optionalText(256),
      medium: optionalText(256),
      campaign: optionalText(256),
      content: optionalText(256),
      term: optionalText(256),
    }),
  ),
  referrer: optionalText(2048),
  /** `identify` only: the other id of the same person. */
  alias: optionalText(256),
  properties: Type.Optional(Properties),
});

/** A CloudEvents 1.0 event in Showpulse's vocabulary. `(source, id)` is its identity, for ever. */
export const ShowEvent = Type.Object({
  specversion: Type.Optional(Type.Literal("1.0")),
  id: Type.String({ minLength: 1, maxLength: 256 }),
  source: Type.String({ minLength: 1, maxLength: 256 }),
  type: Type.String({ pattern: CUSTOM_TYPE.source }),
  /** The show; absent when it happened outside any show. */
  subject: optionalText(128),
  /** RFC 3339, any offset, up to microseconds; absent: the moment of receipt. */
  time: Type.Optional(Type.String({ maxLength: 64 })),
  data: Type.Optional(EventData),
});

export type EventData = Static<typeof EventData>;
export type OrderLine = Static<typeof OrderLine>;
export type ShowEvent = Static<typeof ShowEvent>;

/**
 * An event that the gate let through: what the journal keeps, the live state folds and ClickHouse stores.
 * Times are milliseconds since 1970 in UTC.
 */
export interface AcceptedEvent {
  workspace: string;
  /** Show id; "" outside any show. */
  show: string;
  /** Position in which this hub accepted it; grows by one, over restarts too. */
  seq: number;
  time: number;
  receivedAt: number;
  /** The event's own time was more than 5 minutes ahead of receipt and was limited to that. */
  skewed: boolean;
  id: string;
  source: string;
  type: string;
  /** With `platform` filled in. */
  data: EventData & { platform: string };
}
