import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { Filter, FunnelRequest } from "@showpulse/metrics";
import fc from "fast-check";

/** A log and funnels over it, in one measure of time. */
export interface FunnelCase {
  log: AcceptedEvent[];
  requests: { request: FunnelRequest; from: number; to: number }[];
  /** No two events happen at one time, so that only one path is best. */
  apart: boolean;
}

/** Around a change of the clocks, so that not every day has 24 hours. */
const CLOCKS_CHANGE = Date.UTC(2026, 9, 25, 0, 30);
const SCALES = [1000, 1000, 1_800_000, 7 * 3_600_000, 86_400_000];

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
    ),
    properties,
  }),
});
type Drawn = typeof drawnEvent extends fc.Arbitrary<infer Event> ? Event : never;

function accepted(drawn: readonly Drawn[], scale: number, apart: boolean): AcceptedEvent[] {
  return drawn.map(({ type, tick, show, data: { alias, money, ...data } }, index) => {
    const isIdentify = type === "identify" && data.actor !== undefined;
    const time = CLOCKS_CHANGE + tick * scale + (apart ? index : 0);
    const all = { ...data, ...money, ...(isIdentify ? { alias } : {}) };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return {
      workspace: "w",
      show,
      seq: index + 1,
      time,
      receivedAt: time,
      skewed: false,
      id: `e${index}`,
      source: "test/source",
      type: type === "identify" && !isIdentify ? "join" : type,
      data: { platform: "native", ...(Object.fromEntries(given) as EventData) },
    };
  });
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

const drawnRequest = (scale: number, apart: boolean) =>
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
      { prop: "item" },
      { prop: "color", on: "actor" },
    ),
    holdConstant: fc.constantFrom<string[] | null>(null, null, ["item"], ["item", "color"]),
    view: fc.constantFrom<NonNullable<FunnelRequest["view"]> | null>(null, "steps", "trend", "time_to_convert"),
    interval: fc.constantFrom<NonNullable<FunnelRequest["interval"]> | null>("hour", "day", "week"),
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"),
    weekStart: fc.constantFrom<NonNullable<FunnelRequest["weekStart"]> | null>(null, "sunday", "monday"),
    between: fc.option(fc.tuple(fc.nat(3), fc.nat(3)), { nil: null }),
    binCount: fc.constantFrom(null, 1, 3),
  });
type DrawnRequest = ReturnType<typeof drawnRequest> extends fc.Arbitrary<infer Request> ? Request : never;

/** Two steps in order, the first before the second; null where there are no two. */
function ends([a, b]: readonly [number, number], stepCount: number): { fromStep: number; toStep: number } | null {
  const [from, to] = [Math.min(a, b) % stepCount, Math.max(a, b) % stepCount];
  return from === to ? null : { fromStep: Math.min(from, to), toStep: Math.max(from, to) };
}

function possible(drawn: DrawnRequest, scale: number): FunnelCase["requests"][number] {
  const { windowTicks, fromTick, toTick, steps, exclusions, breakdown, between, order, ...rest } = drawn;
  const inOrder = order !== "unordered";
  const at = (tick: number | null, none: number) => (tick === null ? none : CLOCKS_CHANGE + tick * scale);
  const [from, to] = [at(fromTick, -Infinity), at(toTick, Infinity)];
  const date = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : null);
  const request: FunnelRequest = {
    ...rest,
    ...(order ? { order } : {}),
    steps: steps.map(({ optional, windowSeconds, minSeconds, ...step }, index) => ({
      ...step,
      optional: optional && index > 0 && inOrder,
      windowSeconds: inOrder ? windowSeconds : null,
      minSeconds: inOrder && (windowSeconds ?? 0) <= 0 ? minSeconds : null,
    })),
    ...(windowTicks === undefined ? {} : { windowSeconds: (windowTicks * scale) / 1000 }),
    from: date(from),
    to: date(to),
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
  return { request, from, to };
}

/** Few people, few times: equal timestamps and repeated steps are the rule, not the exception. */
export const funnelCase: fc.Arbitrary<FunnelCase> = fc
  .tuple(fc.constantFrom(...SCALES), fc.constantFrom(false, false, true))
  .chain(([scale, apart]) =>
    fc
      .tuple(
        fc.array(drawnEvent, { maxLength: 16 }),
        fc.array(drawnRequest(scale, apart), { minLength: 3, maxLength: 3 }),
      )
      .map(([drawn, requests]) => ({
        log: accepted(drawn, scale, apart),
        requests: requests.map((request) => possible(request, scale)),
        apart,
      })),
  );
