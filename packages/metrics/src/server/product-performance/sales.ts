import { Type } from "typebox";
import { ORDER_KEY } from "../attribution/orders-sql.ts";
import { defineQuery } from "../query.ts";
import { OF_SELECTION } from "./selection.ts";

/**
 * What was paid for each product, per currency; an order counts once, by its newest `purchase`. Each takes part with
 * the amounts of its lines; lines without amounts share what was paid by units, to the micro. (No FINAL: a row that
 * is there twice is one order all the same.)
 */
export const productSalesQuery = defineQuery(
  {
    name: "product-performance/sales",
    row: Type.Object({
      item: Type.String(),
      currency: Type.String(),
      lines: Type.Integer(),
      orders: Type.Integer(),
      units: Type.Integer(),
      micros: Type.String(),
      shows: Type.Array(Type.String()),
    }),
  },
  `
WITH bought AS
(
    SELECT
        (
            toUnixTimestamp64Milli(time), toString(show), toString(currency), amount_micros,
            if(empty(\`items.item\`), [item], \`items.item\`),
            if(empty(\`items.item\`), [quantity], \`items.quantity\`),
            if(empty(\`items.item\`), [amount_micros], \`items.amount_micros\`)
        ) AS newest
    FROM commerce
    WHERE ${OF_SELECTION} AND type = 'purchase'
    ORDER BY time DESC, seq DESC
    LIMIT 1 BY platform, ${ORDER_KEY}
)
SELECT
    item,
    newest.3 AS currency,
    count() AS lines,
    countIf(repeated = 1) AS orders,
    sum(line_units) AS units,
    toString(sum(toInt128(line_micros))) AS micros,
    groupUniqArrayIf(newest.2, newest.2 != '') AS shows
FROM
(
    SELECT
        newest,
        arrayCumSum(newest.6) AS upto,
        arrayExists(one -> one != 0, newest.7) AS priced,
        if(
            priced,
            newest.7,
            arrayMap(
                (through, own) -> toInt64(intDiv(toInt128(newest.4) * through, upto[-1]) - intDiv(toInt128(newest.4) * (through - own), upto[-1])),
                upto, newest.6)
        ) AS shared
    FROM bought
    WHERE newest.1 <= {to: Int64}
)
ARRAY JOIN newest.5 AS item, newest.6 AS line_units, shared AS line_micros, arrayEnumerateUniq(newest.5) AS repeated
GROUP BY item, currency`,
);
