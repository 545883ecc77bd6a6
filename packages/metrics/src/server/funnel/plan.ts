import { NoSuchPeriod, periodOf } from "../../days.ts";
import type { Attribution } from "../../funnel/breakdown.ts";
import { type Intervals, intervalsOf } from "../../funnel/intervals.ts";
import type { Rules } from "../../funnel/journey.ts";
import type { RowPlan } from "../../funnel/row-tally.ts";
import { areFew, assertFewPoints } from "../../funnel/trend.ts";
import type { FunnelBreakdown, FunnelRequest } from "../../funnel.ts";
import { ImpossibleFunnel } from "../../funnel.ts";
import { assertPossible, noStep } from "./possible.ts";

const FOURTEEN_DAYS = 14 * 86_400;
/** What the engine's times can hold. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2299, 11, 31);

/** A funnel that makes sense, with its defaults filled in. */
export interface FunnelPlan {
  request: FunnelRequest;
  rules: Rules;
  row: RowPlan;
  /** When events lie that can matter. Milliseconds, both inclusive; undefined: without end. */
  from: number | undefined;
  to: number | undefined;
  /** Who or what counts as one. */
  countBy: { kind: "actor" | "session" | "prop"; prop: string; on: "event" | "actor" };
  breakdown: { props: string[]; on: "event" | "actor"; attribution: Attribution; step: number; limit: number } | null;
  /** A breakdown by several properties, whose values are arrays. */
  manyProps: boolean;
}

/** @throws ImpossibleFunnel for a query that contradicts itself */
export function planFunnel(request: FunnelRequest, now = Date.now()): FunnelPlan {
  assertPossible(request);
  const { from, to } = period(request);
  const rules = rulesOf(request, from, to);
  const breakdown = request.breakdown ? breakdownOf(request.breakdown, request.steps.length) : null;
  // At most: all together, each value, and the rest.
  const rows = breakdown ? breakdown.limit + 2 : 1;
  return {
    request,
    rules,
    row: rowPlan(request, rules, rows, from, to, now),
    from,
    // Who started in time may finish after the end, within the window.
    to: to === undefined ? undefined : within(to + rules.window),
    countBy: countByOf(request),
    breakdown,
    manyProps: request.breakdown?.props !== undefined,
  };
}

function rulesOf({ order, windowSeconds, steps, exclusions }: FunnelRequest, from?: number, to?: number): Rules {
  const limit = (seconds: number | null | undefined, none: number) =>
    seconds != null && seconds > 0 ? seconds * 1000 : none;
  return {
    order: order ?? "ordered",
    window: limit(windowSeconds, FOURTEEN_DAYS * 1000),
    steps: steps.map((step, index) => ({
      optional: step.optional ?? false,
      // Before the first step there is none to count from.
      within: index === 0 ? Number.POSITIVE_INFINITY : limit(step.windowSeconds, Number.POSITIVE_INFINITY),
      after: index === 0 ? 0 : limit(step.minSeconds, 0),
    })),
    exclusions: (exclusions ?? []).map(({ fromStep, toStep }) => ({
      fromStep: fromStep ?? 0,
      toStep: toStep ?? steps.length - 1,
    })),
    starts: { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY },
  };
}

function rowPlan(
  request: FunnelRequest,
  rules: Rules,
  rows: number,
  from: number | undefined,
  to: number | undefined,
  now: number,
): RowPlan {
  const { steps, view, interval, timezone, weekStart, fromStep, toStep, binCount } = request;
  const intervals = view === "trend" ? intervalsOf(interval ?? "day", timezone ?? "UTC", weekStart ?? "monday") : null;
  // Before anything is asked of the events.
  if (intervals && from !== undefined && to !== undefined) assertFewPoints({ first: from, last: to }, intervals);
  return {
    steps,
    rules,
    total: request.countBy === "total",
    fromStep: fromStep ?? 0,
    toStep: toStep ?? steps.length - 1,
    intervals,
    firstInterval: from === undefined ? undefined : intervals?.startOf(from),
    lastInterval: intervals ? lastOf(intervals, rows, from, to, now) : undefined,
    binCount: view === "time_to_convert" ? (binCount ?? null) : undefined,
  };
}

/** A trend that has a start and no end goes on until now, where that is not too long to look at. */
function lastOf(intervals: Intervals, rows: number, from: number | undefined, to: number | undefined, now: number) {
  if (to !== undefined) return intervals.startOf(to);
  const isLong = from === undefined || from > now || !areFew({ first: from, last: now }, intervals, rows);
  return isLong ? undefined : intervals.startOf(now);
}

function countByOf({ countBy }: FunnelRequest): FunnelPlan["countBy"] {
  if (countBy != null && typeof countBy === "object")
    return { kind: "prop", prop: countBy.prop, on: countBy.on ?? "event" };
  return { kind: countBy === "session" ? "session" : "actor", prop: "", on: "event" };
}

function period({ from, to, timezone }: FunnelRequest) {
  try {
    const found = periodOf({ from, to }, timezone ?? "UTC");
    return { from: found.from && within(found.from), to: found.to && within(found.to) };
  } catch (error) {
    if (error instanceof NoSuchPeriod) throw new ImpossibleFunnel(`/${error.field}`, error.message);
    throw error;
  }
}

const within = (time: number): number => Math.min(LATEST, Math.max(EARLIEST, time));

function breakdownOf(breakdown: FunnelBreakdown, stepCount: number): NonNullable<FunnelPlan["breakdown"]> {
  const { prop, props = [], on = "event", attribution = "first_touch", step = 0, limit = 25 } = breakdown;
  const all = prop === undefined ? props : [prop, ...props];
  if (all.length === 0) throw new ImpossibleFunnel("/breakdown", "breakdown names no property");
  if (prop !== undefined && props.length > 0) {
    throw new ImpossibleFunnel("/breakdown/props", "breakdown has both prop and props");
  }
  if (step >= stepCount) throw new ImpossibleFunnel("/breakdown/step", noStep("step", step, stepCount - 1));
  return { props: all, on, attribution, step, limit };
}
