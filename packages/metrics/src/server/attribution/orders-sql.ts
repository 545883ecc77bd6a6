import type { AttributionKey } from "../../attribution.ts";
import { PEOPLE } from "../selection.ts";

/** The key that a purchase declares itself. Every event has a platform, so that none is declared by it. */
const DECLARED: Readonly<Record<AttributionKey, string>> = {
  campaign: "toString(campaign)",
  creator: "toString(creator)",
  link: "link",
  show: "toString(show)",
  platform: "''",
};

export const ORDER_KEY = "if(`order` != '', `order`, concat(source, '\\n', id))";

/** The order that an event is about, as the tables of orders and of money have it in a column. */
export const ORDER_HASH = `sipHash64(platform, ${ORDER_KEY})`;

/**
 * What is credited, in the period: an order once, by its newest `purchase` of all; any other event as it is. Each with
 * its person; one that nobody is known of stands for itself, with a line break before it. (No FINAL: a row that is
 * there twice is one order all the same.)
 */
export function boughtSql(groupBy: AttributionKey, conversion: string): string {
  const ofOrders = conversion === "purchase";
  return `
orders AS
(
    SELECT platform, order_key, order_hash, newest
    FROM
    (
        SELECT
            platform,
            ${ofOrders ? ORDER_KEY : "concat(source, '\\n', id)"} AS order_key,
            ${ofOrders ? "order_hash" : "0 AS order_hash"},
            (
                toUnixTimestamp64Milli(time), seq, actor, amount_micros, toString(currency),
                ${DECLARED[groupBy]}, toString(creator),
                if(empty(\`items.item\`) AND item != '', [item], \`items.item\`),
                if(empty(\`items.item\`) AND item != '', [quantity], \`items.quantity\`)
            ) AS newest
        FROM ${ofOrders ? "commerce" : "events"}
        WHERE workspace = {workspace: String} AND type = {conversion: String}
            AND time >= fromUnixTimestamp64Milli({from: Int64})
        ORDER BY time DESC, seq DESC
        LIMIT 1 BY ${ofOrders ? "order_hash" : "platform, order_key"}
    )
    WHERE newest.1 <= {to: Int64}
),
bought AS
(
    SELECT
        multiIf(
            actor = '', concat('\\n', platform, '\\n', order_key),
            joined.person = '', actor,
            joined.person
        ) AS person,
        platform,
        order_key,
        order_hash,
        newest
    FROM (SELECT platform, order_key, order_hash, newest, newest.3 AS actor FROM orders) AS orders
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
)`;
}
