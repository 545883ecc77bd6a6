import type { AcceptedEvent } from "@showpulse/connectors/event";
import { type AttributionRequest, convert, type RoiRequest } from "@showpulse/metrics";
import type { RoiFacts } from "@showpulse/metrics/server";
import { type OracleOrder, oracleOrders, oracleShares, samePeople } from "./attribution-oracle.ts";

/** What a key brought and cost in one currency, with fractions of micros that nobody has rounded. */
export interface OracleFigures {
  revenue: number;
  refunds: number;
  goodsCost: number;
  commission: number;
  ads: number;
  orders: number;
  buyers: Set<string>;
  newCustomers: Set<string>;
}

interface Amount {
  micros: number;
  currency: string;
}

/** Key and currency, apart by a blank → figures; the key `(total)` is everything, each once. */
export function oracleRoi(
  log: readonly AcceptedEvent[],
  request: RoiRequest & { currency: string; lookbackSeconds: number },
  facts: RoiFacts,
): Map<string, OracleFigures> {
  const rows = new Map<string, OracleFigures>();
  const row = (key: string, currency: string): OracleFigures => {
    const name = `${key === "" ? "(unattributed)" : key} ${currency}`;
    const none = { revenue: 0, refunds: 0, goodsCost: 0, commission: 0, ads: 0, orders: 0 };
    const known = rows.get(name) ?? { ...none, buyers: new Set<string>(), newCustomers: new Set<string>() };
    rows.set(name, known);
    return known;
  };
  const exchanged = ({ micros, currency }: Amount, day: string): Amount => {
    const converted = convert(facts.rates, micros, currency, request.currency, day);
    return converted === null ? { micros, currency } : { micros: converted, currency: request.currency };
  };

  for (const { key, day, amount } of facts.costs) {
    const { micros, currency } = exchanged({ micros: amount.amountMicros, currency: amount.currency }, day);
    row(key, currency).ads += micros;
    row("(total)", currency).ads += micros;
  }
  const asked: AttributionRequest = request;
  const orders = oracleOrders(log, asked);
  const shares = oracleShares(orders, asked);
  const creatorShares = oracleShares(oracleOrders(log, { ...asked, groupBy: "creator" }), asked);
  for (const [index, order] of orders.entries()) {
    const day = new Date(order.event.time).toISOString().slice(0, 10);
    const { amountMicros = 0, currency } = order.event.data;
    const paid = { micros: amountMicros, currency: currency ?? "" };
    const back = takenBack(log, order.event, paid);
    const revenue = currency === undefined ? { micros: 0, currency: request.currency } : exchanged(paid, day);
    const refunds = back.amounts.filter((one) => one.currency !== "").map((one) => exchanged(one, day));
    const costs = keptUnits(order.event, back).flatMap((item) => facts.products.get(item) ?? []);
    const goods = [...Map.groupBy(costs, (cost) => cost.currency)].map(([of, all]) =>
      exchanged({ micros: all.reduce((sum, cost) => sum + cost.amountMicros, 0), currency: of }, day),
    );
    const isNew = isFirstOrder(log, order, orders, Date.parse(request.from));
    const everybody = [...(shares[index] ?? []), ["(total)", 1] as const];
    for (const [key, share] of everybody) {
      const own = row(key, revenue.currency);
      own.revenue += share * revenue.micros;
      own.orders += share;
      if (order.person !== undefined) own.buyers.add(order.person);
      if (order.person !== undefined && isNew) own.newCustomers.add(order.person);
      for (const one of refunds) row(key, one.currency).refunds += share * one.micros;
      for (const one of goods) row(key, one.currency).goodsCost += share * one.micros;
    }
    for (const [creator, creatorShare] of creatorShares[index] ?? []) {
      const part = creatorShare * (facts.commissionRates.get(creator) ?? 0);
      const payers = request.groupBy === "creator" ? [[creator, 1] as const] : [...(shares[index] ?? [])];
      for (const [key, share] of [...payers, ["(total)", 1] as const]) {
        if (part === 0) continue;
        row(key, revenue.currency).commission += share * part * revenue.micros;
        for (const one of refunds) row(key, one.currency).commission -= share * part * one.micros;
      }
    }
  }
  return rows;
}

interface Back {
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
    byCurrency.set(data.currency, (byCurrency.get(data.currency) ?? 0) + (data.amountMicros ?? 0));
  }
  const cancelled = events.some(({ type, data }) => type === "order_cancelled" && data.currency === undefined);
  const own = cancelled ? paid.micros : Math.min(paid.micros, byCurrency.get(paid.currency) ?? 0);
  byCurrency.delete(paid.currency);
  const others = [...byCurrency].map(([currency, micros]) => ({ micros, currency }));
  return {
    whole: cancelled || (paid.micros > 0 && own === paid.micros),
    amounts: [{ micros: own, currency: paid.currency }, ...others],
    events,
  };
}

/** Units that stayed with the buyer, one by one. */
function keptUnits(order: AcceptedEvent, { whole, events }: Back): string[] {
  if (whole) return [];
  const units = (of: AcceptedEvent) =>
    (of.data.items ?? []).flatMap(({ item, quantity }) => Array.from({ length: quantity ?? 1 }, () => item));
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
  from: number,
): boolean {
  if (person === undefined) return false;
  const before = orders.filter(
    (one) => one.person === person && (one.event.time - event.time || one.event.seq - event.seq) < 0,
  );
  const name = ({ data, source, id }: AcceptedEvent) => JSON.stringify([data.platform, data.order ?? [source, id]]);
  const names = new Set(orders.map((one) => name(one.event)));
  const ids = samePeople(log, person);
  const earlier = log.filter(
    (one) => one.type === "purchase" && one.time < from && ids.has(one.data.actor ?? "\0") && !names.has(name(one)),
  );
  return before.length === 0 && earlier.length === 0;
}
