import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { shownIn } from "../highlights/shown.ts";
import { moneyList } from "../money.ts";
import { chapterOf, chaptersOf } from "../replay-sales/chapters.ts";
import type { ReplaySales } from "../replay-sales.ts";
import type { ShowWithTimes } from "./highlights.ts";
import { ask, defineQuery } from "./query.ts";
import { selectionParams } from "./selection.ts";
import { markOf } from "./show-timeline/marks.ts";
import { askShowMoments } from "./show-timeline/moments.ts";

/** Lines of orders, each order by its newest `purchase`; one without lines is a line of its own `item`. */
const linesQuery = defineQuery(
  {
    name: "replay-sales",
    row: Type.Object({
      order: Type.String(),
      currency: Type.String(),
      /** item, units, micros, offer */
      lines: Type.Array(Type.Tuple([Type.String(), Type.Integer(), Type.Integer(), Type.String()])),
    }),
  },
  `
WITH orders AS
(
    SELECT
        order_hash,
        argMax(
            (
                toUnixTimestamp64Milli(time),
                toString(show),
                link,
                toString(currency),
                if(empty(\`items.item\`),
                    [(item, quantity, amount_micros, offer)],
                    arrayZip(\`items.item\`, \`items.quantity\`, \`items.amount_micros\`,
                        arrayMap(own -> if(own = '', offer, own), \`items.offer\`)))
            ),
            (time, seq)
        ) AS newest
    FROM commerce FINAL
    WHERE workspace = {workspace: String} AND show IN ({show: String}, '') AND type = 'purchase'
        AND time >= fromUnixTimestamp64Milli({end: Int64})
    GROUP BY order_hash
)
SELECT toString(order_hash) AS \`order\`, newest.4 AS currency, newest.5 AS lines
FROM orders
WHERE newest.1 >= {end: Int64} AND newest.1 <= {to: Int64}
    AND (newest.2 = {show: String} OR newest.3 IN {links: Array(String)})`,
);

const DAY = 86_400_000;

/** What a show sold after its end. `links` are the codes of the tracked links that belong to it. */
export async function askReplaySales(
  client: ClickHouseClient,
  workspace: string,
  { id: show, endedAt }: ShowWithTimes,
  links: readonly string[],
  days: number,
): Promise<ReplaySales> {
  const none = { orders: 0, units: 0, revenue: [] };
  if (endedAt === null) return { endedAt: null, to: null, chapters: [], notShown: none, total: none };
  const to = endedAt + days * DAY;
  const during = selectionParams(workspace, { show, to: new Date(endedAt).toISOString() });
  const [{ marks }, orders] = await Promise.all([
    askShowMoments(client, during),
    ask(client, linesQuery, { workspace, show, links, end: endedAt, to }),
  ]);
  const chapters = chaptersOf(shownIn(marks.map(markOf), endedAt), endedAt);
  const sold = orders.flatMap(({ order, currency, lines }) =>
    lines.map(([item, units, micros, offer]) => ({
      order,
      currency,
      units,
      micros,
      place: chapterOf(chapters, { item, offer }),
    })),
  );
  return {
    endedAt: new Date(endedAt).toISOString(),
    to: new Date(to).toISOString(),
    chapters: chapters.map(({ from, to: until, items, itemName, offers }, place) => ({
      start: new Date(from).toISOString(),
      end: new Date(until).toISOString(),
      items,
      itemName,
      offers,
      ...soldIn(sold.filter((line) => line.place === place)),
    })),
    notShown: soldIn(sold.filter(({ place }) => place === -1)),
    total: soldIn(sold),
  };
}

interface Line {
  order: string;
  currency: string;
  units: number;
  micros: number;
}

const soldIn = (lines: readonly Line[]) => ({
  orders: new Set(lines.map(({ order }) => order)).size,
  units: lines.reduce((sum, { units }) => sum + units, 0),
  revenue: moneyList(lines.map(({ currency, micros }) => [currency, micros] as const)),
});
