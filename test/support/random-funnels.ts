import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { Filter, FunnelRequest } from "@showpulse/metrics";
import fc from "fast-check";
import { periodOf } from "./funnel-oracle-time.ts";

/** Logs of people who have nothing to do with each other, as one log, and funnels over them. */
export interface FunnelCase {
  /** Every event once, in the order in which it first arrives. */
  log: AcceptedEvent[];
  /** What arrives: events come again. */
  arrivals: AcceptedEvent[];
  requests: FunnelRequest[];
  /** No two events of one log happen at one time, so that only one path is best. */
  apart: boolean;
}

/** Shortly before changes of clocks: not every day has 24 hours, not every hour 60 minutes, not every day a midnight. */
const CLOCKS_CHANGE: readonly (readonly [zone: string, moment: string])[] = [
  ["Europe/Berlin", "2026-10-25T00:30:00Z"],
  ["Europe/Berlin", "2026-03-29T00:30:00Z"],
  ["America/New_York", "2026-11-01T05:30:00Z"],
  ["America/New_York", "2026-03-08T06:30:00Z"],
  ["Asia/Tehran", "2022-03-21T20:00:00Z"],
  ["Asia/Tehran", "2022-09-21T19:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T14:30:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:00:00Z"],
  ["America/Sao_Paulo", "2018-11-04T02:30:00Z"],
];
const DAY = 86_400_000;
const SCALES = [1000, 1000, 600_000, 1_800_000, 7 * 3_600_000, DAY, 10 * DAY];

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

const properties = fc.constantFrom(
  undefined,
  { color: "red" },
  { color: "Blue", size: 3 },
  { size: 12.5 },
  { color: "", vip: true },
  { size: null },
);

const drawnEvent = fc.record({
  /** When it arrives, each time. */
  arrives: fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }),
  type: fc.constantFrom("join", "join", "view_item", "add_to_cart", "purchase", "refund", "identify"),
  tick: fc.nat(9),
  show: fc.constantFrom("s", "s", "s", "t", ""),
  data: fc.record({
    platform: fc.constantFrom("tiktok", "youtube", "native"),
    actor: fc.constantFrom("a", "a", "b", "c", undefined),
    alias: fc.constantFrom("a", "b", "c", "d", "e", undefined),
    session: fc.constantFrom("one", "one", "two", undefined),
    item: fc.constantFrom("x", "x", "y", undefined),
    quantity: optional(fc.integer({ min: 1, max: 3 })),
    money: fc.constantFrom(
      undefined,
      { amountMicros: 5_000_000, currency: "EUR" },
      { amountMicros: 7, currency: "JPY" },
      { amountMicros: 19_990_001, currency: "USD" },
    ),
    properties,
  }),
});
type Drawn = typeof drawnEvent extends fc.Arbitrary<infer Event> ? Event : never;

interface Measure {
  moment: number;
  scale: number;
  apart: boolean;
}

/** The log's own names of people and sessions end with `name`. */
function eventsOf(drawn: readonly Drawn[], name: string, { moment, scale, apart }: Measure): AcceptedEvent[] {
  const own = (text: string | undefined) => text && `${text}${name}`;
  return drawn.map(({ type, tick, show, data: { alias, money, actor, session, ...data } }, index) => {
    const isIdentify = type === "identify" && actor !== undefined;
    const time = moment + tick * scale + (apart ? index : 0);
    const people = { actor: own(actor), session: own(session), ...(isIdentify ? { alias: own(alias) } : {}) };
    const given = Object.entries({ ...data, ...money, ...people }).filter(([, value]) => value !== undefined);
    return {
      workspace: "w",
      show,
      seq: 0,
      time,
      receivedAt: time,
      skewed: false,
      id: `e${index}${name}`,
      source: "test/source",
      type: type === "identify" && !isIdentify ? "join" : type,
      data: { platform: "native", ...(Object.fromEntries(given) as EventData) },
    };
  });
}

/** What arrives of logs, and each event once, numbered as it first does. */
function arrive(logs: readonly (readonly Drawn[])[], measure: Measure): Pick<FunnelCase, "log" | "arrivals"> {
  const arrivals = logs
    .flatMap((drawn, which) => {
      const events = eventsOf(drawn, logs.length === 1 ? "" : `.${which}`, measure);
      return events.flatMap((event, index) => (drawn[index]?.arrives ?? []).map((at) => ({ at, event })));
    })
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
  return { log: [...new Set(arrivals)].map((event, index) => ({ ...event, seq: index + 1 })), arrivals };
}

const comparison: fc.Arbitrary<Filter> = fc
  .tuple(
    fc.constantFrom("item", "platform", "color", "size", "vip", "quantity", "actor", "nothing"),
    fc.constantFrom("eq", "neq", "isSet", "isNull", "icontains", "startsWith", "lte", "gte", "in"),
    fc.constantFrom("x", "red", "bLU", "b", "tiktok", 3, 12.5, "3", true, null, ["x", "red", 2, true], []),
    fc.constantFrom("event", "actor", undefined),
  )
  // What cannot be compared is refused, and not an answer to check.
  .filter(([, op, value]) =>
    op === "in"
      ? Array.isArray(value)
      : ["eq", "neq", "isSet", "isNull"].includes(op) || !(Array.isArray(value) || value === null),
  )
  .map(([prop, op, value, on]) => ({ prop, op, value, ...(on ? { on } : {}) }));

const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 4, arbitrary: comparison },
  { weight: 1, arbitrary: fc.array(comparison, { maxLength: 2 }).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.array(comparison, { maxLength: 2 }).map((any) => ({ any })) },
);
/** Rare, since most filters leave nobody over. */
const where = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: filter });

const event = fc.constantFrom("join", "join", "view_item", "add_to_cart", "purchase", null);
const rarely = fc.constantFrom(false, false, false, false, true);

const drawnStep = (scale: number) =>
  fc.record({
    event,
    where,
    optional: fc.constantFrom(false, false, true),
    firstEver: rarely,
    firstMatching: rarely,
    windowSeconds: fc.constantFrom(null, null, 0, ...[1, 2.5].map((ticks) => (ticks * scale) / 1000)),
    minSeconds: fc.constantFrom(null, null, ...[0.5, 1].map((ticks) => (ticks * scale) / 1000)),
  });

const drawnRequest = (zone: string, scale: number, apart: boolean, isOneLog: boolean) =>
  fc.record({
    steps: fc.array(drawnStep(scale), { minLength: 1, maxLength: 4 }),
    order: fc.constantFrom(undefined, "ordered" as const, "strict" as const, "unordered" as const),
    windowTicks: fc.constantFrom(undefined, 0, 1, 3, 8.5),
    where,
    shows: fc.constantFrom<string[] | null>(null, null, ["s"], ["s", "t"]),
    platforms: fc.constantFrom<string[] | null>(null, null, null, ["tiktok", "native"]),
    fromTick: fc.constantFrom(null, null, 2),
    toTick: fc.constantFrom(null, null, 4, 7),
    exclusions: fc.array(
      fc.record({
        event: fc.constantFrom("refund", "refund", "join", "purchase"),
        where,
        ends: fc.tuple(fc.nat(3), fc.nat(3)),
      }),
      {
        maxLength: 2,
      },
    ),
    breakdown: fc.option(
      fc.record({
        props: fc.constantFrom<string | string[]>(
          "platform",
          "item",
          "color",
          "size",
          "actor",
          ["item", "color"],
          ["platform"],
        ),
        on: fc.constantFrom("event" as const, "event" as const, "actor" as const),
        attribution: fc.constantFrom(...(["first_touch", "last_touch", "all_events", "step"] as const)),
        step: fc.nat(3),
        limit: fc.constantFrom(1, 2, 25),
      }),
      { nil: null },
    ),
    countBy: fc.constantFrom<NonNullable<FunnelRequest["countBy"]> | null>(
      ...(["actor", "actor", "actor", "session", apart ? "total" : null] as const),
      // What logs have in common would make one long journey of them, too long to try every path.
      ...(isOneLog ? ([{ prop: "item" }, { prop: "color", on: "actor" }] as const) : []),
    ),
    holdConstant: fc.constantFrom<string[] | null>(null, null, ["item"], ["item", "color"]),
    view: fc.constantFrom<NonNullable<FunnelRequest["view"]> | null>(null, "steps", "trend", "time_to_convert"),
    interval: fc.constantFrom<NonNullable<FunnelRequest["interval"]> | null>("hour", "day", "week", "month"),
    timezone: fc.constantFrom("UTC", zone, zone, zone, "Asia/Kolkata"),
    /** Days rather than instants. */
    days: fc.constantFrom("none", "none", "from", "to", "both"),
    weekStart: fc.constantFrom<NonNullable<FunnelRequest["weekStart"]> | null>(null, "sunday", "monday"),
    between: fc.option(fc.tuple(fc.nat(3), fc.nat(3)), { nil: null }),
    binCount: fc.constantFrom(null, 1, 3),
    /** Nothing but steps and times, which is what is asked most, and walked another way. */
    isPlain: fc.constantFrom(false, true),
  });
type DrawnRequest = ReturnType<typeof drawnRequest> extends fc.Arbitrary<infer Request> ? Request : never;

/** Two steps in order, the first before the second; null where there are no two. */
function ends([a, b]: readonly [number, number], stepCount: number): { fromStep: number; toStep: number } | null {
  const [from, to] = [Math.min(a, b) % stepCount, Math.max(a, b) % stepCount];
  return from === to ? null : { fromStep: Math.min(from, to), toStep: Math.max(from, to) };
}

function possible({ isPlain, ...drawn }: DrawnRequest, moment: number, scale: number): FunnelRequest {
  return isPlain ? plain(bent(drawn, moment, scale)) : bent(drawn, moment, scale);
}

const plain = (request: FunnelRequest): FunnelRequest => ({
  ...request,
  order: "ordered",
  steps: request.steps.map((step) => ({ ...step, firstEver: false, firstMatching: false })),
  exclusions: [],
  breakdown: null,
  holdConstant: null,
});

function bent(drawn: Omit<DrawnRequest, "isPlain">, moment: number, scale: number): FunnelRequest {
  const { windowTicks, fromTick, toTick, days, steps, exclusions, breakdown, between, order, ...rest } = drawn;
  const inOrder = order !== "unordered";
  const date = (tick: number | null, isDay: boolean) =>
    tick === null ? null : new Date(moment + tick * scale).toISOString().slice(0, isDay ? 10 : undefined);
  const [from, to] = [
    date(fromTick, days === "from" || days === "both"),
    date(toTick, days === "to" || days === "both"),
  ];
  return {
    ...rest,
    ...(order ? { order } : {}),
    steps: steps.map(({ optional, windowSeconds, minSeconds, ...step }, index) => ({
      ...step,
      optional: optional && index > 0 && inOrder,
      windowSeconds: inOrder ? windowSeconds : null,
      minSeconds: inOrder && (windowSeconds ?? 0) <= 0 ? minSeconds : null,
    })),
    ...(windowTicks === undefined ? {} : { windowSeconds: (windowTicks * scale) / 1000 }),
    from,
    // A day may end before the instant that it is the day of elsewhere.
    to: from !== null && to !== null && isOver(from, to, rest.timezone) ? null : to,
    exclusions: exclusions.flatMap(({ ends: drawnEnds, ...exclusion }) => {
      const part = inOrder ? ends(drawnEnds, steps.length) : steps.length > 1 ? {} : null;
      return part ? [{ ...exclusion, ...part }] : [];
    }),
    breakdown: breakdown && {
      on: breakdown.on,
      attribution: breakdown.attribution,
      limit: breakdown.limit,
      step: Math.min(breakdown.step, steps.length - 1),
      ...(typeof breakdown.props === "string" ? { prop: breakdown.props } : { props: breakdown.props }),
    },
    ...(between && ends(between, steps.length)),
    view: steps.length === 1 && rest.view === "time_to_convert" ? "steps" : (rest.view ?? null),
  };
}

function isOver(from: string, to: string, timezone: string): boolean {
  const period = periodOf({ steps: [], from, to, timezone });
  return period.from > period.to;
}

/**
 * Few people, few times: equal timestamps and repeated steps are the rule, not the exception. Many logs are asked
 * together, so that many cost few queries.
 */
export const funnelCase = (logs: number): fc.Arbitrary<FunnelCase> =>
  fc
    .tuple(fc.constantFrom(...CLOCKS_CHANGE), fc.constantFrom(...SCALES), fc.constantFrom(false, false, true))
    .chain(([[zone, change], scale, apart]) => {
      const moment = Date.parse(change);
      return fc
        .tuple(
          fc.array(fc.array(drawnEvent, { maxLength: 16 }), { minLength: logs, maxLength: logs }),
          fc.array(drawnRequest(zone, scale, apart, logs === 1), { minLength: 3, maxLength: 3 }),
        )
        .map(([drawn, requests]) => ({
          ...arrive(drawn, { moment, scale, apart }),
          requests: requests.map((request) => possible(request, moment, scale)),
          apart,
        }));
    });
