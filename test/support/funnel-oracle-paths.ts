/** An event as the oracle looks at it. */
export interface OracleItem {
  time: number;
  /** Whether it may fill each step, and meets each exclusion. */
  may: boolean[];
  excludedBy: boolean[];
  held: string;
  label: string;
  amount: { amountMicros: number; currency: string } | null;
}

export interface OracleRules {
  order: "ordered" | "strict" | "unordered";
  window: number;
  steps: readonly { optional: boolean; within: number; after: number }[];
  exclusions: readonly { fromStep: number; toStep: number }[];
  from: number;
  to: number;
}

/** Which item filled which step, in the order of time. */
export interface OraclePath {
  items: OracleItem[];
  steps: number[];
  marked: boolean;
}

/** The path that counts: the best of every path there is; null when there is none, or when the best is marked. */
export function oraclePath(items: readonly OracleItem[], rules: OracleRules): OraclePath | null {
  const best = bestOf(items, rules);
  return best?.marked ? null : best;
}

/** Every try: the best path, then the best of what is left. */
export function oracleTries(items: readonly OracleItem[], rules: OracleRules): OraclePath[] {
  let left = [...items];
  const found: OraclePath[] = [];
  for (let best = bestOf(left, rules); best; best = bestOf(left, rules)) {
    if (!best.marked) found.push({ ...best, items: best.items.map((item) => items[left.indexOf(item)] as OracleItem) });
    const used = best.items;
    left = left.map((item) => (used.includes(item) ? { ...item, may: item.may.map(() => false) } : item));
  }
  return found;
}

function bestOf(items: readonly OracleItem[], rules: OracleRules): OraclePath | null {
  const paths = rules.order === "unordered" ? sets(items, rules) : sequences(items, rules);
  return paths.reduce<OraclePath | null>((best, path) => (best && compare(best, path) <= 0 ? best : path), null);
}

/** Less than 0 when the first counts rather than the second. */
function compare(a: OraclePath, b: OraclePath): number {
  const last = (path: OraclePath) => path.steps.at(-1) ?? 0;
  const end = (path: OraclePath) => path.items.at(-1)?.time ?? 0;
  const start = (path: OraclePath) => path.items[0]?.time ?? 0;
  const differences = [
    last(b) - last(a),
    Number(a.marked) - Number(b.marked),
    end(a) - end(b),
    b.steps.length - a.steps.length,
    start(b) - start(a),
    ...a.steps.flatMap((step, index) => [
      step - (b.steps[index] ?? 0),
      (a.items[index]?.time ?? 0) - (b.items[index]?.time ?? 0),
    ]),
  ];
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Every way to fill steps one after the other. */
function sequences(items: readonly OracleItem[], rules: OracleRules): OraclePath[] {
  const found: OraclePath[] = [];
  const extend = (path: OracleItem[], steps: number[]) => {
    const [first, last] = [path[0], path.at(-1)];
    if (first && (rules.order !== "strict" || isUnbroken(items, path))) {
      found.push({ items: path, steps, marked: isMarked(items, path, steps, rules) });
    }
    for (let step = (steps.at(-1) ?? -1) + 1; step < rules.steps.length; step += 1) {
      const rule = rules.steps[step] as OracleRules["steps"][number];
      for (const item of items) {
        if (path.includes(item) || !item.may[step]) continue;
        if (first === undefined || last === undefined) {
          if (item.time >= rules.from && item.time <= rules.to) extend([item], [step]);
          continue;
        }
        const since = item.time - last.time;
        const fits = since >= 0 && since >= rule.after && since <= rule.within;
        if (fits && item.time - first.time <= rules.window && item.held === first.held) {
          extend([...path, item], [...steps, step]);
        }
      }
      if (!rule.optional) break;
    }
  };
  extend([], []);
  return found;
}

/** Nothing else happened between the first and the last; what happened at the very same time may lie outside. */
function isUnbroken(items: readonly OracleItem[], path: readonly OracleItem[]): boolean {
  const [start = 0, end = 0] = [path[0]?.time, path.at(-1)?.time];
  return items.every((item) => path.includes(item) || item.time <= start || item.time >= end);
}

function isMarked(
  items: readonly OracleItem[],
  path: readonly OracleItem[],
  steps: readonly number[],
  { exclusions, window }: OracleRules,
): boolean {
  return exclusions.some(({ fromStep, toStep }, index) => {
    const after = path[steps.findIndex((step) => step >= fromStep && step < toStep)]?.time;
    const before = path[steps.findIndex((step) => step >= toStep)]?.time;
    if (after === undefined) return false;
    return items.some(
      ({ time, excludedBy }) =>
        excludedBy[index] &&
        time > after &&
        (before === undefined ? time <= (path[0]?.time ?? 0) + window : time < before),
    );
  });
}

/** Every set of events that fill different steps within the window, except those that are void. */
function sets(items: readonly OracleItem[], rules: OracleRules): OraclePath[] {
  const found: OraclePath[] = [];
  const choose = (from: number, path: OracleItem[], filled: number[]) => {
    const [start, end] = [path[0]?.time ?? 0, path.at(-1)?.time ?? 0];
    if (path.length > 0) {
      const complete = path.length === rules.steps.length;
      const isVoid = items.some(
        ({ time, excludedBy }) =>
          excludedBy.some(Boolean) && time > start && (complete ? time < end : time <= start + rules.window),
      );
      if (!isVoid) found.push({ items: path, steps: path.map((_, index) => index), marked: false });
    }
    for (let index = from; index < items.length; index += 1) {
      const item = items[index] as OracleItem;
      const first = path[0];
      if (first ? item.time - first.time > rules.window || item.held !== first.held : !isStart(item)) continue;
      for (const [step, may] of item.may.entries()) {
        if (may && !filled.includes(step)) choose(index + 1, [...path, item], [...filled, step]);
      }
    }
  };
  const isStart = ({ time }: OracleItem) => time >= rules.from && time <= rules.to;
  choose(0, [], []);
  return found;
}
