import { type Static, Type } from "typebox";
import type { AttributionKey } from "../../attribution.ts";
import { boughtSql } from "../attribution/orders-sql.ts";
import { touchesSql } from "../attribution/touches-sql.ts";
import { defineQuery } from "../query.ts";
import { PEOPLE } from "../selection.ts";

const Texts = Type.Array(Type.String());
const Integers = Type.Array(Type.Integer());

const Row = Type.Object({
  is_known: Type.Integer(),
  bought_before: Type.Integer(),
  /** at, seq, amount in micros, currency, declared key, declared creator, items, their quantities, cancelled, currencies taken back, their micros, items returned, their quantities, platform, order */
  orders: Type.Array(
    Type.Tuple([
      Type.Integer(),
      Type.Integer(),
      Type.Integer(),
      Type.String(),
      Type.String(),
      Type.String(),
      Texts,
      Integers,
      Type.Integer(),
      Texts,
      Integers,
      Texts,
      Integers,
      Type.String(),
      Type.String(),
    ]),
  ),
  /** at, seq, key, creator, kind */
  touches: Type.Array(Type.Tuple([Type.Integer(), Type.Integer(), Type.String(), Type.String(), Type.Integer()])),
});

export type BuyerRow = Static<typeof Row>;

/** The orders of the period by their keys alone. */
const KEYS_OF_PERIOD = `
        SELECT order_hash
        FROM commerce
        WHERE workspace = {workspace: String} AND type = 'purchase' AND time >= fromUnixTimestamp64Milli({from: Int64})
        GROUP BY order_hash
        HAVING max(time) <= fromUnixTimestamp64Milli({to: Int64})`;

/**
 * Refunds and cancellations of the orders of the period, whenever they came. One without amount and lines takes back
 * the whole order.
 */
const TAKEN_BACK = `
    SELECT
        order_hash,
        max(currency = '' AND empty(\`items.item\`)) AS cancelled,
        sumMapIf(map(toString(currency), toInt64(abs(amount_micros))), currency != '') AS taken,
        groupArrayArray(if(empty(\`items.item\`) AND item != '', [item], \`items.item\`)) AS returned,
        groupArrayArray(if(empty(\`items.item\`) AND item != '', [quantity], \`items.quantity\`)) AS quantities
    FROM commerce FINAL
    PREWHERE type IN ('refund', 'order_cancelled')
    WHERE workspace = {workspace: String} AND order_hash IN (${KEYS_OF_PERIOD}
    )
    GROUP BY order_hash`;

/**
 * The ids that may be a buyer's: those of the period's purchases, and all that were ever joined to others. Of all
 * earlier purchases only theirs are looked at.
 */
const MAYBE_BUYERS = `
            SELECT actor FROM commerce
            WHERE workspace = {workspace: String} AND type = 'purchase' AND actor != ''
                AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})
            UNION ALL
            SELECT actor FROM people WHERE workspace = {workspace: String} AND actor != ''`;

/** People who bought something else before the period. */
const OLD_BUYERS = `
    SELECT DISTINCT if(joined.person = '', actor, joined.person) AS person
    FROM
    (
        SELECT actor
        FROM commerce
        PREWHERE type = 'purchase' AND time < fromUnixTimestamp64Milli({from: Int64}) AND actor IN (${MAYBE_BUYERS}
        )
        WHERE workspace = {workspace: String} AND order_hash NOT IN (${KEYS_OF_PERIOD}
        )
    ) AS earlier
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)`;

/** Each buyer's orders of the period with what came back of them, and what may be a touch of them; all in order. */
export const buyersQuery = (groupBy: AttributionKey) =>
  defineQuery(
    { name: `roi/${groupBy}`, row: Row },
    `
WITH ${boughtSql(groupBy, "purchase")}
SELECT is_known, person IN (${OLD_BUYERS}
) AS bought_before, orders, touches
FROM
(
    SELECT
        person,
        NOT startsWith(person, '\\n') AS is_known,
        arraySort(groupArray((
            newest.1, newest.2, newest.4, newest.5, newest.6, newest.7, newest.8, newest.9,
            back.cancelled, mapKeys(back.taken), mapValues(back.taken), back.returned, back.quantities,
            platform, order_key
        ))) AS orders
    FROM bought
    LEFT ANY JOIN (${TAKEN_BACK}
    ) AS back USING (order_hash)
    GROUP BY person
) AS buyers
LEFT ANY JOIN
(
    SELECT person, arraySort(groupArray((at, seq, key, creator_key, kind))) AS touches
    FROM (${touchesSql(groupBy)}
    )
    GROUP BY person
) AS met USING (person)`,
  );

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
