import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/**
 * Orders per platform and currency. An order id counts once, with the amounts of its newest `purchase`; refunds and
 * cancellations take back what they say, one without amount and lines everything, never more than was paid.
 */
export const ordersQuery = defineQuery(
  {
    name: "show-metrics/orders",
    row: Type.Object({
      platform: Type.String(),
      currency: Type.String(),
      orders: Type.Integer(),
      items: Type.Integer(),
      lines: Type.Integer(),
      refunded: Type.Integer(),
      paid: Type.String(),
      taken_back: Type.String(),
    }),
  },
  `
WITH
per_order AS
(
    SELECT
        platform,
        max(type = 'purchase') AS bought,
        argMaxIf(amount_micros, (time, seq), type = 'purchase') AS paid,
        toString(argMaxIf(currency, (time, seq), type = 'purchase')) AS paid_in,
        argMaxIf(if(empty(\`items.item\`), quantity, arraySum(\`items.quantity\`)), (time, seq), type = 'purchase') AS items,
        argMaxIf(greatest(length(\`items.item\`), 1), (time, seq), type = 'purchase') AS lines,
        max(type = 'refund') AS refunded,
        max(type != 'purchase' AND currency = '' AND empty(\`items.item\`)) AS undone,
        sumMapIf(map(toString(currency), toInt64(abs(amount_micros))), type != 'purchase' AND currency != '') AS taken
    FROM commerce FINAL
    WHERE ${OF_SHOW} AND type IN ('purchase', 'refund', 'order_cancelled')
    GROUP BY platform, order_hash
),
per_currency AS
(
    SELECT
        platform,
        one AS currency,
        bought AND one = paid_in AS own,
        if(own, items, 0) AS own_items,
        if(own, lines, 0) AS own_lines,
        own AND refunded AS own_refunded,
        if(own, paid, 0) AS own_paid,
        if(own, least(if(undone, paid, taken[one]), paid), taken[one]) AS taken_back
    FROM per_order
    ARRAY JOIN arrayDistinct(arrayConcat(if(bought, [paid_in], []), mapKeys(taken))) AS one
)
SELECT
    platform,
    currency,
    countIf(own) AS orders,
    sum(own_items) AS items,
    sum(own_lines) AS lines,
    countIf(own_refunded) AS refunded,
    toString(sum(toInt128(own_paid))) AS paid,
    toString(sum(toInt128(taken_back))) AS taken_back
FROM per_currency
GROUP BY platform, currency`,
);

/** Real money given by viewers, per platform and currency. */
export const tipsQuery = defineQuery(
  {
    name: "show-metrics/tips",
    row: Type.Object({ platform: Type.String(), currency: Type.String(), paid: Type.String() }),
  },
  `
SELECT platform, currency, toString(sum(toInt128(amount_micros))) AS paid
FROM commerce FINAL
WHERE ${OF_SHOW} AND type = 'tip' AND currency != ''
GROUP BY platform, currency`,
);
