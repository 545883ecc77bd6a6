import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW, PEOPLE } from "../selection.ts";
import { FOREVER, STAYS } from "./stays.ts";

const ORDER_KEY = "if(`order` != '', `order`, concat(source, '\\n', id))";
const LINES = (column: string, single: string) => `if(empty(\`items.item\`), [${single}], ${column})`;

/** Longest time after a show in which any of the rules still looks for orders. */
export const REACH_DAYS = 30;
/** An order is told of again, with another amount, within this time; what is told still later is not looked for. */
const RETOLD_DAYS = 30;

const FIRST = `(SELECT min(time) FROM events WHERE ${OF_SHOW})`;
const LAST = `(SELECT max(time) FROM events WHERE ${OF_SHOW})`;
/** When orders that a show reaches are first paid: the rest of the workspace's history is not read. */
const REACHED = `time >= ${FIRST} AND time <= ${LAST} + INTERVAL ${REACH_DAYS} DAY`;
const REACHED_OR_RETOLD = `time >= ${FIRST} - INTERVAL ${RETOLD_DAYS} DAY
        AND time <= ${LAST} + INTERVAL ${REACH_DAYS + RETOLD_DAYS} DAY`;

/**
 * Purchases that can have to do with a show: its own, and those of ids that were there, or were ever joined to others,
 * since it began. Of all orders of the workspace no others are put together.
 */
const MAY_REACH = `
        SELECT platform, ${ORDER_KEY} AS order_key FROM commerce
        WHERE ${OF_SHOW} AND type = 'purchase'
        UNION ALL
        SELECT platform, ${ORDER_KEY} AS order_key FROM commerce
        WHERE workspace = {workspace: String} AND type = 'purchase' AND ${REACHED}
            AND actor IN (
                SELECT actor FROM events WHERE ${OF_SHOW} AND type = 'join' AND actor != ''
                UNION ALL
                SELECT actor FROM people WHERE workspace = {workspace: String} AND actor != ''
            )`;

/**
 * `reach`: every order that has to do with a show, one row each: the show's own, and those of people who watched it
 * until 30 days after they last did. An order has the amounts of its newest `purchase` and the time of its first.
 * Its lines are those of the `purchase`, else the product that it names itself; each is
 * - `clicked` when its buyer clicked it in the show before,
 * - `shown` when it was pinned or on offer on a platform while its buyer watched there, before the order,
 * - `listed` when it was pinned or on offer at all before the order.
 * A pin lasts until the next pin or `product_unpinned` of its platform, an offer until it ends or is sold out.
 */
export const REACH = `${STAYS},
watchers AS
(
    SELECT
        person,
        groupArray(at) AS seen_at,
        minIf(at, type = 'join') AS came
    FROM signs
    GROUP BY person
    HAVING countIf(type = 'join') > 0
),
stays_of AS (SELECT person, groupArray((platform, stay_from, stay_to)) AS stays_here FROM stays GROUP BY person),
clicks_of AS
(
    SELECT
        if(joined.person = '', actor, joined.person) AS person,
        groupArray((toUnixTimestamp64Milli(time), item, offer)) AS clicks
    FROM
    (
        SELECT actor, time, item, offer FROM events
        WHERE ${OF_SHOW} AND type IN ('select_item', 'select_promotion') AND actor != ''
    ) AS clicked
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
    GROUP BY person
),
up AS
(
    SELECT platform, item, offer, up_from, up_to
    FROM
    (
        SELECT
            toString(platform) AS platform, item, '' AS offer, type,
            toUnixTimestamp64Milli(time) AS up_from,
            leadInFrame(toUnixTimestamp64Milli(time), 1, ${FOREVER}) OVER
                (PARTITION BY platform ORDER BY time, seq ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS up_to
        FROM events
        WHERE ${OF_SHOW} AND type IN ('product_pinned', 'product_unpinned')
    )
    WHERE type = 'product_pinned'
    UNION ALL
    SELECT
        toString(platform) AS platform,
        max(item) AS item,
        offer,
        toUnixTimestamp64Milli(minIf(time, type = 'offer_started')) AS up_from,
        if(countIf(type != 'offer_started') = 0, ${FOREVER}, toUnixTimestamp64Milli(minIf(time, type != 'offer_started'))) AS up_to
    FROM events
    WHERE ${OF_SHOW} AND type IN ('offer_started', 'offer_ended', 'offer_sold_out') AND offer != ''
    GROUP BY platform, offer
    HAVING countIf(type = 'offer_started') > 0
),
bought AS
(
    SELECT
        toString(platform) AS platform,
        ${ORDER_KEY} AS order_key,
        argMax((
            actor, amount_micros, toString(currency), ${OF_SHOW},
            ${LINES("`items.item`", "item")}, ${LINES("`items.offer`", "offer")}, ${LINES("`items.quantity`", "quantity")},
            ${LINES("`items.amount_micros`", "amount_micros")}, offer
        ), (time, seq)) AS newest,
        toUnixTimestamp64Milli(min(time)) AS paid_at
    FROM commerce
    WHERE workspace = {workspace: String} AND type = 'purchase' AND ({platform: String} = '' OR platform = {platform: String})
        AND ${REACHED_OR_RETOLD}
        AND (platform, order_key) IN (${MAY_REACH}
        )
    GROUP BY platform, order_key
),
of_people AS
(
    SELECT bought.*, newest.1 AS actor, if(joined.person = '', newest.1, joined.person) AS person
    FROM bought LEFT ANY JOIN ${PEOPLE} AS joined ON joined.actor = bought.newest.1
),
reach AS
(
    SELECT
        platform,
        order_key,
        person,
        paid_at,
        newest.2 AS paid,
        newest.3 AS currency,
        newest.4 AS own,
        person != '' AND came > 0 AND came <= paid_at AS watched,
        arrayMax(arrayConcat([toInt64(0)], arrayFilter(at -> at <= paid_at, seen_at))) AS last_seen,
        newest.5 AS line_items,
        arrayMap((item, offer) -> arrayExists(click -> click.1 <= paid_at AND
            ((item != '' AND click.2 = item) OR (offer != '' AND click.3 = offer)), clicks), newest.5, offers) AS clicked,
        arrayMap((item, offer) -> arrayExists(one -> one.4 <= paid_at AND
            ((item != '' AND one.2 = item) OR (offer != '' AND one.3 = offer)) AND
            arrayExists(stay -> stay.1 = one.1 AND stay.2 <= paid_at AND stay.2 <= one.5 AND stay.3 >= one.4, stays_here), ups),
            newest.5, offers) AS shown,
        arrayMap((item, offer) -> arrayExists(one -> one.4 <= paid_at AND
            ((item != '' AND one.2 = item) OR (offer != '' AND one.3 = offer)), ups), newest.5, offers) AS listed,
        newest.8 AS amounts,
        newest.7 AS quantities,
        arrayMap(line -> if(line != '', line, newest.9), newest.6) AS offers,
        (SELECT groupArray((platform, item, offer, up_from, up_to)) FROM up) AS ups
    FROM of_people
    LEFT ANY JOIN watchers USING (person)
    LEFT ANY JOIN stays_of USING (person)
    LEFT ANY JOIN clicks_of USING (person)
    WHERE own OR (watched AND paid_at - last_seen <= ${REACH_DAYS} * 86400000)
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
    SELECT platform, currency, watched, paid_at, last_seen, paid, if(own AND person != '', ${linesPaid(DIRECT)}, 0) AS direct_paid
    FROM reach
)
WHERE currency != ''
GROUP BY platform, currency`,
);
