import type { ClickHouseClient } from "@clickhouse/client";
import { moneyList } from "../money.ts";
import type { ProductFigures, ProductPerformance, ProductPerformanceParams } from "../product-performance.ts";
import { planPeriod } from "./attribution/plan.ts";
import { productSalesQuery } from "./product-performance/sales.ts";
import { productSeenQuery } from "./product-performance/seen.ts";
import { ask, microsFromText } from "./query.ts";

/** What is added up for one product. */
interface Product {
  paid: [currency: string, amountMicros: number][];
  units: number;
  orders: number;
  impressions: number;
  clicks: number;
  carts: number;
  shows: Set<string>;
}

const nothing = (): Product => ({
  paid: [],
  units: 0,
  orders: 0,
  impressions: 0,
  clicks: 0,
  carts: 0,
  shows: new Set(),
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
  const params = { workspace, show, platform, ...periodOf(request) };
  const [sales, seen] = await Promise.all([
    ask(client, productSalesQuery, params),
    ask(client, productSeenQuery, params),
  ]);
  const products = new Map<string, Product>();
  const productOf = (item: string): Product => {
    const product = products.get(item) ?? nothing();
    products.set(item, product);
    return product;
  };
  const lines = new Map<string, number>();
  for (const row of sales) {
    const product = productOf(row.item);
    product.paid.push([row.currency, microsFromText(row.micros)]);
    product.units += row.units;
    product.orders += row.orders;
    for (const each of row.shows) product.shows.add(each);
    if (row.currency !== "") lines.set(row.currency, (lines.get(row.currency) ?? 0) + row.lines);
  }
  for (const row of seen) {
    const product = productOf(row.item);
    product.impressions += row.impressions;
    product.clicks += row.clicks;
    product.carts += row.carts;
    for (const each of row.shows) product.shows.add(each);
  }
  const known = {
    sales: sales.length > 0,
    impressions: seen.some((row) => row.impressions > 0),
    clicks: seen.some((row) => row.clicks > 0),
    carts: seen.some((row) => row.carts > 0),
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
    shows: product.shows.size,
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

/** Absent ends: since ever, until now. */
const periodOf = ({ from = "1901-01-01", to = "2298-12-31", timezone }: ProductPerformanceParams) =>
  planPeriod({ from, to, timezone });
