import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Filter, FunnelRequest } from "@showpulse/metrics";
import { holds, propertyOf, traitsOf } from "./funnel-oracle-filters.ts";
import { type OracleItem, type OraclePath, type OracleRules, oraclePath, oracleTries } from "./funnel-oracle-paths.ts";
import { type Period, periodOf, startOfInterval } from "./funnel-oracle-time.ts";
import { persons } from "./metrics-oracle.ts";

/** What a row of an answer should say. */
export interface FunnelTruth {
  counts: number[];
  averages: (number | null)[];
  medians: (number | null)[];
  amounts: Record<string, number>[];
  averageSeconds: number | null;
  /** Only intervals with somebody in them. */
  series?: { at: string; from: number; to: number; rate: number }[];
  bins?: { fromSeconds: number; count: number }[];
}

export interface OracleAnswer extends FunnelTruth {
  breakdowns: { value: unknown; truth: FunnelTruth }[];
  /** Who reached each step. */
  reached: string[][];
}

/** What a funnel should say, by trying every path of everybody: straight from the rules, for small logs. */
export function oracleFunnel(log: readonly AcceptedEvent[], request: FunnelRequest): OracleAnswer {
  const rules = rulesOf(request, periodOf(request));
  const groups = gather(log, request, rules);
  const all = [...groups].map(([key, items]) => ({ key, items }));
  const { breakdown } = request;
  const truth = truthOf(
    all.map(({ items }) => items),
    request,
    rules,
  );
  const reached = request.steps.map((_, step) =>
    all
      .flatMap(({ key, items }) => pathsOf(items, request, rules).map((path) => ({ key, path })))
      .filter(({ path }) => path.steps.includes(step))
      .map(({ key }) => key),
  );
  if (!breakdown) return { ...truth, breakdowns: [], reached };

  const shares = (items: OracleItem[], label: (item: OracleItem) => string): [string, OracleItem[]][] => {
    const events = items.filter((item) => item.may.some(Boolean));
    const step = breakdown.step ?? 0;
    switch (breakdown.attribution ?? "first_touch") {
      case "first_touch":
        return [[events.find((item) => item.label !== "")?.label ?? "", items]];
      case "last_touch":
        return [[events.findLast((item) => item.label !== "")?.label ?? "", items]];
      case "all_events":
        return [...new Set(events.map(label))].map((value) => [value, items.filter((item) => label(item) === value)]);
      case "step":
        return [...new Set(events.filter((item) => item.may[step]).map(label))].map((value) => [
          value,
          items.map((item) => (label(item) === value ? item : { ...item, may: item.may.with(step, false) })),
        ]);
    }
  };
  const isTouch = !["all_events", "step"].includes(breakdown.attribution ?? "first_touch");
  const rowsBy = (rename: (value: string) => string) => {
    const rows = new Map<string, OracleItem[][]>();
    for (const { items } of all) {
      for (const [value, share] of shares(items, (item) => (isTouch ? item.label : rename(item.label)))) {
        const name = rename(value);
        rows.set(name, [...(rows.get(name) ?? []), share]);
      }
    }
    return [...rows]
      .map(([value, some]) => ({ value, truth: truthOf(some, request, rules) }))
      .filter((row) => (row.truth.counts[0] ?? 0) > 0);
  };
  const ranked = rowsBy((value) => value).sort(
    (a, b) => (b.truth.counts[0] ?? 0) - (a.truth.counts[0] ?? 0) || (a.value < b.value ? -1 : 1),
  );
  const shown = (value: string) =>
    breakdown.props === undefined
      ? value || null
      : value === ""
        ? breakdown.props.map(() => null)
        : (JSON.parse(value) as unknown);
  const limit = breakdown.limit ?? 25;
  const breakdowns = ranked.slice(0, limit).map(({ value, truth }) => ({ value: shown(value), truth }));
  if (ranked.length > limit) {
    const kept = new Set(ranked.slice(0, limit).map(({ value }) => value));
    const rest = rowsBy((value) => (kept.has(value) ? value : "(rest)")).find(({ value }) => value === "(rest)");
    const value = breakdown.props === undefined ? "Other" : ["Other"];
    breakdowns.push({ value, truth: rest?.truth ?? truthOf([], request, rules) });
  }
  return { ...truth, breakdowns, reached };
}

const FOURTEEN_DAYS = 14 * 86_400_000;

function rulesOf(request: FunnelRequest, { from, to }: Period): OracleRules {
  const limit = (seconds: number | null | undefined, none: number) =>
    (seconds ?? 0) > 0 ? (seconds ?? 0) * 1000 : none;
  return {
    order: request.order ?? "ordered",
    window: limit(request.windowSeconds, FOURTEEN_DAYS),
    steps: request.steps.map((step, index) => ({
      optional: step.optional === true,
      within: index === 0 ? Infinity : limit(step.windowSeconds, Infinity),
      after: index === 0 ? 0 : limit(step.minSeconds, 0),
    })),
    exclusions: (request.exclusions ?? []).map(({ fromStep, toStep }) => ({
      fromStep: fromStep ?? 0,
      toStep: toStep ?? request.steps.length - 1,
    })),
    from,
    to,
  };
}

function remembered(find: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}

/** Everybody's events that can matter, in order. */
function gather(log: readonly AcceptedEvent[], request: FunnelRequest, rules: OracleRules): Map<string, OracleItem[]> {
  const person = remembered(persons(log));
  const traits = traitsOf(log, person);
  const whose = (event: AcceptedEvent) => person(event.data.actor ?? "");
  const property = (event: AcceptedEvent, prop: string, on: "event" | "actor" | undefined) =>
    propertyOf({ prop, ...(on ? { on } : {}) }, event, event.data.actor ? (traits.get(whose(event)) ?? {}) : {});
  const fits = (event: AcceptedEvent, filter: Filter | null | undefined) =>
    holds(filter, (one) => property(event, one.prop, one.on));
  const sorted = log.toSorted((a, b) => a.time - b.time || a.seq - b.seq);
  const histories = Map.groupBy(
    sorted.filter(({ data }) => data.actor),
    whose,
  );
  const meets = (event: AcceptedEvent, { event: type, where }: { event?: string | null; where?: Filter | null }) =>
    (type == null || type === event.type) && fits(event, where);
  const isFirst = (event: AcceptedEvent, step: FunnelRequest["steps"][number]): boolean => {
    if (!event.data.actor) return !step.firstEver && !step.firstMatching;
    const history = histories.get(whose(event)) ?? [];
    if (step.firstMatching) return history.find((one) => meets(one, step)) === event;
    if (step.firstEver) return history.find((one) => step.event == null || one.type === step.event) === event;
    return true;
  };
  const list = (event: AcceptedEvent, props: readonly string[], on?: "event" | "actor"): string => {
    const values = props.map((prop) => property(event, prop, on));
    const texts = values.map((value) => (value === null ? null : String(value)));
    return texts.every((text) => text === null) ? "" : JSON.stringify(texts);
  };
  const keyOf = (event: AcceptedEvent): string => {
    const { countBy } = request;
    if (countBy === "session") return event.data.session ?? "";
    if (countBy != null && typeof countBy === "object") return String(property(event, countBy.prop, countBy.on) ?? "");
    return event.data.actor ? whose(event) : "";
  };
  const labelOf = (event: AcceptedEvent): string => {
    const { breakdown } = request;
    if (!breakdown) return "";
    if (breakdown.props) return list(event, breakdown.props, breakdown.on);
    return String(property(event, breakdown.prop ?? "", breakdown.on) ?? "");
  };
  const groups = new Map<string, OracleItem[]>();
  for (const event of sorted) {
    if (request.shows && !request.shows.includes(event.show)) continue;
    if (request.platforms && !request.platforms.includes(event.data.platform)) continue;
    // The dates bound the start, the window all that follows.
    if (event.time < rules.from || event.time > rules.to + rules.window || !fits(event, request.where)) continue;
    const key = keyOf(event);
    if (key === "") continue;
    const may = request.steps.map((step) => meets(event, step) && isFirst(event, step));
    if (rules.order !== "unordered" && event.time > rules.to) may[0] = false;
    const { amountMicros, currency } = event.data;
    const item = {
      time: event.time,
      may,
      excludedBy: (request.exclusions ?? []).map((exclusion) => meets(event, exclusion)),
      held: list(event, request.holdConstant ?? []),
      label: labelOf(event),
      amount: currency ? { amountMicros: amountMicros ?? 0, currency } : null,
    };
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function pathsOf(items: readonly OracleItem[], request: FunnelRequest, rules: OracleRules): OraclePath[] {
  if (request.countBy === "total") return oracleTries(items, rules);
  const path = oraclePath(items, rules);
  return path ? [path] : [];
}

function truthOf(groups: readonly OracleItem[][], request: FunnelRequest, rules: OracleRules): FunnelTruth {
  const paths = groups.flatMap((items) => pathsOf(items, request, rules));
  const steps = request.steps.map((_, step) => step);
  const times = steps.map((step) =>
    paths.flatMap(({ items, steps }) => {
      const index = steps.indexOf(step);
      return index > 0 ? [((items[index]?.time ?? 0) - (items[index - 1]?.time ?? 0)) / 1000] : [];
    }),
  );
  const [from, to] = [request.fromStep ?? 0, request.toStep ?? steps.length - 1];
  const between = (path: OraclePath, a: number, b: number): number[] => {
    const [one, other] = [path.items[path.steps.indexOf(a)], path.items[path.steps.indexOf(b)]];
    return one && other ? [(other.time - one.time) / 1000] : [];
  };
  const whole = paths
    .filter((path) => path.steps.length > 1 && path.steps.at(-1) === steps.length - 1)
    .map(({ items }) => ((items.at(-1)?.time ?? 0) - (items[0]?.time ?? 0)) / 1000);
  const samples = paths.flatMap((path) => between(path, from, to));
  return {
    counts: steps.map((step) => paths.filter((path) => path.steps.includes(step)).length),
    averages: times.map(average),
    medians: times.map(middle),
    amounts: steps.map((step) => {
      const sums: Record<string, number> = {};
      for (const path of paths) {
        const amount = path.items[path.steps.indexOf(step)]?.amount;
        if (amount) sums[amount.currency] = (sums[amount.currency] ?? 0) + amount.amountMicros;
      }
      return sums;
    }),
    averageSeconds: average(request.view === "time_to_convert" ? samples : whole),
    ...(request.view === "trend" ? { series: seriesOf(groups, request, rules, from, to) } : {}),
    ...(request.view === "time_to_convert" ? { bins: binsOf(samples, request.binCount) } : {}),
  };
}

function seriesOf(
  groups: readonly OracleItem[][],
  request: FunnelRequest,
  rules: OracleRules,
  from: number,
  to: number,
): NonNullable<FunnelTruth["series"]> {
  const startOf = (time: number) => startOfInterval(time, request);
  const counts = new Map<number, { from: number; to: number }>();
  const count = (path: OraclePath) => {
    const start = startOf(path.items[0]?.time ?? 0);
    const before = counts.get(start) ?? { from: 0, to: 0 };
    const started = path.steps.includes(from) ? 1 : 0;
    const came = started === 1 && path.steps.includes(to) ? 1 : 0;
    counts.set(start, { from: before.from + started, to: before.to + came });
  };
  for (const items of groups) {
    if (request.countBy === "total") {
      for (const path of oracleTries(items, rules)) count(path);
      continue;
    }
    // Who counts in no step counts in no interval.
    if (oraclePath(items, rules) === null) continue;
    for (const start of new Set(items.map(({ time }) => startOf(time)))) {
      // Only events of this interval may be the first of a path.
      const times = items.map(({ time }) => time).filter((time) => startOf(time) === start);
      const path = oraclePath(items, {
        ...rules,
        from: Math.max(rules.from, Math.min(...times)),
        to: Math.min(rules.to, Math.max(...times)),
      });
      if (path) count(path);
    }
  }
  return [...counts]
    .filter(([, { from: started }]) => started > 0)
    .sort(([a], [b]) => a - b)
    .map(([start, { from: started, to: came }]) => ({
      at: new Date(start).toISOString(),
      from: started,
      to: came,
      rate: Number(((100 * came) / started).toFixed(2)),
    }));
}

function binsOf(samples: readonly number[], binCount: number | null | undefined): NonNullable<FunnelTruth["bins"]> {
  if (samples.length === 0) return [];
  let bins = binCount ?? 1;
  if (binCount == null) while (bins ** 3 < samples.length) bins += 1;
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  const width = Math.ceil((most - least) / bins) || 60;
  return Array.from({ length: bins + 1 }, (_, index) => {
    const fromSeconds = least + index * width;
    const count = samples.filter((sample) => sample >= fromSeconds && sample < fromSeconds + width).length;
    return { fromSeconds, count };
  });
}

const average = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;

function middle(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
