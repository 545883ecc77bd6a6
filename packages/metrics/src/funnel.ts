import { type Static, type TSchema, Type } from "typebox";
import { Money } from "./metric.ts";

const Scalar = Type.Union([Type.String({ maxLength: 1024 }), Type.Number(), Type.Boolean(), Type.Null()]);

/** How a property is compared: as text; as numbers where the value given is a number, which `true` is not. `null` is a missing property. */
export const FILTER_OPS = ["eq", "neq", "isSet", "isNull", "icontains", "startsWith", "lte", "gte", "in"] as const;

const closed = { additionalProperties: false };
const Prop = Type.String({ minLength: 1, maxLength: 256 });
const On = Type.Optional(Type.Enum(["event", "actor"]));

/** One comparison: `prop` is a field of an event's `data` or a key of its `properties`; `on: "actor"` asks the person. */
export const Comparison = Type.Object(
  {
    prop: Prop,
    op: Type.Enum(FILTER_OPS),
    value: Type.Optional(Type.Union([Scalar, Type.Array(Scalar, { maxItems: 100 })])),
    on: On,
  },
  closed,
);
export type Comparison = Static<typeof Comparison>;

/** Comparisons, all or any of which must hold. */
export type Filter = Comparison | { all: Filter[] } | { any: Filter[] };

const groupOf = (inner: TSchema) =>
  Type.Union([
    Comparison,
    Type.Object({ all: Type.Array(inner, { maxItems: 50 }) }, closed),
    Type.Object({ any: Type.Array(inner, { maxItems: 50 }) }, closed),
  ]);
/** Groups nest three deep. */
export const Filter = Type.Unsafe<Filter>(groupOf(groupOf(groupOf(Comparison))));

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const EventName = Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]);

export const FunnelStep = Type.Object(
  {
    /** `null` or absent: any event. */
    event: Type.Optional(EventName),
    where: nullable(Filter),
    optional: Type.Optional(Type.Boolean()),
    firstEver: Type.Optional(Type.Boolean()),
    firstMatching: Type.Optional(Type.Boolean()),
    /** Since the step before. */
    windowSeconds: nullable(Type.Number()),
    minSeconds: nullable(Type.Number()),
  },
  closed,
);
export type FunnelStep = Static<typeof FunnelStep>;

const StepNumber = Type.Integer({ minimum: 0, maximum: 19 });
/** A day (`2026-11-01`) or an instant. */
const Day = Type.String({ maxLength: 64 });

export const FunnelBreakdown = Type.Object(
  {
    prop: Type.Optional(Prop),
    props: Type.Optional(Type.Array(Prop, { minItems: 1, maxItems: 5 })),
    on: On,
    attribution: Type.Optional(Type.Enum(["first_touch", "last_touch", "all_events", "step"])),
    step: Type.Optional(StepNumber),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 25 })),
  },
  closed,
);
export type FunnelBreakdown = Static<typeof FunnelBreakdown>;

const Funnel = Type.Object(
  {
    steps: Type.Array(FunnelStep, { minItems: 1, maxItems: 20 }),
    order: Type.Optional(Type.Enum(["ordered", "strict", "unordered"])),
    /** Since the first step, inclusive; absent or ≤ 0: 14 days. */
    windowSeconds: nullable(Type.Number()),
    /**
     * Days are inclusive, in `timezone`; instants too. Absent: since ever, until now; a trend without either goes from the
     * first to the last that started.
     */
    from: nullable(Day),
    to: nullable(Day),
    timezone: nullable(Type.String({ maxLength: 64 })),
    where: nullable(Filter),
    shows: nullable(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 100 })),
    platforms: nullable(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 50 })),
    exclusions: nullable(
      Type.Array(
        Type.Object(
          {
            event: Type.Optional(EventName),
            where: nullable(Filter),
            fromStep: Type.Optional(StepNumber),
            toStep: Type.Optional(StepNumber),
          },
          closed,
        ),
        { maxItems: 10 },
      ),
    ),
    breakdown: nullable(FunnelBreakdown),
    countBy: nullable(
      Type.Union([Type.Enum(["actor", "session", "total"]), Type.Object({ prop: Prop, on: On }, closed)]),
    ),
    holdConstant: nullable(Type.Array(Prop, { maxItems: 5 })),
    view: nullable(Type.Enum(["steps", "trend", "time_to_convert"])),
    interval: nullable(Type.Enum(["hour", "day", "week", "month"])),
    fromStep: nullable(StepNumber),
    toStep: nullable(StepNumber),
    weekStart: nullable(Type.Enum(["monday", "sunday"])),
    binCount: nullable(Type.Integer({ minimum: 1, maximum: 90 })),
    compareTo: nullable(Type.Object({ from: Day, to: Day }, closed)),
  },
  closed,
);

const Count = Type.Union([Type.Number(), Type.Null()]);

export const FunnelStepAnswer = Type.Object({
  event: EventName,
  /** People who came at least that far. */
  count: Type.Integer(),
  /** 0–1; `null` when nobody came to the step below the line. */
  conversionFromStart: Count,
  conversionFromPrevious: Count,
  /** From the step before; `null` for the first step, and when nobody came here. */
  averageSeconds: Count,
  medianSeconds: Count,
  /** Money of the events that filled the step. */
  amount: Type.Array(Money),
});
export type FunnelStepAnswer = Static<typeof FunnelStepAnswer>;

/** A breakdown's value; `null` is the empty one. */
const BreakdownValue = Type.Union([Type.String(), Type.Null(), Type.Array(Type.Union([Type.String(), Type.Null()]))]);

const Row = {
  steps: Type.Array(FunnelStepAnswer),
  /** Seconds from the first step to the last, of those who came there; of times to convert: between the two steps asked. */
  averageSeconds: Count,
  /** Of a trend: who started in each interval, and how many percent of them came on. */
  series: Type.Optional(
    Type.Array(Type.Object({ at: Type.String(), from: Type.Integer(), to: Type.Integer(), rate: Type.Number() })),
  ),
  /** Of times to convert: how many took how long. */
  bins: Type.Optional(Type.Array(Type.Object({ fromSeconds: Type.Number(), count: Type.Integer() }))),
};

const Period = {
  ...Row,
  /** With `props`, a value is an array; `null` is the empty value; `Other` the rest over the limit. */
  breakdowns: Type.Optional(Type.Array(Type.Object({ value: BreakdownValue, ...Row }))),
};
const PeriodAnswer = Type.Object(Period);
export type FunnelPeriodAnswer = Static<typeof PeriodAnswer>;

/** How far people come on a way of events: `POST /v1/funnels`. */
export const funnel = {
  name: "funnel",
  params: Funnel,
  row: Type.Object({
    ...Period,
    /** The same figures for the other period. */
    compareTo: Type.Optional(PeriodAnswer),
  }),
};
export type FunnelRequest = Static<typeof Funnel>;
export type FunnelAnswer = Static<typeof funnel.row>;

/** A funnel that contradicts itself; `pointer` (JSON pointer) says where. */
export class ImpossibleFunnel extends Error {
  override readonly name = "ImpossibleFunnel";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** Who is behind a number of a funnel: `POST /v1/funnels/actors`. */
export const funnelActors = {
  name: "funnel-actors",
  params: Type.Object(
    {
      ...Funnel.properties,
      step: StepNumber,
      /** Those who filled the step before and not this one. */
      dropped: Type.Optional(Type.Boolean()),
      /** Only those of the breakdown's row of this value, `Other` too. */
      value: Type.Optional(BreakdownValue),
    },
    closed,
  ),
  row: Type.Object({
    /** The person; `null` where something else is counted. */
    actor: Type.Union([Type.String(), Type.Null()]),
    /** What was counted where that is no person: a session, a property's value. */
    key: Type.Optional(Type.String()),
    /** All ids of the person. */
    ids: Type.Array(Type.String()),
    /** The newest name that a platform gave; `null` where none did. */
    name: Type.Union([Type.String(), Type.Null()]),
    /** The last step filled. */
    step: StepNumber,
    startedAt: Type.String(),
    /** When the last step was filled. */
    at: Type.String(),
  }),
};
export type FunnelActorsRequest = Static<typeof funnelActors.params>;
export type FunnelActor = Static<typeof funnelActors.row>;
