import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { moneyList } from "../money.ts";
import type { ProductOverShows } from "../products-over-shows.ts";
import { ask, defineQuery, microsFromText } from "./query.ts";

const MOST_PRODUCTS = 100;

/** The offers' own events are no use of a product, and the name that they give is the offer's. */
const shownQuery = defineQuery(
  {
    name: "products-over-shows/shown",
    row: Type.Object({
      show: Type.String(),
      item: Type.String(),
      name: Type.String(),
      named_at: Type.Integer(),
      pins: Type.Integer(),
      clicks: Type.Integer(),
      carts: Type.Integer(),
    }),
  },
  `
SELECT
    toString(show) AS show,
    item,
    argMaxIf(item_name, (time, seq), item_name != '') AS name,
    toUnixTimestamp64Milli(maxIf(time, item_name != '')) AS named_at,
    countIf(type = 'product_pinned') AS pins,
    countIf(type IN ('select_item', 'select_promotion')) AS clicks,
    countIf(type = 'add_to_cart') AS carts
FROM events
WHERE workspace = {workspace: String} AND show IN {shows: Array(String)} AND item != ''
    AND NOT startsWith(type, 'offer_')
GROUP BY show, item`,
);

/** Lines of the newest `purchase` of each order; one without lines is a line of its own `item`. */
const soldQuery = defineQuery(
  {
    name: "products-over-shows/sold",
    row: Type.Object({
      show: Type.String(),
      item: Type.String(),
      currency: Type.String(),
      lines: Type.Integer(),
      units: Type.Integer(),
      paid: Type.String(),
    }),
  },
  `
WITH orders AS
(
    SELECT
        toString(show) AS show,
        argMax(
            (
                toString(currency),
                if(empty(\`items.item\`),
                    [(item, quantity, amount_micros)],
                    arrayZip(\`items.item\`, \`items.quantity\`, \`items.amount_micros\`))
            ),
            (time, seq)
        ) AS newest
    FROM commerce FINAL
    WHERE workspace = {workspace: String} AND show IN {shows: Array(String)} AND type = 'purchase'
    GROUP BY show, order_hash
)
SELECT
    show,
    line.1 AS item,
    newest.1 AS currency,
    count() AS lines,
    sum(line.2) AS units,
    toString(sum(toInt128(line.3))) AS paid
FROM orders ARRAY JOIN newest.2 AS line
WHERE item != ''
GROUP BY show, item, currency`,
);

/** The products of some shows, most units first, at most 100. @throws CostlyQuestion */
export async function askProductsOverShows(
  client: ClickHouseClient,
  workspace: string,
  shows: readonly string[],
): Promise<ProductOverShows[]> {
  if (shows.length === 0) return [];
  const params = { workspace, shows };
  const [shown, sold] = await Promise.all([ask(client, shownQuery, params), ask(client, soldQuery, params)]);
  const items = [...new Set([...shown, ...sold].map(({ item }) => item))];
  const shownOf = Map.groupBy(shown, ({ item }) => item);
  const soldOf = Map.groupBy(sold, ({ item }) => item);
  return items
    .map((item): ProductOverShows => {
      const [seen, lines] = [shownOf.get(item) ?? [], soldOf.get(item) ?? []];
      const named = seen.filter(({ name }) => name !== "").sort((a, b) => b.named_at - a.named_at);
      const of = (show: string) => figuresOf(ofShow(seen, show), ofShow(lines, show));
      const there = shows.filter((show) => ofShow(seen, show).length + ofShow(lines, show).length > 0);
      return {
        item,
        name: named[0]?.name ?? null,
        total: figuresOf(seen, lines),
        shows: there.map((show) => ({ show, ...of(show) })),
      };
    })
    .sort((a, b) => b.total.units - a.total.units || b.total.pins - a.total.pins || (a.item < b.item ? -1 : 1))
    .slice(0, MOST_PRODUCTS);
}

const ofShow = <Row extends { show: string }>(rows: readonly Row[], show: string) =>
  rows.filter((row) => row.show === show);

interface Shown {
  pins: number;
  clicks: number;
  carts: number;
}
interface Sold {
  currency: string;
  lines: number;
  units: number;
  paid: string;
}

function figuresOf(seen: readonly Shown[], sold: readonly Sold[]): ProductOverShows["total"] {
  const clicks = sum(seen.map((row) => row.clicks));
  const lines = sum(sold.map((row) => row.lines));
  return {
    pins: sum(seen.map((row) => row.pins)),
    clicks,
    carts: sum(seen.map((row) => row.carts)),
    lines,
    units: sum(sold.map((row) => row.units)),
    revenue: moneyList(sold.map(({ currency, paid }) => [currency, microsFromText(paid)] as const)),
    ctorItem: clicks === 0 ? null : lines / clicks,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
