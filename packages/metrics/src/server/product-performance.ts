import type { ClickHouseClient } from "@clickhouse/client";
import { moneyList } from "../money.ts";
import type { ProductFigures, ProductPerformance, ProductPerformanceParams } from "../product-performance.ts";
import { planPeriod } from "./attribution/plan.ts";
import { productFiguresQuery, productFiguresWithEdgesQuery } from "./product-performance/figures.ts";
import { wholeDaysOf } from "./product-performance/whole-days.ts";
import { ask, microsFromText } from "./query.ts";

/** What is added up for one product. */
interface Product {
  paid: [currency: string, amountMicros: number][];
  units: number;
  orders: number;
  impressions: number;
  clicks: number;
  carts: number;
  shows: number;
}

const nothing = (): Product => ({
  paid: [],
  units: 0,
  orders: 0,
  impressions: 0,
  clicks: 0,
  carts: 0,
  shows: 0,
});

/**
 * The products of a show or a period, best first. Orders count when their newest `purchase` is in the period.
 * @throws ImpossibleAttribution for a period that there is not, CostlyQuestion for one that takes too much
 */
export async function askProductPerformance(
  client: ClickHouseClient,
  workspace: string,
  request: ProductPerformanceParams,
): Promise<ProductPerformance> {
  const { show = "", platform = "" } = request;
  const { hasEdges, ...period } = wholeDaysOf(periodOf(request));
  const query = hasEdges ? productFiguresWithEdgesQuery : productFiguresQuery;
  const figures = await ask(client, query, { workspace, show, platform, ...period });
  const products = new Map<string, Product>();
  const lines = new Map<string, number>();
  for (const { item, sold, ...seen } of figures) {
    const product: Product = { ...nothing(), ...seen };
    for (const [currency, lineCount, orders, units, micros] of sold) {
      product.paid.push([currency, microsFromText(micros)]);
      product.units += units;
      product.orders += orders;
      if (currency !== "") lines.set(currency, (lines.get(currency) ?? 0) + lineCount);
    }
    products.set(item, product);
  }
  const known = {
    sales: figures.some(({ sold }) => sold.length > 0),
    impressions: figures.some((row) => row.impressions > 0),
    clicks: figures.some((row) => row.clicks > 0),
    carts: figures.some((row) => row.carts > 0),
  };
  const figuresOf = (product: Product) => ({
    revenue: known.sales ? moneyList(product.paid) : null,
    units: known.sales ? product.units : null,
    orders: known.sales ? product.orders : null,
    impressions: known.impressions ? product.impressions : null,
    clicks: known.clicks ? product.clicks : null,
    carts: known.carts ? product.carts : null,
  });
  // What names no product is nobody's, and no part of the total either.
  products.delete("");
  const [most] = [...lines].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const rankedBy = request.currency ?? most?.[0] ?? null;
  const rows = [...products].map(([item, product]) => ({
    item,
    ...figuresOf(product),
    shows: product.shows,
  }));
  const all = [...products.values()].reduce(addUp, nothing());
  return {
    rows: rows.sort(byRank(request.sort, rankedBy)).slice(0, request.limit),
    total: { ...figuresOf(all), products: products.size },
    rankedBy,
  };
}

function addUp(sum: Product, one: Product): Product {
  return {
    paid: [...moneyList([...sum.paid, ...one.paid])].map(({ currency, amountMicros }) => [currency, amountMicros]),
    units: sum.units + one.units,
    orders: sum.orders + one.orders,
    impressions: sum.impressions + one.impressions,
    clicks: sum.clicks + one.clicks,
    carts: sum.carts + one.carts,
    shows: sum.shows,
  };
}

/** The most first; equal ones by their revenue, then by name. */
function byRank(sort: ProductPerformanceParams["sort"], currency: string | null) {
  const paid = ({ revenue }: ProductFigures) =>
    revenue?.find((money) => money.currency === currency)?.amountMicros ?? 0;
  const rank = (row: ProductFigures) => (sort === "revenue" ? paid(row) : (row[sort] ?? 0));
  return (one: ProductFigures, other: ProductFigures) =>
    rank(other) - rank(one) || paid(other) - paid(one) || (one.item < other.item ? -1 : 1);
}

/** Absent ends: since ever, until now; wherever that is asked from, so that they begin and end with a day. */
function periodOf({ from, to, timezone }: ProductPerformanceParams): { from: number; to: number } {
  const { from: first, to: last } = planPeriod({ from: from ?? EVER.from, to: to ?? EVER.to, timezone });
  return {
    from: from === undefined ? Date.parse(`${EVER.from}T00:00:00.000Z`) : first,
    to: to === undefined ? Date.parse(`${EVER.to}T23:59:59.999Z`) : last,
  };
}

const EVER = { from: "1901-01-01", to: "2298-12-31" } as const;
