import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PEOPLE_HASHES, PERSON, withOtherIds } from "../selection.ts";
import { FOREVER, STAYS } from "./stays.ts";

const LINES = (column: string, single: string) => `if(empty(\`items.item\`), [${single}], ${column})`;

/** Longest time after a show in which any of the rules still looks for orders. */
export const REACH_DAYS = 30;
/** An order is told of again, with another amount, within this time; what is told still later is not looked for. */
export const RETOLD_DAYS = 30;

const FIRST = `(SELECT min(time) FROM events WHERE ${OF_SHOW})`;
const LAST = `(SELECT max(time) FROM events WHERE ${OF_SHOW})`;
/** When orders that a show reaches are first paid: the rest of the workspace's history is not read. */
const REACHED = `time >= ${FIRST} AND time <= ${LAST} + INTERVAL ${REACH_DAYS} DAY`;
const REACHED_OR_RETOLD = `time >= ${FIRST} - INTERVAL ${RETOLD_DAYS} DAY
        AND time <= ${LAST} + INTERVAL ${REACH_DAYS + RETOLD_DAYS} DAY`;

/**
 * Purchases that can have to do with a show: its own, and those of people who were there, since it began. Of all orders
 * of the workspace no others are put together.
 */
const MAY_REACH = `
        SELECT order_hash FROM commerce
        WHERE ${OF_SHOW} AND type = 'purchase'
        UNION ALL
        SELECT order_hash FROM orders
        PREWHERE actor_hash IN (${withOtherIds(`SELECT actor_hash FROM events WHERE ${OF_SHOW} AND type = 'join' AND actor_hash != 0`)}
            )
        WHERE workspace = {workspace: String} AND type = 'purchase' AND ${REACHED}`;

/** What a line of an order, a click and what was in view may have in common. */
const KEYS = (item: string, offer: string) =>
  `arrayFilter(key -> length(key) > 1, [concat('i', ${item}), concat('o', ${offer})])`;

/**
 * `reach`: every order that has to do with a show, one row each: the show's own, and those of people who watched it
 * until 30 days after they last did. An order has the amounts of its newest `purchase` and the time of its first.
 * Its lines are those of the `purchase`, else the product that it names itself; each is
 * - `clicked` when its buyer clicked it in the show before,
 * - `shown` when it was pinned or on offer on a platform while its buyer watched there, before the order,
 * - `listed` when it was pinned or on offer at all before the order.
 * A pin lasts until the next pin or `product_unpinned` of its platform, an offer until it ends or is sold out.
 *
 * Lines meet clicks, what was in view and stays as rows of joins: arrays of those beside every line would be copied for
 * each of its elements.
 */
export const REACH = `${STAYS},
clicks AS
(
    SELECT ${PERSON} AS person, key, min(at) AS clicked_at
    FROM
    (
        SELECT actor_hash, toUnixTimestamp64Milli(time) AS at, key FROM events
        ARRAY JOIN ${KEYS("item", "offer")} AS key
        WHERE ${OF_SHOW} AND type IN ('select_item', 'select_promotion') AND actor_hash != 0
    ) AS clicked
    ${OF_PEOPLE}
    GROUP BY person, key
),
up AS
(
    SELECT up_platform, key, up_from, up_to
    FROM
    (
        SELECT
            toString(platform) AS up_platform, item, '' AS offer, type = 'product_pinned' AS is_up,
            toUnixTimestamp64Milli(time) AS up_from,
            leadInFrame(toUnixTimestamp64Milli(time), 1, ${FOREVER}) OVER
                (PARTITION BY platform ORDER BY time, seq ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS up_to
        FROM moments FINAL
        WHERE ${OF_SHOW} AND type IN ('product_pinned', 'product_unpinned')
        UNION ALL
        SELECT
            toString(platform) AS up_platform,
            max(item) AS item,
            offer,
            true AS is_up,
            toUnixTimestamp64Milli(minIf(time, type = 'offer_started')) AS up_from,
            if(countIf(type != 'offer_started') = 0, ${FOREVER}, toUnixTimestamp64Milli(minIf(time, type != 'offer_started'))) AS up_to
        FROM moments FINAL
        WHERE ${OF_SHOW} AND type IN ('offer_started', 'offer_ended', 'offer_sold_out') AND offer != ''
        GROUP BY platform, offer
        HAVING countIf(type = 'offer_started') > 0
    )
    ARRAY JOIN ${KEYS("item", "offer")} AS key
    WHERE is_up
),
bought AS
(
    SELECT
        toString(platform) AS platform,
        order_hash,
        argMax((
            actor_hash, amount_micros, toString(currency), ${OF_SHOW},
            ${LINES("`items.item`", "item")}, ${LINES("`items.offer`", "offer")}, ${LINES("`items.quantity`", "quantity")},
            ${LINES("`items.amount_micros`", "amount_micros")}, offer
        ), (time, seq)) AS newest,
        toUnixTimestamp64Milli(min(time)) AS paid_at
    FROM commerce
    PREWHERE type = 'purchase' AND order_hash IN (${MAY_REACH}
        )
    WHERE workspace = {workspace: String} AND ({platform: String} = '' OR platform = {platform: String})
        AND ${REACHED_OR_RETOLD}
    GROUP BY platform, order_hash
),
of_people AS
(
    SELECT platform, order_hash, paid_at, newest, if(joined.person_hash = 0, newest.1, joined.person_hash) AS person
    FROM bought LEFT ANY JOIN ${PEOPLE_HASHES} AS joined ON joined.actor_hash = bought.newest.1
),
reached AS
(
    SELECT
        of_people.*,
        newest.4 AS own,
        person != 0 AND came > 0 AND came <= paid_at AS watched,
        if(came > 0, seen_at, 0) AS last_seen
    FROM of_people
    ASOF LEFT JOIN
    (
        SELECT person, arrayJoin(groupArray(at)) AS seen_at, minIf(at, type = 'join') AS came FROM signs GROUP BY person
    ) AS signed ON signed.person = of_people.person AND signed.seen_at <= of_people.paid_at
    WHERE own OR (watched AND paid_at - last_seen <= ${REACH_DAYS} * 86400000)
),
lines AS
(
    SELECT
        platform, order_hash, line, person,
        paid_at, newest.2 AS paid, newest.3 AS currency, own, watched, last_seen,
        item, quantity, amount,
        if(line_offer != '', line_offer, newest.9) AS offer,
        arrayJoin(arrayPushBack(${KEYS("item", "offer")}, '')) AS key
    FROM reached
    ARRAY JOIN
        newest.5 AS item, newest.6 AS line_offer, newest.7 AS quantity, newest.8 AS amount,
        arrayEnumerate(newest.5) AS line
),
seen_lines AS
(
    SELECT
        platform, order_hash, line,
        any((person, paid_at, paid, currency, own, watched, last_seen)) AS of_order,
        any(amount) AS line_amount,
        any(quantity) AS line_quantity,
        max(clicked_at > 0 AND clicked_at <= paid_at) AS clicked,
        max(up_from > 0 AND up_from <= paid_at) AS listed,
        max(up_from > 0 AND up_from <= paid_at
            AND stay_from > 0 AND stay_from <= paid_at AND stay_from <= up_to AND stay_to >= up_from) AS shown
    FROM (SELECT * FROM lines LEFT ANY JOIN clicks USING (person, key) LEFT JOIN up USING (key)) AS in_view
    LEFT JOIN (SELECT person, platform AS up_platform, stay_from, stay_to FROM stays) AS stays USING (person, up_platform)
    GROUP BY platform, order_hash, line
),
reach AS
(
    SELECT
        platform,
        order_hash,
        head.1 AS person, head.2 AS paid_at, head.3 AS paid, head.4 AS currency,
        head.5 AS own, head.6 AS watched, head.7 AS last_seen,
        of_lines.2 AS clicked, of_lines.3 AS shown, of_lines.4 AS listed, of_lines.5 AS amounts, of_lines.6 AS quantities
    FROM
    (
        SELECT
            platform, order_hash, any(of_order) AS head,
            arraySort(groupArray((line, clicked, shown, listed, line_amount, line_quantity))) AS of_lines
        FROM seen_lines
        GROUP BY platform, order_hash
    )
)`;

/**
 * What some lines of an order come to: their own amounts, never more together than was paid; where no line has an
 * amount, their share of what was paid by units.
 */
export const linesPaid = (chosen: string): string => `
    if(arraySum(amounts) != 0,
        least(paid, arraySum(arrayMap((amount, is) -> if(is, amount, 0), amounts, ${chosen}))),
        toInt64(round(paid * arraySum(arrayMap((units, is) -> if(is, units, 0), quantities, ${chosen})) / arraySum(quantities))))`;

export const DIRECT = "arrayMap((a, b) -> a OR b, clicked, shown)";

/**
 * What was paid for with the show in view: the lines that the buyer clicked or saw pinned or on offer (direct), and
 * whole orders within 24 h and 7 days of watching, in which the direct lines of later orders of the show are included.
 */
export const reachQuery = defineQuery(
  {
    name: "show-metrics/reach",
    row: Type.Object({
      platform: Type.String(),
      currency: Type.String(),
      direct: Type.String(),
      day: Type.String(),
      week: Type.String(),
    }),
  },
  `
WITH ${REACH}
SELECT
    platform,
    currency,
    toString(sum(toInt128(direct_paid))) AS direct,
    toString(sum(toInt128(if(watched AND paid_at - last_seen <= 86400000, paid, direct_paid)))) AS day,
    toString(sum(toInt128(if(watched AND paid_at - last_seen <= 7 * 86400000, paid, direct_paid)))) AS week
FROM
(
    SELECT platform, currency, watched, paid_at, last_seen, paid, if(own AND person != 0, ${linesPaid(DIRECT)}, 0) AS direct_paid
    FROM reach
)
WHERE currency != ''
GROUP BY platform, currency`,
);
