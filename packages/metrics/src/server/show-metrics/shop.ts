import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";
import { RETOLD_DAYS } from "./reach.ts";

const NOT_OF_SHOW = "show != {show: String}";
// No FINAL anywhere here: a row that is there twice makes nobody buy, and no order, twice.
const OF_WORKSPACE = "workspace = {workspace: String} AND ({platform: String} = '' OR platform = {platform: String})";

/**
 * The shop's other orders of the days (UTC) on which the show has orders, so that refunds of both had as long to come,
 * and how many of them were refunded; scope '' is all platforms. (Whether an order was told of earlier still is not
 * looked for longer than the reach of a show looks.)
 */
export const otherOrdersQuery = defineQuery(
  {
    name: "show-metrics/other-orders",
    row: Type.Object({ scope: Type.String(), orders: Type.Integer(), refunded: Type.Integer() }),
  },
  `
WITH per_order AS
(
    SELECT
        toString(any(platform)) AS sold_on,
        max(type = 'purchase') AS bought,
        max(type = 'purchase' AND show = {show: String}) AS own,
        toDate(minIf(time, type = 'purchase'), 'UTC') AS day,
        max(type = 'refund') AS refunded
    FROM orders
    WHERE ${OF_WORKSPACE} AND type IN ('purchase', 'refund')
        AND time >= (SELECT min(time) FROM commerce WHERE ${OF_SHOW} AND type = 'purchase') - INTERVAL ${RETOLD_DAYS + 1} DAY
    GROUP BY order_hash
)
SELECT scope, count() AS orders, countIf(refunded) AS refunded
FROM per_order
ARRAY JOIN ['', sold_on] AS scope
WHERE bought AND NOT own
    AND day IN (SELECT toDate(time, 'UTC') FROM commerce WHERE ${OF_SHOW} AND type = 'purchase')
GROUP BY scope`,
);

/**
 * People who put something into a cart outside the show on the days (UTC) on which it had carts, and those of them who
 * bought outside it within 24 h; scope '' is all platforms.
 */
export const otherCartsQuery = defineQuery(
  {
    name: "show-metrics/other-carts",
    row: Type.Object({ scope: Type.String(), people: Type.Integer(), bought: Type.Integer() }),
  },
  `
WITH per_person AS
(
    SELECT
        scope,
        groupArrayIf(toUnixTimestamp64Milli(time), type = 'add_to_cart' AND toDate(time, 'UTC') IN
            (SELECT toDate(time, 'UTC') FROM commerce WHERE ${OF_SHOW} AND type = 'add_to_cart')) AS added,
        groupArrayIf(toUnixTimestamp64Milli(time), type = 'purchase') AS paid
    FROM
    (
        SELECT actor_hash, platform, time, type FROM commerce
        WHERE ${OF_WORKSPACE} AND ${NOT_OF_SHOW} AND actor_hash != 0 AND type IN ('add_to_cart', 'purchase')
            AND toDate(time, 'UTC') >= (SELECT min(toDate(time, 'UTC')) FROM commerce WHERE ${OF_SHOW} AND type = 'add_to_cart')
            AND toDate(time, 'UTC') <= (SELECT max(toDate(time, 'UTC')) FROM commerce WHERE ${OF_SHOW} AND type = 'add_to_cart') + 1
    ) AS steps
    ${OF_PEOPLE}
    ARRAY JOIN ['', toString(platform)] AS scope
    GROUP BY scope, ${PERSON}
)
SELECT
    scope,
    count() AS people,
    countIf(arrayExists(p -> arrayExists(a -> p >= a AND p - a <= 86400000, added), paid)) AS bought
FROM per_person
WHERE notEmpty(added)
GROUP BY scope`,
);

/** What people of the show and visitors of the shop's pages did on the days (UTC) on which anybody came to the show. */
const ON_ITS_DAYS = `${OF_WORKSPACE} AND actor_hash != 0 AND type IN ('join', 'page_view', 'view_item')
            AND toDate(time, 'UTC') IN (SELECT DISTINCT toDate(time, 'UTC') FROM events WHERE ${OF_SHOW} AND type = 'join')`;

/**
 * People who watched the show and visitors of the shop's pages who watched none on that day (UTC), by platform, day
 * and whether they had bought before; and how many bought within 24 h of the moment that they came. Everybody counts
 * once a day, that of the first `join` or the first page.
 */
export const comparableQuery = defineQuery(
  {
    name: "show-metrics/comparable",
    row: Type.Object({
      platform: Type.String(),
      day: Type.String(),
      bought_before: Type.Integer(),
      watched: Type.Integer(),
      people: Type.Integer(),
      bought: Type.Integer(),
    }),
  },
  `
WITH
visits AS
(
    SELECT
        ${PERSON} AS person,
        day,
        argMin(toString(platform), (time, seq)) AS platform,
        toUnixTimestamp64Milli(minIf(time, type = 'join' AND own)) AS came,
        toUnixTimestamp64Milli(min(time)) AS visited,
        max(type = 'join' AND own) AS watched,
        max(type = 'join' OR show = {show: String}) AS was_there
    FROM
    (
        SELECT actor_hash, platform, show, time, seq, type, toDate(time, 'UTC') AS day, ${OF_SHOW} AS own FROM events
        WHERE ${ON_ITS_DAYS}
    ) AS visits
    ${OF_PEOPLE}
    GROUP BY person, day
    HAVING watched OR NOT was_there
),
paid AS
(
    SELECT ${PERSON} AS person, count() AS purchases, min(at) AS first_paid, groupArrayIf(at, is_near) AS times
    FROM
    (
        SELECT
            actor_hash,
            toUnixTimestamp64Milli(time) AS at,
            time >= (SELECT min(time) FROM events WHERE ${OF_SHOW} AND type = 'join') - INTERVAL 1 DAY
                AND time <= (SELECT max(time) FROM events WHERE ${OF_SHOW} AND type = 'join') + INTERVAL 2 DAY AS is_near
        FROM orders
        WHERE workspace = {workspace: String} AND type = 'purchase' AND actor_hash != 0
    ) AS paid
    ${OF_PEOPLE}
    GROUP BY person
)
SELECT
    platform,
    toString(day) AS day,
    purchases > 0 AND first_paid < start AS bought_before,
    watched,
    count() AS people,
    countIf(arrayExists(at -> at >= start AND at - start <= 86400000, times)) AS bought
FROM (SELECT person, day, platform, watched, if(watched, came, visited) AS start FROM visits) AS visits
LEFT ANY JOIN paid USING (person)
GROUP BY platform, day, bought_before, watched`,
);
