import { periodOf } from "../../days.ts";
import type { Attribution } from "../../funnel/breakdown.ts";
import type { Filter, FunnelBreakdown, FunnelRequest } from "../../funnel.ts";
import { ImpossibleFunnel, UnsupportedFunnel } from "../../funnel.ts";

const FOURTEEN_DAYS = 14 * 86_400;

/** A funnel that makes sense, with its defaults filled in. */
export interface FunnelPlan {
  request: FunnelRequest;
  windowMilliseconds: number;
  /** Milliseconds, both inclusive; undefined: without end. */
  from: number | undefined;
  to: number | undefined;
  breakdown: { props: string[]; on: "event" | "actor"; attribution: Attribution; step: number; limit: number } | null;
  /** A breakdown by several properties, whose values are arrays. */
  manyProps: boolean;
}

/**
 * @throws ImpossibleFunnel for a query that contradicts itself
 * @throws UnsupportedFunnel for what is not answered yet
 */
export function planFunnel(request: FunnelRequest): FunnelPlan {
  assertPossible(request);
  assertAnswered(request);
  const window = request.windowSeconds ?? 0;
  return {
    request,
    windowMilliseconds: (window > 0 ? window : FOURTEEN_DAYS) * 1000,
    ...period(request),
    breakdown: request.breakdown ? breakdownOf(request.breakdown, request.steps.length) : null,
    manyProps: request.breakdown?.props !== undefined,
  };
}

function period({ from, to, timezone }: FunnelRequest) {
  try {
    // Throws for a zone that there is not, also where no day needs it.
    new Intl.DateTimeFormat("en", { timeZone: timezone ?? "UTC" });
    const found = periodOf({ from, to }, timezone ?? "UTC");
    if (found.from !== undefined && found.to !== undefined && found.from > found.to) {
      throw new ImpossibleFunnel("/from", "from is after to");
    }
    return found;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ImpossibleFunnel(/time ?zone/i.test(error.message) ? "/timezone" : "/from", error.message);
  }
}

function breakdownOf(breakdown: FunnelBreakdown, stepCount: number): NonNullable<FunnelPlan["breakdown"]> {
  const { prop, props = [], on = "event", attribution = "first_touch", step = 0, limit = 25 } = breakdown;
  const all = prop === undefined ? props : [prop, ...props];
  if (all.length === 0) throw new ImpossibleFunnel("/breakdown", "breakdown names no property");
  if (prop !== undefined && props.length > 0) {
    throw new ImpossibleFunnel("/breakdown/props", "breakdown has both prop and props");
  }
  if (step >= stepCount) throw new ImpossibleFunnel("/breakdown/step", `there is no step ${step}`);
  return { props: all, on, attribution, step, limit };
}

function assertPossible({ steps, where, order, exclusions, fromStep, toStep }: FunnelRequest): void {
  const last = steps.length - 1;
  assertComparable(where, "/where");
  for (const [index, step] of steps.entries()) assertComparable(step.where, `/steps/${index}/where`);
  for (const [index, exclusion] of (exclusions ?? []).entries()) {
    const { fromStep: from = 0, toStep: to = last } = exclusion;
    const at = `/exclusions/${index}`;
    if (to > last) throw new ImpossibleFunnel(`${at}/toStep`, `there is no step ${to}`);
    if (from >= to) throw new ImpossibleFunnel(`${at}/fromStep`, "an exclusion must end after it starts");
    if (order === "unordered" && (from > 0 || to < last)) {
      throw new ImpossibleFunnel(at, "steps in any order have no part between two of them to exclude from");
    }
  }
  if (fromStep != null && fromStep > last) throw new ImpossibleFunnel("/fromStep", `there is no step ${fromStep}`);
  if (toStep != null && toStep > last) throw new ImpossibleFunnel("/toStep", `there is no step ${toStep}`);
  if (fromStep != null && toStep != null && fromStep >= toStep) {
    throw new ImpossibleFunnel("/fromStep", "fromStep must come before toStep");
  }
}

/** A comparison needs something to compare with: a list for `in`, one value for the others; `eq` and `neq` take both. */
function assertComparable(filter: Filter | null | undefined, at: string): void {
  if (filter == null) return;
  if ("all" in filter || "any" in filter) {
    const [name, inner] = "all" in filter ? ["all", filter.all] : ["any", filter.any];
    for (const [index, one] of inner.entries()) assertComparable(one, `${at}/${name}/${index}`);
    return;
  }
  const { op, value } = filter;
  if (op === "isSet" || op === "isNull") return;
  if (value === undefined) throw new ImpossibleFunnel(`${at}/value`, `${op} needs a value`);
  if (op === "in" && !Array.isArray(value)) throw new ImpossibleFunnel(`${at}/value`, "in needs a list of values");
  if (op !== "in" && op !== "eq" && op !== "neq" && (Array.isArray(value) || value === null)) {
    throw new ImpossibleFunnel(`${at}/value`, `${op} needs one value`);
  }
}

function assertAnswered(request: FunnelRequest): void {
  const { order, exclusions, countBy, holdConstant, view, compareTo } = request;
  if (order != null && order !== "ordered") throw new UnsupportedFunnel("/order", `order "${order}"`);
  if (exclusions?.length) throw new UnsupportedFunnel("/exclusions", "exclusions");
  if (countBy != null && countBy !== "actor") throw new UnsupportedFunnel("/countBy", "countBy other than actor");
  if (holdConstant?.length) throw new UnsupportedFunnel("/holdConstant", "holdConstant");
  if (view != null && view !== "steps") throw new UnsupportedFunnel("/view", `view "${view}"`);
  if (compareTo != null) throw new UnsupportedFunnel("/compareTo", "compareTo");
  for (const [index, step] of request.steps.entries()) {
    for (const option of ["optional", "firstEver", "firstMatching"] as const) {
      if (step[option]) throw new UnsupportedFunnel(`/steps/${index}/${option}`, option);
    }
    for (const option of ["windowSeconds", "minSeconds"] as const) {
      if ((step[option] ?? 0) > 0) throw new UnsupportedFunnel(`/steps/${index}/${option}`, `${option} of a step`);
    }
  }
}
