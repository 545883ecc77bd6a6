import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Comparison, Filter, FunnelRequest } from "@showpulse/metrics";
import { persons } from "./metrics-oracle.ts";

/** What a funnel should say, by trying every path of every person: straight from the rules, for small logs. */
export interface FunnelTruth {
  counts: number[];
  /** Mean seconds since the step before. */
  averages: (number | null)[];
}

export interface OracleAnswer extends FunnelTruth {
  breakdowns: Map<string, FunnelTruth>;
}

type Steps = FunnelRequest["steps"];

export function oracleFunnel(log: readonly AcceptedEvent[], request: FunnelRequest): OracleAnswer {
  const person = persons(log);
  const traits = traitsOf(log, person);
  const fits = (event: AcceptedEvent, filter: Filter | null | undefined) =>
    holds(filter, (one) => propertyOf(one, event, traits.get(person(event.data.actor ?? "")) ?? {}));
  const mayFill = (event: AcceptedEvent, step: Steps[number]) =>
    (step.event == null || step.event === event.type) && fits(event, step.where);
  const from = request.from == null ? -Infinity : Date.parse(request.from);
  const to = request.to == null ? Infinity : Date.parse(request.to);
  const people = new Map<string, AcceptedEvent[]>();
  for (const event of log.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    if (!event.data.actor || event.time < from || event.time > to || !fits(event, request.where)) continue;
    if (request.shows && !request.shows.includes(event.show)) continue;
    if (request.platforms && !request.platforms.includes(event.data.platform)) continue;
    if (!request.steps.some((step) => mayFill(event, step))) continue;
    const who = person(event.data.actor);
    people.set(who, [...(people.get(who) ?? []), event]);
  }
  const window = (request.windowSeconds ?? 0) > 0 ? (request.windowSeconds ?? 0) * 1000 : 14 * 86_400_000;
  const walk = (events: readonly AcceptedEvent[], may = mayFill) => bestPath(events, request.steps, window, may);

  const paths = [...people.values()].map((events) => walk(events)).filter((path) => path.length > 0);
  const breakdowns = new Map<string, number[][]>();
  const { breakdown } = request;
  if (breakdown) {
    const at = request.steps[breakdown.step ?? 0] as Steps[number];
    for (const [who, events] of people) {
      const valueOf = (event: AcceptedEvent): string => {
        const value = propertyOf(
          { prop: breakdown.prop ?? "", op: "isSet", ...(breakdown.on ? { on: breakdown.on } : {}) },
          event,
          traits.get(who) ?? {},
        );
        return value === null ? "" : String(value);
      };
      const rows: [string, number[]][] = [];
      switch (breakdown.attribution ?? "first_touch") {
        case "first_touch":
          rows.push([events.map(valueOf).find((value) => value !== "") ?? "", walk(events)]);
          break;
        case "last_touch":
          rows.push([events.map(valueOf).findLast((value) => value !== "") ?? "", walk(events)]);
          break;
        case "all_events":
          for (const value of new Set(events.map(valueOf))) {
            rows.push([value, walk(events.filter((event) => valueOf(event) === value))]);
          }
          break;
        case "step":
          for (const value of new Set(events.filter((event) => mayFill(event, at)).map(valueOf))) {
            rows.push([
              value,
              walk(events, (event, step) => mayFill(event, step) && (step !== at || valueOf(event) === value)),
            ]);
          }
      }
      for (const [value, path] of rows) {
        if (path.length > 0) breakdowns.set(value, [...(breakdowns.get(value) ?? []), path]);
      }
    }
  }
  return {
    ...truthOf(paths, request.steps.length),
    breakdowns: new Map([...breakdowns].map(([value, some]) => [value, truthOf(some, request.steps.length)])),
  };
}

function truthOf(paths: readonly number[][], stepCount: number): FunnelTruth {
  const steps = Array.from({ length: stepCount }, (_, step) => step);
  return {
    counts: steps.map((step) => paths.filter((path) => path.length > step).length),
    averages: steps.map((step) => {
      const seconds = paths
        .filter((path) => path.length > step && step > 0)
        .map((path) => ((path[step] ?? 0) - (path[step - 1] ?? 0)) / 1000);
      return seconds.length === 0 ? null : seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
    }),
  };
}

/** Every path there is; of the longest the one that ends first, then the one that starts last, then the earliest steps. */
function bestPath(
  events: readonly AcceptedEvent[],
  steps: Steps,
  window: number,
  mayFill: (event: AcceptedEvent, step: Steps[number]) => boolean,
): number[] {
  let best: number[] = [];
  const better = (path: readonly number[]) => {
    if (path.length !== best.length) return path.length > best.length;
    const [end, bestEnd] = [path.at(-1) ?? 0, best.at(-1) ?? 0];
    if (end !== bestEnd) return end < bestEnd;
    if (path[0] !== best[0]) return (path[0] ?? 0) > (best[0] ?? 0);
    const differs = path.findIndex((time, index) => time !== best[index]);
    return differs >= 0 && (path[differs] ?? 0) < (best[differs] ?? 0);
  };
  const extend = (used: readonly AcceptedEvent[]) => {
    const times = used.map((event) => event.time);
    if (better(times)) best = times;
    const step = steps[used.length];
    if (!step) return;
    for (const event of events) {
      if (used.includes(event) || !mayFill(event, step)) continue;
      const [first, last] = [used[0], used.at(-1)];
      if (last && event.time < last.time) continue;
      if (first && event.time - first.time > window) continue;
      extend([...used, event]);
    }
  };
  extend([]);
  return best;
}

type Value = string | number | boolean | null;

function holds(filter: Filter | null | undefined, property: (one: Comparison) => Value): boolean {
  if (filter == null) return true;
  if ("all" in filter) return filter.all.every((one) => holds(one, property));
  if ("any" in filter) return filter.any.some((one) => holds(one, property));
  const own = property(filter);
  const values = (Array.isArray(filter.value) ? filter.value : [filter.value ?? null]) as Value[];
  const equal = (value: Value) =>
    value === null
      ? own === null
      : own !== null && (typeof value === "number" ? Number(own) === value : String(own) === String(value));
  const [value = null] = values;
  switch (filter.op) {
    case "isSet":
      return own !== null;
    case "isNull":
      return own === null;
    case "eq":
    case "in":
      return values.some(equal);
    case "neq":
      return !values.some(equal);
    case "icontains":
      return (
        own !== null &&
        String(own)
          .toLowerCase()
          .includes(String(value ?? "").toLowerCase())
      );
    case "startsWith":
      return own !== null && String(own).startsWith(String(value ?? ""));
    case "lte":
      return own !== null && (typeof value === "number" ? Number(own) <= value : String(own) <= String(value ?? ""));
    case "gte":
      return own !== null && (typeof value === "number" ? Number(own) >= value : String(own) >= String(value ?? ""));
  }
}

const FIELDS = ["platform", "actor", "quantity", "item", "amountMicros", "currency"] as const;

function propertyOf({ prop, on }: Comparison, event: AcceptedEvent, traits: Record<string, Value>): Value {
  const field = FIELDS.find((one) => one === prop);
  const value =
    on === "actor"
      ? traits[prop]
      : field === "quantity"
        ? (event.data.quantity ?? 1)
        : field
          ? event.data[field]
          : event.data.properties?.[prop];
  return value === undefined || value === "" ? null : value;
}

/** Each person's properties: the newest of each key over all ids of the person. */
function traitsOf(
  log: readonly AcceptedEvent[],
  person: (actor: string) => string,
): Map<string, Record<string, Value>> {
  const traits = new Map<string, Record<string, Value>>();
  for (const { type, data } of log.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    if (type !== "identify") continue;
    const who = person(data.actor ?? "");
    traits.set(who, { ...traits.get(who), ...data.properties });
  }
  return traits;
}
