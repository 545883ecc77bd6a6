import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { ProductFigures, ProductPerformanceParams } from "@showpulse/metrics";

/** How products did from one millisecond to another, both inclusive: event by event as the words are. */
export function productOracle(
  log: readonly AcceptedEvent[],
  asked: ProductPerformanceParams,
  { from, to }: { from: number; to: number },
) {
  const selected = log.filter(
    (one) =>
      one.time >= from &&
      (asked.show === undefined || one.show === asked.show) &&
      (asked.platform === undefined || one.data.platform === asked.platform),
  );
  const orders = new Map<string, AcceptedEvent>();
  for (const one of selected
    .filter(({ type }) => type === "purchase")
    .toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    orders.set(JSON.stringify([one.data.platform, one.data.order ?? [one.source, one.id]]), one);
  }
  const sales = [...orders.values()].filter(({ time }) => time <= to).flatMap(linesOf);
  const seen = selected.filter(({ type, time }) => type !== "purchase" && time <= to);
  const count = (of: readonly AcceptedEvent[], types: readonly string[]) =>
    seen.some(({ type }) => types.includes(type)) ? of.filter(({ type }) => types.includes(type)).length : null;
  const currencies = [
    ...Map.groupBy(
      sales.filter(({ currency }) => currency !== ""),
      ({ currency }) => currency,
    ),
  ];
  const most = currencies.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))[0]?.[0];
  const rankedBy = asked.currency ?? most ?? null;
  const figures = (of: string | null) => {
    const own = sales.filter((line) => (of === null ? line.item !== "" : line.item === of));
    const met = seen.filter(({ data }) => (of === null ? data.item !== undefined : data.item === of));
    const money = [...Map.groupBy(own, ({ currency }) => currency)]
      .filter(([currency]) => currency !== "")
      .map(([currency, lines]) => ({ amountMicros: sum(lines.map(({ micros }) => micros)), currency }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1));
    return {
      revenue: sales.length > 0 ? money : null,
      units: sales.length > 0 ? sum(own.map(({ quantity }) => quantity)) : null,
      orders: sales.length > 0 ? new Set(own.map(({ order, item }) => `${order.id} ${item}`)).size : null,
      impressions: count(met, ["view_item", "view_promotion"]),
      clicks: count(met, ["select_item", "select_promotion"]),
      carts: count(met, ["add_to_cart"]),
      shows: new Set(
        [...own.map(({ order }) => order.show), ...met.map(({ show }) => show)].filter((one) => one !== ""),
      ).size,
    };
  };
  const items = new Set([...sales.map(({ item }) => item), ...seen.map(({ data }) => data.item ?? "")]);
  items.delete("");
  const rows = [...items].map((one) => ({ item: one, ...figures(one) }));
  const paid = ({ revenue }: ProductFigures) =>
    revenue?.find(({ currency }) => currency === rankedBy)?.amountMicros ?? 0;
  const rank = (one: ProductFigures) => (asked.sort === "revenue" ? paid(one) : (one[asked.sort] ?? 0));
  rows.sort((a, b) => rank(b) - rank(a) || paid(b) - paid(a) || (a.item < b.item ? -1 : 1));
  const { shows: _, ...total } = figures(null);
  return { rows: rows.slice(0, asked.limit), total: { ...total, products: items.size }, rankedBy };
}

/** An order's lines with what was paid for each. */
function linesOf(order: AcceptedEvent) {
  const { items = [], item = "", quantity = 1, amountMicros = 0, currency = "" } = order.data;
  const lines = items.length === 0 ? [{ item, quantity, amountMicros }] : items;
  const units = lines.map((line) => line.quantity ?? 1);
  const all = BigInt(sum(units));
  const priced = lines.some((line) => (line.amountMicros ?? 0) !== 0);
  return lines.map((line, index) => {
    const upTo = (count: number) => (BigInt(amountMicros) * BigInt(sum(units.slice(0, count)))) / all;
    const micros = priced ? (line.amountMicros ?? 0) : Number(upTo(index + 1) - upTo(index));
    return { order, item: line.item, quantity: units[index] ?? 1, currency, micros };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
