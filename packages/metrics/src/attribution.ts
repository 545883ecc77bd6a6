import { type Static, type TSchema, Type } from "typebox";
import { Money } from "./metric.ts";

export const ATTRIBUTION_MODELS = [
  "first",
  "last",
  "last_non_direct",
  "linear",
  "position",
  "time_decay",
  "any",
  "markov",
  "shapley",
] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];

export const ATTRIBUTION_KEYS = ["campaign", "creator", "platform", "show", "link"] as const;
export type AttributionKey = (typeof ATTRIBUTION_KEYS)[number];

/** Thirty days, where a request names none. */
export const LOOKBACK_SECONDS = 30 * 86_400;

const closed = { additionalProperties: false };
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
/** A day (`2026-11-01`, inclusive) or an instant. */
export const PeriodEnd = Type.String({ maxLength: 64 });
export const Lookback = Type.Number({ minimum: 0, maximum: 366 * 86_400 });

const Share = Type.Number({ minimum: 0, maximum: 1_000_000 });

export const AttributionParams = Type.Object(
  {
    from: PeriodEnd,
    to: PeriodEnd,
    timezone: nullable(Type.String({ maxLength: 64 })),
    model: Type.Enum(ATTRIBUTION_MODELS),
    /** Before the conversion, inclusive; absent: 30 days. */
    lookbackSeconds: nullable(Lookback),
    groupBy: Type.Enum(ATTRIBUTION_KEYS),
    /** The event that is credited; absent: `purchase`, each order once. */
    conversion: nullable(Type.String({ pattern: "^[a-z][a-z0-9_]{0,63}$" })),
    /** Of `time_decay`; absent: 7 days. */
    halfLifeSeconds: nullable(Type.Number({ exclusiveMinimum: 0 })),
    /** Of `position`: shares of the first touch, of all between, of the last; absent: 40, 20, 40. */
    weights: nullable(Type.Tuple([Share, Share, Share])),
  },
  closed,
);
export type AttributionRequest = Static<typeof AttributionParams>;

const Credited = Type.Object({
  /** Conversions, in whole millionths of one. */
  conversions: Type.Number(),
  amount: Type.Array(Money),
  /** Of all conversions, 0–1; `null` where there were none. In `any`, shares may sum to more. */
  share: Type.Union([Type.Number(), Type.Null()]),
});

/** Who gets the credit for what was bought: `POST /v1/attribution`. */
export const attribution = {
  name: "attribution",
  params: AttributionParams,
  row: Type.Object({
    rows: Type.Array(Type.Object({ key: Type.String(), ...Credited.properties })),
    /** Conversions without a touch. */
    unattributed: Credited,
    total: Credited,
  }),
};
export type AttributionAnswer = Static<typeof attribution.row>;
export type AttributionCredit = Static<typeof Credited>;

/** A question about credit that contradicts itself; `pointer` (JSON pointer) says where. */
export class ImpossibleAttribution extends Error {
  override readonly name = "ImpossibleAttribution";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}
