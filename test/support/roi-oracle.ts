import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { AttributionRequest, RoiRequest } from "@showpulse/metrics";
import type { FeeRule, RoiFacts } from "@showpulse/metrics/server";
import { isWithin, type OracleOrder, oracleOrders, oracleShares, samePeople } from "./attribution-oracle.ts";

/** What a key brought and cost in one currency, with fractions of micros that nobody has rounded. */
export interface OracleFigures {
  revenue: number;
  refunds: number;
  goodsCost: number;
  /** Creators' part. */
  commission: number;
  /** What platforms keep by rule. */
  fees: number;
  /** What was typed in, by kind. */
  typed: Map<string, number>;
  orders: number;
  buyers: Set<string>;
  newCustomers: Set<string>;
  newFromPaid: Set<string>;
}

interface Amount {
  micros: number;
  currency: string;
}

export type OracleRoiRequest = RoiRequest & { currency: string; lookbackSeconds: number };

/**
 * Key and currency, apart by a blank → figures; the key `(total)` is everything, each once. Of several logs that have
 * nothing in common, asked about together.
 */
export function oracleRoi(
  logs: readonly (readonly AcceptedEvent[])[],
  request: OracleRoiRequest,
  facts: RoiFacts,
): Map<string, OracleFigures> {
  const rows = new Map<string, OracleFigures>();
  const row = (key: string, currency: string): OracleFigures => {
    const name = `${key === "" ? "(unattributed)" : key} ${currency}`;
    const known = rows.get(name) ?? noFigures();
    rows.set(name, known);
    return known;
  };
  const exchanged = ({ micros, currency }: Amount, day: string): Amount => {
    const rate = rateOf(facts, currency, request.currency, day);
    return rate === undefined
      ? { micros, currency }
      : { micros: times(micros, rate.over, rate.under), currency: request.currency };
  };

  for (const { key, day, kind, amount } of facts.costs) {
    const { micros, currency } = exchanged({ micros: amount.amountMicros, currency: amount.currency }, day);
    for (const { typed } of [row(key, currency), row("(total)", currency)]) {
      typed.set(kind, (typed.get(kind) ?? 0) + micros);
    }
  }
  const advertised = new Set(
    facts.costs.filter(({ key, kind, amount }) => key !== "" && kind === "ads" && amount.amountMicros > 0).map(keyOf),
  );
  const asked: AttributionRequest = request;
  const ordersOf = (groupBy: AttributionRequest["groupBy"]) =>
    logs.map((log) => oracleOrders(log, { ...asked, groupBy }));
  const orders = ordersOf(asked.groupBy);
  const shares = oracleShares(orders, asked);
  const creatorShares = oracleShares(ordersOf("creator"), asked);
  for (const [number, ofLog] of orders.entries()) {
    const log = logs[number] ?? [];
    for (const [index, order] of ofLog.entries()) {
      const own = shares[number]?.[index] ?? new Map<string, number>();
      const creators = creatorShares[number]?.[index] ?? new Map<string, number>();
      addOrder(order, own, creators, isFirstOrder(log, order, ofLog, request), log);
    }
  }
  return rows;

  function addOrder(
    order: OracleOrder,
    own: ReadonlyMap<string, number>,
    creators: ReadonlyMap<string, number>,
    isNew: boolean,
    log: readonly AcceptedEvent[],
  ): void {
    const day = new Date(order.event.time).toISOString().slice(0, 10);
    const { amountMicros = 0, currency } = order.event.data;
    const paid = { micros: amountMicros, currency: currency ?? "" };
    const back = takenBack(log, order.event, paid);
    const revenue = currency === undefined ? { micros: 0, currency: request.currency } : exchanged(paid, day);
    const given = back.amounts.filter((one) => one.currency !== "");
    const refunds = given.map((one) => exchanged(one, day));
    const costs = keptUnits(order.event, back).flatMap((item) => facts.products.get(item) ?? []);
    const goods = [...Map.groupBy(costs, (cost) => cost.currency)].map(([of, all]) =>
      exchanged({ micros: all.reduce((sum, cost) => sum + cost.amountMicros, 0), currency: of }, day),
    );
    const net = currency === undefined ? [] : [paid];
    const fees = feesOf(facts.fees, order.event.data.platform ?? "", day, back.undone, [
      ...net,
      ...given.map((one) => ({ ...one, micros: -one.micros })),
    ]).map((one) => exchanged(one, day));
    for (const [key, share] of [...own, ["(total)", 1] as const]) {
      const figures = row(key, revenue.currency);
      figures.revenue += share * revenue.micros;
      figures.orders += share;
      if (order.person !== undefined) {
        figures.buyers.add(order.person);
        if (isNew) figures.newCustomers.add(order.person);
        const paidFor = key === "(total)" ? [...own.keys()].some((one) => advertised.has(one)) : advertised.has(key);
        if (isNew && paidFor) figures.newFromPaid.add(order.person);
      }
      for (const one of refunds) row(key, one.currency).refunds += share * one.micros;
      for (const one of goods) row(key, one.currency).goodsCost += share * one.micros;
      for (const one of fees) row(key, one.currency).fees += share * one.micros;
    }
    for (const [creator, creatorShare] of creators) {
      const part = creatorShare * (facts.commissionRates.get(creator) ?? 0);
      const payers = request.groupBy === "creator" ? [[creator, 1] as const] : [...own];
      for (const [key, share] of [...payers, ["(total)", 1] as const]) {
        if (part === 0) continue;
        row(key, revenue.currency).commission += share * part * revenue.micros;
        for (const one of refunds) row(key, one.currency).commission -= share * part * one.micros;
      }
    }
  }
}

const keyOf = ({ key }: { key: string }): string => key;

const noFigures = (): OracleFigures => ({
  revenue: 0,
  refunds: 0,
  goodsCost: 0,
  commission: 0,
  fees: 0,
  typed: new Map(),
  orders: 0,
  buyers: new Set(),
  newCustomers: new Set(),
  newFromPaid: new Set(),
});

/** A rate as a fraction: that of the day, else of the nearest earlier day; the other way round where there is no other. */
function rateOf(
  { rates }: RoiFacts,
  from: string,
  to: string,
  day: string,
): { over: bigint; under: bigint } | undefined {
  if (from === to) return { over: 1n, under: 1n };
  const newest = (a: string, b: string) =>
    rates
      .filter((rate) => rate.from === a && rate.to === b && rate.day <= day)
      .toSorted((one, other) => (one.day < other.day ? 1 : -1))[0];
  const micros = (rate: string | number) => BigInt(Math.round(Number(rate) * 1_000_000));
  const [there, back] = [newest(from, to), newest(to, from)];
  if (there) return { over: micros(there.rate), under: 1_000_000n };
  return back && { over: 1_000_000n, under: micros(back.rate) };
}

/** To the nearest whole, a half to the even one. */
function times(micros: number, over: bigint, under: bigint): number {
  const exact = BigInt(Math.abs(micros)) * over;
  const [whole, rest] = [exact / under, (exact % under) * 2n];
  const up = rest > under || (rest === under && whole % 2n === 1n);
  return Math.sign(micros) * Number(up ? whole + 1n : whole);
}

/** Of each platform's rules of one name, the newest of the day or before; all names together. */
function feesOf(rules: readonly FeeRule[], platform: string, day: string, undone: boolean, net: Amount[]): Amount[] {
  const past = rules.filter((rule) => rule.platform === platform && rule.from <= day);
  const held = past.filter((rule) => !past.some((other) => other.name === rule.name && other.from > rule.from));
  const sums = new Map<string, number>();
  for (const { micros, currency } of net) sums.set(currency, (sums.get(currency) ?? 0) + micros);
  return held.flatMap(({ rate, perOrder }) => [
    ...[...sums].map(([currency, micros]) => ({ micros: Math.round(micros * rate), currency })),
    ...(perOrder === null || undone ? [] : [{ micros: perOrder.amountMicros, currency: perOrder.currency }]),
  ]);
}

interface Back {
  /** Taken back by a word, without an amount. */
  undone: boolean;
  /** Nothing of it is left. */
  whole: boolean;
  amounts: Amount[];
  events: AcceptedEvent[];
}

function takenBack(log: readonly AcceptedEvent[], order: AcceptedEvent, paid: Amount): Back {
  const events = log.filter(
    ({ type, data }) =>
      (type === "refund" || type === "order_cancelled") &&
      data.platform === order.data.platform &&
      data.order !== undefined &&
      data.order === order.data.order,
  );
  const byCurrency = new Map<string, number>();
  for (const { data } of events) {
    if (data.currency === undefined) continue;
    byCurrency.set(data.currency, (byCurrency.get(data.currency) ?? 0) + Math.abs(data.amountMicros ?? 0));
  }
  // Without amount and lines: all of it.
  const undone = events.some(({ data }) => data.currency === undefined && (data.items ?? []).length === 0);
  const own = undone ? paid.micros : Math.min(paid.micros, byCurrency.get(paid.currency) ?? 0);
  byCurrency.delete(paid.currency);
  const others = [...byCurrency].map(([currency, micros]) => ({ micros, currency }));
  return {
    undone,
    whole: undone || (paid.micros > 0 && own === paid.micros),
    amounts: [{ micros: own, currency: paid.currency }, ...others],
    events,
  };
}

/** Units that stayed with the buyer, one by one. */
function keptUnits(order: AcceptedEvent, { whole, events }: Back): string[] {
  if (whole) return [];
  const units = ({ data: { items = [], item, quantity } }: AcceptedEvent) =>
    (items.length === 0 && item !== undefined ? [{ item, quantity }] : items).flatMap((line) =>
      Array.from({ length: line.quantity ?? 1 }, () => line.item),
    );
  const kept = units(order);
  for (const returned of events.flatMap(units)) {
    const at = kept.indexOf(returned);
    if (at >= 0) kept.splice(at, 1);
  }
  return kept;
}

/** Whether the buyer bought nothing before: neither another order before the period, nor an earlier one in it. */
function isFirstOrder(
  log: readonly AcceptedEvent[],
  { event, person }: OracleOrder,
  orders: readonly OracleOrder[],
  request: OracleRoiRequest,
): boolean {
  if (person === undefined) return false;
  const before = orders.filter(
    (one) => one.person === person && (one.event.time - event.time || one.event.seq - event.seq) < 0,
  );
  const name = ({ data, source, id }: AcceptedEvent) => JSON.stringify([data.platform, data.order ?? [source, id]]);
  const names = new Set(orders.map((one) => name(one.event)));
  const ids = samePeople(log, person);
  const isBefore = (time: number) => time < event.time && !isWithin(time, request);
  const earlier = log.filter(
    (one) => one.type === "purchase" && isBefore(one.time) && ids.has(one.data.actor ?? "\0") && !names.has(name(one)),
  );
  return before.length === 0 && earlier.length === 0;
}

export interface OracleCurve {
  /** What is known at the end, in the currency asked for. */
  contribution: number;
  /** When it first came from below 0 to 0 or above; milliseconds. */
  breakEvenAt: number | null;
}

/**
 * The contribution of the orders that name a show, worked out anew at every moment at which something happened: what
 * had been bought by then, what had come back by then, what had been spent by then.
 * @param costs each with the moment from which it counts
 */
export function oracleCurve(
  log: readonly AcceptedEvent[],
  { show, currency }: { show: string; currency: string },
  facts: Omit<RoiFacts, "costs">,
  costs: readonly { at: number; day: string; amount: { amountMicros: number; currency: string } }[],
): OracleCurve {
  const inCurrency = (amounts: readonly Amount[], day: string) =>
    amounts.reduce((sum, { micros, currency: of }) => {
      const rate = rateOf({ ...facts, costs: [] }, of, currency, day);
      return rate === undefined ? sum : sum + times(micros, rate.over, rate.under);
    }, 0);
  const forEver = { from: "1970-01-01", to: "2100-01-01" };
  const bought = oracleOrders(
    log.filter((one) => one.type !== "purchase" || one.show === show),
    { ...forEver, model: "any", groupBy: "campaign" },
  ).map(({ event }) => event);
  const contributionAt = (moment: number): number => {
    const creatorNet = new Map<string, number>();
    let sum = 0;
    for (const order of bought.filter(({ time }) => time <= moment)) {
      const day = new Date(order.time).toISOString().slice(0, 10);
      const paid = { micros: order.data.amountMicros ?? 0, currency: order.data.currency ?? "" };
      const back = takenBack(
        log.filter(({ time }) => time <= moment),
        order,
        paid,
      );
      const own = paid.currency === "" ? [] : [paid];
      const given = back.amounts.filter((one) => one.currency !== "").map((one) => ({ ...one, micros: -one.micros }));
      const net = inCurrency(own, day) + given.reduce((before, one) => before + inCurrency([one], day), 0);
      const units = keptUnits(order, back).flatMap((item) => facts.products.get(item) ?? []);
      const goods = [...Map.groupBy(units, (cost) => cost.currency)].map(([of, all]) => ({
        micros: all.reduce((before, cost) => before + cost.amountMicros, 0),
        currency: of,
      }));
      const fees = feesOf(facts.fees, order.data.platform ?? "", day, back.undone, [...own, ...given]);
      sum += net - inCurrency(goods, day) - inCurrency(fees, day);
      const creator = order.data.creator ?? "";
      creatorNet.set(creator, (creatorNet.get(creator) ?? 0) + net);
    }
    for (const [creator, net] of creatorNet) sum -= Math.round(net * (facts.commissionRates.get(creator) ?? 0));
    const spent = costs.filter(({ at }) => at <= moment);
    return spent.reduce(
      (left, { amount, day }) => left - inCurrency([{ micros: amount.amountMicros, currency: amount.currency }], day),
      sum,
    );
  };
  const moments = [...new Set([...log.map(({ time }) => time), ...costs.map(({ at }) => at)])].sort((a, b) => a - b);
  let wasBelow = false;
  let breakEvenAt: number | null = null;
  for (const moment of moments) {
    const contribution = contributionAt(moment);
    if (wasBelow && contribution >= 0) breakEvenAt ??= moment;
    wasBelow = contribution < 0;
  }
  return { contribution: contributionAt(Number.POSITIVE_INFINITY), breakEvenAt };
}
