import { OF_SELECTION } from "./selection.ts";

/**
 * The lines of what was bought; an order counts once, by its newest `purchase` of the selection. (An order has one line
 * at least: a join that keeps empty lists takes three times as long.)
 */
export const SOLD = `
SELECT
    line_item AS item, currency, show,
    1 AS lines, line_first AS orders, line_units AS units, line_micros AS micros,
    0 AS impressions, 0 AS clicks, 0 AS carts
FROM
(
    SELECT time, currency, show, \`lines.item\`, \`lines.first\`, \`lines.units\`, \`lines.micros\`
    FROM sold
    WHERE ${OF_SELECTION} AND time >= fromUnixTimestamp64Milli({from: Int64})
    ORDER BY time DESC, seq DESC
    LIMIT 1 BY order_hash
)
ARRAY JOIN
    \`lines.item\` AS line_item, \`lines.first\` AS line_first,
    \`lines.units\` AS line_units, \`lines.micros\` AS line_micros
WHERE time <= fromUnixTimestamp64Milli({to: Int64})`;
