import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { SEEN_AT_EDGES, SEEN_BY_DAY } from "./seen-sql.ts";
import { SOLD } from "./sold-sql.ts";

const row = Type.Object({
  /** `''`: of what names no product. */
  item: Type.String(),
  /** What was paid for it, per currency; `orders` counts purchases with it in them. */
  sold: Type.Array(
    Type.Tuple([
      Type.String({ description: "currency" }),
      Type.Integer({ description: "lines" }),
      Type.Integer({ description: "orders" }),
      Type.Integer({ description: "units" }),
      Type.String({ description: "micros" }),
    ]),
  ),
  impressions: Type.Integer(),
  clicks: Type.Integer(),
  carts: Type.Integer(),
  shows: Type.Integer(),
});

/** One statement, so that shows are told apart once for what was seen and what was bought. */
const figuresSql = (...parts: string[]): string => `
SELECT
    item,
    groupArrayIf((currency, line_count, order_count, unit_count, toString(paid)), line_count > 0) AS sold,
    sum(impression_count) AS impressions,
    sum(click_count) AS clicks,
    sum(cart_count) AS carts,
    uniqExactMerge(met_in) AS shows
FROM
(
    SELECT
        item,
        currency,
        sum(lines) AS line_count,
        sum(orders) AS order_count,
        sum(units) AS unit_count,
        sum(toInt128(micros)) AS paid,
        sum(impressions) AS impression_count,
        sum(clicks) AS click_count,
        sum(carts) AS cart_count,
        uniqExactStateIf(cityHash64(show), show != '') AS met_in
    FROM (${parts.join("\nUNION ALL")})
    GROUP BY item, currency
)
GROUP BY item`;

/** Each product's figures in a period that begins and ends with a day in UTC. */
export const productFiguresQuery = defineQuery(
  { name: "product-performance/figures", row },
  figuresSql(SOLD, SEEN_BY_DAY),
);

/** The same of any period. */
export const productFiguresWithEdgesQuery = defineQuery(
  { name: "product-performance/figures-with-edges", row },
  figuresSql(SOLD, SEEN_BY_DAY, SEEN_AT_EDGES),
);
