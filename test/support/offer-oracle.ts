import type { AcceptedEvent } from "@showpulse/connectors/event";

type Value = number | string | null | Record<string, number>;

/** What brute force says of an offer; money as micros per currency. `products`: price and cost of items in EUR. */
export function oracleOffer(
  log: readonly AcceptedEvent[],
  offer: string,
  products: Record<string, { price: number; cost: number | null }>,
): Record<string, Value> {
  const all = [...log].sort((a, b) => a.time - b.time || a.seq - b.seq);
  const show = all.filter((event) => event.show === "s");
  const mine = show.filter((event) => event.data.offer === offer);
  const first = (type: string) => mine.find((event) => event.type === type)?.time ?? null;
  const started = first("offer_started");
  const lastEnd = mine.findLast((event) => event.type === "offer_ended")?.time ?? null;
  const ended = lastEnd !== null && lastEnd > (started ?? 0) ? lastEnd : null;
  const orders = ordersOf(all).filter(({ lines }) => lines.some((line) => line.offer === offer));

  const sold = orders.map((order) => {
    const own = order.lines.filter((line) => line.offer === offer);
    const units = add(own.map(({ quantity }) => quantity));
    const [amount, whole] = [add(own.map((line) => line.amount)), add(order.lines.map((line) => line.amount))];
    const part =
      own.length === order.lines.length
        ? 1
        : whole === 0
          ? units / add(order.lines.map((l) => l.quantity))
          : amount / whole;
    const revenue = order.real && whole !== 0 ? amount : Math.round(order.paid * part);
    return { ...order, own, units, revenue, back: Math.min(revenue, Math.round(order.back * part)) };
  });
  const money = (of: (sale: (typeof sold)[number]) => [string, number][]): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const [currency, micros] of sold.flatMap(of)) if (currency) sums[currency] = (sums[currency] ?? 0) + micros;
    return sums;
  };
  const units = add(sold.map((sale) => sale.units));
  const costs = sold.flatMap((sale) => sale.own.map((line) => (products[line.item]?.cost ?? null) === null));
  const costOf = (sale: (typeof sold)[number]) =>
    add(sale.own.map((line) => (products[line.item]?.cost ?? 0) * line.quantity));
  const unpriced = sold.some((sale) => sale.currency !== "EUR" || sale.own.some((line) => !products[line.item]));

  const saidStock = mine.find((event) => event.type === "offer_started" && event.data.value !== undefined)?.data.value;
  const gauges = mine.filter((event) => event.type === "offer_stock").map((event) => event.data.value ?? 0);
  const stock = saidStock ?? (gauges.length > 0 ? Math.max(...gauges) : null);
  let soldOut =
    first("offer_sold_out") ?? mine.find((e) => e.type === "offer_stock" && e.data.value === 0)?.time ?? null;
  if (soldOut === null && stock) {
    let left = stock;
    for (const sale of sold.sort((a, b) => a.time - b.time)) {
      left -= sale.units;
      if (left <= 0 && soldOut === null) soldOut = sale.time;
    }
  }
  const closing = soldOut ?? ended;
  const inLast = closing === null ? null : sold.filter((s) => s.time >= closing - 30_000 && s.time <= closing);
  const everyOrder = ordersOf(show);
  const same = persons(all);
  const missed = new Map<string, Set<string>>();
  if (soldOut !== null) {
    const after = show.filter(
      (event) =>
        event.time > (soldOut ?? 0) &&
        event.data.actor &&
        (event.data.offer === offer || event.data.items?.some((line) => line.offer === offer)),
    );
    for (const who of new Set(after.map((event) => same(event.data.actor ?? "")))) {
      const theirs = after.filter((event) => same(event.data.actor ?? "") === who);
      const last = (type: string) => Math.max(0, ...theirs.filter((e) => e.type === type).map((e) => e.time));
      const tried = theirs.some((e) => ["select_promotion", "add_to_cart", "checkout_refused"].includes(e.type));
      const tries = theirs.filter((e) =>
        ["select_promotion", "add_to_cart", "checkout_refused", "begin_checkout"].includes(e.type),
      );
      if (tried || last("begin_checkout") > last("purchase"))
        missed.set(who, new Set(tries.map((e) => e.data.platform)));
    }
  }
  const tells = (types: string[]) =>
    show.some((event) => event.data.platform === "native" || types.includes(event.type));
  const count = (...types: string[]) =>
    tells(types) ? mine.filter((event) => types.includes(event.type)).length : null;
  const selling = ["native", "shopify"];
  const counts = orders.length > 0 || show.some((e) => selling.includes(e.data.platform) || e.type === "purchase");
  const over = (a: number, b: number | null) => (b ? a / b : null);
  const refunded = sold.filter((sale) => sale.refunded).length;
  return {
    impressions: count("view_promotion", "view_item"),
    clicks: count("select_item", "select_promotion"),
    carts: count("add_to_cart"),
    stock,
    sold_out_at:
      soldOut === null || (first("offer_sold_out") === null && !gauges.includes(0) && !counts)
        ? null
        : new Date(soldOut).toISOString(),
    missed_demand: tells(["select_promotion", "add_to_cart", "begin_checkout"]) ? together([...missed.values()]) : null,
    ...(counts
      ? {
          orders: sold.length,
          units,
          revenue: money((sale) => [[sale.currency, sale.revenue]]),
          refunds: money((sale) => [[sale.currency, sale.back]]),
          margin: costs.includes(true)
            ? null
            : money((sale) => [
                [sale.currency, sale.revenue - sale.back],
                ["EUR", -costOf(sale)],
              ]),
          discount_given: unpriced
            ? null
            : money((sale) => [
                ["EUR", add(sale.own.map((l) => (products[l.item]?.price ?? 0) * l.quantity)) - sale.revenue],
              ]),
          sell_through: over(units, stock),
          last_30s_share: inLast === null ? null : over(add(inLast.map((sale) => sale.units)), units),
          refund_rate: over(refunded, sold.length),
          refund_rate_show: over(everyOrder.filter((each) => each.refunded).length, everyOrder.length),
        }
      : {}),
  };
}

interface Order {
  time: number;
  currency: string;
  paid: number;
  back: number;
  refunded: boolean;
  /** The lines were given, not made up for an order without any. */
  real: boolean;
  lines: { item: string; quantity: number; amount: number; offer: string | undefined }[];
}

function ordersOf(events: readonly AcceptedEvent[]): Order[] {
  const groups = Map.groupBy(
    events.filter((event) => ["purchase", "refund", "order_cancelled"].includes(event.type)),
    (event) => `${event.data.platform}/${event.data.order ?? `#${event.id}`}`,
  );
  return [...groups.values()].flatMap((group) => {
    const bought = group.findLast((event) => event.type === "purchase");
    if (!bought) return [];
    const { data, time } = bought;
    const currency = data.currency ?? "";
    const paid = data.amountMicros ?? 0;
    const real = (data.items ?? []).length > 0;
    const given = real ? (data.items ?? []) : [{ item: data.item ?? "", quantity: data.quantity, amountMicros: paid }];
    const named = given.some((line) => "offer" in line && line.offer !== undefined);
    const cancelled = group.some((event) => event.type === "order_cancelled" && event.data.currency === undefined);
    const taken = add(
      group.filter((e) => e.type !== "purchase" && e.data.currency === currency).map((e) => e.data.amountMicros ?? 0),
    );
    return [
      {
        time,
        currency,
        paid,
        real,
        back: cancelled ? paid : Math.min(paid, taken),
        refunded: group.some((event) => event.type === "refund"),
        lines: given.map((line) => ({
          item: line.item,
          quantity: line.quantity ?? 1,
          amount: line.amountMicros ?? 0,
          offer: named ? ("offer" in line ? line.offer : undefined) : data.offer,
        })),
      },
    ];
  });
}

/** How many, unless two of them were on no common platform and may be one. */
const together = (people: readonly Set<string>[]): number | null =>
  people.every((a) => people.every((b) => [...a].some((platform) => b.has(platform)))) ? people.length : null;

function persons(events: readonly AcceptedEvent[]): (id: string) => string {
  let groups: Set<string>[] = [];
  for (const { type, data } of events) {
    if (type !== "identify" || !data.actor || !data.alias) continue;
    const pair = [data.actor, data.alias];
    const touched = groups.filter((group) => pair.some((id) => group.has(id)));
    groups = [
      ...groups.filter((group) => !touched.includes(group)),
      new Set([...pair, ...touched.flatMap((g) => [...g])]),
    ];
  }
  return (id) => [...(groups.find((group) => group.has(id)) ?? [id])].sort()[0] ?? id;
}

const add = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
