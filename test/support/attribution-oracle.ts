import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { AttributionKey, AttributionRequest } from "@showpulse/metrics";

/** A conversion as the rules see it: who did it, and the keys that led to it with their times, in order. */
export interface OracleOrder {
  event: AcceptedEvent;
  person: string | undefined;
  path: { key: string; at: number }[];
}

/** Key → currency → what it is credited with, in micros; the key `''` is nobody. Conversions stand under `''`. */
export type OracleCredit = Map<string, Map<string, number>>;

/** Two ids are one person when a chain of `identify` leads from one to the other: followed step by step. */
export function samePeople(log: readonly AcceptedEvent[], actor: string): Set<string> {
  const ids = new Set([actor]);
  for (let before = 0; before !== ids.size; ) {
    before = ids.size;
    for (const { type, data } of log) {
      if (type !== "identify" || data.actor === undefined || data.alias === undefined) continue;
      if (ids.has(data.actor) || ids.has(data.alias)) ids.add(data.actor).add(data.alias);
    }
  }
  return ids;
}

const later = (a: AcceptedEvent, b: AcceptedEvent) => a.time - b.time || a.seq - b.seq;

type OraclePeriod = Pick<AttributionRequest, "from" | "to" | "timezone">;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a moment is in a period: a day lasts as long as the calendar on the wall there shows it. */
export function isWithin(time: number, { from, to, timezone }: OraclePeriod): boolean {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone ?? "UTC" }).format(time);
  const after = DAY.test(from) ? shown >= from : time >= Date.parse(from);
  return after && (DAY.test(to) ? shown <= to : time <= Date.parse(to));
}

/** What is credited, in the period: every order once, by its newest purchase; any other event as it is. */
function conversionsOf(log: readonly AcceptedEvent[], request: OraclePeriod, conversion: string): AcceptedEvent[] {
  const newest = new Map<string, AcceptedEvent>();
  for (const one of log.filter(({ type }) => type === conversion).toSorted(later)) {
    const order = conversion === "purchase" ? one.data.order : undefined;
    newest.set(JSON.stringify([one.data.platform, order ?? [one.source, one.id]]), one);
  }
  return [...newest.values()].filter(({ time }) => isWithin(time, request));
}

const CLICKS = ["select_item", "select_promotion", "link_click"];

function carriedKey({ type, show, data }: AcceptedEvent, groupBy: AttributionKey): string {
  if (groupBy === "show") return CLICKS.includes(type) ? show : "";
  if (groupBy === "platform") return CLICKS.includes(type) ? data.platform : "";
  return data[groupBy] ?? "";
}

function isDirect({ type, show, data }: AcceptedEvent, groupBy: AttributionKey): boolean {
  if (type !== "page_view" || data.referrer || data.campaign || data.creator || data.link) return false;
  return data.utm === undefined && (groupBy !== "show" || show === "");
}

/** How long a `join` shows that somebody watched, at the time of an order. */
function watchedMilliseconds(join: AcceptedEvent, log: readonly AcceptedEvent[], order: AcceptedEvent): number {
  const there = log
    .filter(({ type }) => ["join", "leave", "heartbeat"].includes(type))
    .filter(
      ({ show, data }) => show === join.show && data.platform === join.data.platform && data.actor === join.data.actor,
    )
    .toSorted((a, b) => a.time - b.time || Number(a.type === "join") - Number(b.type === "join") || a.seq - b.seq);
  const after = there.slice(there.indexOf(join) + 1);
  const next = after.find(({ type }) => type === "join");
  const until = next ? after.slice(0, after.indexOf(next)) : after;
  const end =
    until.find(({ type }) => type === "leave") ?? until.findLast(({ type }) => type === "heartbeat") ?? next ?? order;
  return end.time - join.time;
}

/** Every order of the period with its path, event by event as the rules are written. */
export function oracleOrders(log: readonly AcceptedEvent[], request: AttributionRequest): OracleOrder[] {
  const { groupBy, model } = request;
  return conversionsOf(log, request, request.conversion ?? "purchase").map((order) => {
    const ids = order.data.actor === undefined ? new Set<string>() : samePeople(log, order.data.actor);
    const found: { key: string; at: number; seq: number }[] = [];
    for (const one of log) {
      if (one.time > order.time || one.time < order.time - (request.lookbackSeconds ?? 0) * 1000) continue;
      if (!ids.has(one.data.actor ?? "\0")) continue;
      const { time: at, seq } = one;
      const key = carriedKey(one, groupBy);
      if (key !== "") found.push({ key, at, seq });
      else if (model === "last" && isDirect(one, groupBy)) found.push({ key: "(direct)", at, seq });
      if (one.type === "join" && (groupBy === "show" || groupBy === "platform")) {
        const watched = groupBy === "show" ? one.show : one.data.platform;
        if (watched !== "" && watchedMilliseconds(one, log, order) >= 10_000) found.push({ key: watched, at, seq });
      }
    }
    const declared = groupBy === "platform" ? "" : groupBy === "show" ? order.show : (order.data[groupBy] ?? "");
    if (declared !== "") found.push({ key: declared, at: order.time, seq: order.seq });
    found.sort((a, b) => a.at - b.at || a.seq - b.seq);
    const path = found.filter(
      (one, index) => !found.slice(0, index).some(({ key, at }) => key === one.key && at === one.at),
    );
    return { event: order, person: [...ids].sort()[0], path };
  });
}

/**
 * What the model gives each key of each order, as fractions that nobody has rounded; `''` is nobody. Several logs that
 * have no people and keys in common may be asked about together: only `markov` looks beyond an order's own log.
 */
export function oracleShares(
  logs: readonly (readonly OracleOrder[])[],
  request: AttributionRequest,
): Map<string, number>[][] {
  const markov = request.model === "markov" ? markovShares(logs) : new Map<string, number>();
  return logs.map((orders) => {
    const shapley = request.model === "shapley" ? shapleyShares(orders) : () => new Map<string, number>();
    return orders.map((order) => {
      if (order.path.length === 0) return new Map([["", 1]]);
      if (request.model === "markov") return markov;
      if (request.model === "shapley") return shapley(order);
      const shares = new Map<string, number>();
      for (const [index, share] of shareOf(order, request).entries()) {
        const key = order.path[index]?.key ?? "";
        if (share > 0) shares.set(key, (shares.get(key) ?? 0) + share);
      }
      return shares;
    });
  });
}

/** The same added up. */
export function oracleCredit(logs: readonly (readonly OracleOrder[])[], request: AttributionRequest): OracleCredit {
  const credit: OracleCredit = new Map();
  const shares = oracleShares(logs, request).flat();
  for (const [index, { event }] of logs.flat().entries()) {
    const { amountMicros = 0, currency } = event.data;
    for (const [key, share] of shares[index] ?? []) {
      const row = credit.get(key) ?? new Map<string, number>();
      credit.set(key, row);
      row.set("", (row.get("") ?? 0) + share * 1e6);
      if (currency !== undefined) row.set(currency, (row.get(currency) ?? 0) + share * amountMicros);
    }
  }
  return credit;
}

function shareOf({ path, event }: OracleOrder, request: AttributionRequest): number[] {
  const last = path.length - 1;
  switch (request.model) {
    case "first":
      return path.map((_, index) => (index === 0 ? 1 : 0));
    case "last":
    case "last_non_direct":
      return path.map((_, index) => (index === last ? 1 : 0));
    case "position": {
      const [first, between, end] = request.weights ?? [40, 20, 40];
      if (path.length === 1) return [1];
      // Nothing lies between two: what the ends are given is all there is. Ends that are given nothing share.
      const all = path.length === 2 ? first + end : first + between + end;
      if (all === 0) return path.map(() => 1 / path.length);
      return path.map((_, index) => {
        if (index === 0) return first / all;
        return index === last ? end / all : between / all / (path.length - 2);
      });
    }
    case "time_decay": {
      const weights = path.map(({ at }) => 0.5 ** ((event.time - at) / 1000 / (request.halfLifeSeconds ?? 604_800)));
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / all);
    }
    case "any":
      return path.map(({ key }, index) => (path.findIndex((one) => one.key === key) === index ? 1 : 0));
    case "linear":
    case "markov":
    case "shapley":
      return path.map(() => 1 / path.length);
  }
}

/** Shares by what is lost without a key. A walk stays in its own log, so that without a key only its log loses any. */
function markovShares(logs: readonly (readonly OracleOrder[])[]): Map<string, number> {
  const effects = logs.flatMap((orders) => {
    const paths = orders.map(({ path }) => path.map(({ key }) => key)).filter((path) => path.length > 0);
    return removalEffects(paths).map(([key, effect]) => [key, effect * paths.length] as const);
  });
  const all = effects.reduce((sum, [, effect]) => sum + effect, 0);
  return new Map(effects.map(([key, effect]) => [key, effect / all]));
}

/** Walks from key to key, followed for so long that none is left, once with each key taken out. */
function removalEffects(paths: readonly string[][]): [key: string, effect: number][] {
  const steps = new Map<string, string[]>();
  for (const path of paths) {
    for (const [index, from] of ["(start)", ...path].entries()) {
      steps.set(from, [...(steps.get(from) ?? []), path[index] ?? "(end)"]);
    }
  }
  const arriving = (without: string): number => {
    let at = new Map([["(start)", 1]]);
    let arrived = 0;
    for (let round = 0; round < 3000 && at.size > 0; round += 1) {
      const next = new Map<string, number>();
      for (const [state, chance] of at) {
        const out = steps.get(state) ?? [];
        for (const to of out) {
          if (to === "(end)") arrived += chance / out.length;
          else if (to !== without) next.set(to, (next.get(to) ?? 0) + chance / out.length);
        }
      }
      at = new Map([...next].filter(([, chance]) => chance > 1e-14));
    }
    return arrived;
  };
  return [...new Set(paths.flat())].map((key) => [key, 1 - arriving(key)]);
}

/**
 * The average over every order in which the keys of the period can come together, of what each adds when it comes: an
 * order is earned by the key that completes its path.
 */
function shapleyShares(orders: readonly OracleOrder[]): (order: OracleOrder) => Map<string, number> {
  const keys = [...new Set(orders.flatMap(({ path }) => path.map(({ key }) => key)))];
  const sequences = permutations(keys);
  return ({ path }) => {
    const shares = new Map<string, number>();
    for (const sequence of sequences) {
      const needed = new Set(path.map(({ key }) => key));
      const completing = sequence.find((key) => needed.delete(key) && needed.size === 0) ?? "";
      shares.set(completing, (shares.get(completing) ?? 0) + 1 / sequences.length);
    }
    return shares;
  };
}

function permutations(keys: readonly string[]): string[][] {
  if (keys.length === 0) return [[]];
  return keys.flatMap((key) => permutations(keys.filter((one) => one !== key)).map((rest) => [key, ...rest]));
}
