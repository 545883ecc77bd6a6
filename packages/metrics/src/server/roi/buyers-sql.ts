import { Type } from "typebox";
import { buyersIdsSql } from "../attribution/conversions-sql.ts";
import { fewTexts, float64, lists, texts, uint64Words } from "../native.ts";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, PERSON } from "../selection.ts";

/** Orders that were bought in the period, or after it: what is looked for is of some of them. */
const SINCE = `
            SELECT order_hash FROM orders
            WHERE workspace = {workspace: String} AND type = 'purchase' AND time >= fromUnixTimestamp64Milli({from: Int64})`;

/** Refunds and cancellations of the period's orders, whenever they came, each once. (Others of later orders may come along.) */
export const takenBackQuery = {
  name: "roi/taken-back",
  schema: {
    order_hash: uint64Words,
    currency: fewTexts,
    micros: float64,
    items: lists(texts),
    quantities: lists(float64),
  },
  // Named first: else all columns of every refund there ever was are read.
  sql: `
SELECT
    order_hash, currency, toFloat64(abs(amount_micros)) AS micros, lines AS items,
    CAST(units AS Array(Float64)) AS quantities
FROM
(
    SELECT order_hash, currency, amount_micros, items AS lines, quantities AS units
    FROM orders
    PREWHERE type IN ('refund', 'order_cancelled') AND order_hash IN (${SINCE}
    )
    WHERE workspace = {workspace: String}
    LIMIT 1 BY event_hash
)`,
};

const OF_PERIOD = `${SINCE}
            GROUP BY order_hash
            HAVING max(time) <= fromUnixTimestamp64Milli({to: Int64})`;

/** People who bought something before the period that is none of its orders. */
export const oldBuyersQuery = {
  name: "roi/old-buyers",
  schema: { person: uint64Words },
  sql: `
SELECT DISTINCT ${PERSON} AS person
FROM
(
    SELECT DISTINCT actor_hash
    FROM orders
    PREWHERE actor_hash IN (${buyersIdsSql({ groupBy: "campaign", conversion: "purchase" })}
    )
    WHERE workspace = {workspace: String} AND type = 'purchase' AND time < fromUnixTimestamp64Milli({from: Int64})
        AND order_hash NOT IN (${OF_PERIOD}
        )
) AS earlier
${OF_PEOPLE}`,
};

/** The currency of most orders of the period. */
export const mainCurrencyQuery = defineQuery(
  { name: "roi/main-currency", row: Type.Object({ currency: Type.String() }) },
  `SELECT toString(currency) AS currency
FROM orders
WHERE workspace = {workspace: String} AND type = 'purchase' AND currency != ''
    AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})
GROUP BY currency
ORDER BY count() DESC, currency
LIMIT 1`,
);
