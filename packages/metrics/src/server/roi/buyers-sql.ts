import { Type } from "typebox";
import { buyersIdsSql } from "../attribution/conversions-sql.ts";
import { float64, lists, texts, uint8, uint64Words } from "../native.ts";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, PERSON } from "../selection.ts";

const OF_PERIOD = `
            SELECT order_hash FROM orders
            WHERE workspace = {workspace: String} AND type = 'purchase' AND time >= fromUnixTimestamp64Milli({from: Int64})
            GROUP BY order_hash
            HAVING max(time) <= fromUnixTimestamp64Milli({to: Int64})`;

/**
 * Refunds and cancellations of the period's orders, whenever they came, each once, added up by order. One without money
 * and lines takes back the whole order.
 */
export const takenBackQuery = {
  name: "roi/taken-back",
  schema: {
    order_hash: uint64Words,
    cancelled: uint8,
    currencies: lists(texts),
    micros: lists(float64),
    items: lists(texts),
    quantities: lists(float64),
  },
  // Orders are looked for first: else all columns of every refund there ever was are read.
  sql: `
SELECT
    taken_order AS order_hash,
    toUInt8(max(takes_all)) AS cancelled,
    mapKeys(sumMap(taken)) AS currencies,
    CAST(mapValues(sumMap(taken)) AS Array(Float64)) AS micros,
    groupArrayArray(lines) AS items,
    CAST(groupArrayArray(units) AS Array(Float64)) AS quantities
FROM
(
    SELECT
        order_hash AS taken_order,
        currency = '' AND empty(items) AS takes_all,
        if(currency = '', map(), map(toString(currency), toInt128(abs(amount_micros)))) AS taken,
        items AS lines,
        quantities AS units
    FROM orders
    PREWHERE type IN ('refund', 'order_cancelled') AND order_hash IN (${OF_PERIOD}
    )
    WHERE workspace = {workspace: String}
    LIMIT 1 BY event_hash
)
GROUP BY taken_order`,
};

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
