import { OF_SELECTION } from "./selection.ts";

/** How often each product was shown, clicked and put into a cart, on the whole days of the period. */
export const SEEN_BY_DAY = `
SELECT
    item, toLowCardinality('') AS currency, show,
    0 AS lines, 0 AS orders, 0 AS units, 0 AS micros,
    impressions + impressions_before AS impressions,
    clicks + clicks_before AS clicks,
    carts + carts_before AS carts
FROM item_days FINAL
WHERE ${OF_SELECTION} AND day >= {firstDay: Date32} AND day < {endDay: Date32}`;

/** The same of what is left of the period before and behind its whole days: event by event. */
export const SEEN_AT_EDGES = `
SELECT
    toLowCardinality(item) AS item, toLowCardinality('') AS currency, show,
    0 AS lines, 0 AS orders, 0 AS units, 0 AS micros,
    type IN ('view_promotion', 'view_item') AS impressions,
    type IN ('select_promotion', 'select_item') AS clicks,
    type = 'add_to_cart' AS carts
FROM events
WHERE ${OF_SELECTION}
    AND (
        time >= fromUnixTimestamp64Milli({from: Int64}) AND time < fromUnixTimestamp64Milli({wholeFrom: Int64})
        OR time >= fromUnixTimestamp64Milli({wholeTo: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64}))
    AND type IN ('view_promotion', 'view_item', 'select_promotion', 'select_item', 'add_to_cart')`;
