import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, PERSON } from "../selection.ts";

/** Each show's stretches of time with their hour of the week, from parallel arrays; `to_ms` is not part of them. */
const STRETCHES = `stretches AS
(
    SELECT each.1 AS show, each.2 AS from_ms, each.3 AS to_ms, each.4 AS slot
    FROM
    (
        SELECT arrayJoin(arrayZip({shows: Array(String)}, {froms: Array(Int64)}, {tos: Array(Int64)}, {slots: Array(Int32)})) AS each
    )
)`;

const OF_SHOWS = `workspace = {workspace: String} AND show IN {shows: Array(String)}
    AND ({platform: String} = '' OR platform = {platform: String})`;

/** What each platform of each show has told of at all. */
export const platformsQuery = defineQuery(
  {
    name: "best-time/platforms",
    row: Type.Object({ show: Type.String(), platform: Type.String(), types: Type.Array(Type.String()) }),
  },
  `SELECT toString(show) AS show, toString(platform) AS platform, groupUniqArray(toString(type)) AS types
FROM show_minute
WHERE ${OF_SHOWS}
GROUP BY show, platform`,
);

/**
 * Viewers × milliseconds, and the milliseconds read, of each show in each hour: the sum of the platforms' latest
 * readings, from the first reading to the last, as in a show's own average.
 */
export const viewersQuery = defineQuery(
  {
    name: "best-time/viewers",
    row: Type.Object({ show: Type.String(), slot: Type.Integer(), area: Type.Number(), span: Type.Integer() }),
  },
  `
WITH ${STRETCHES},
readings AS
(
    SELECT
        show,
        platform,
        time,
        max(if(type = 'viewer_count', assumeNotNull(value), 0)) AS viewers,
        max(type = 'viewer_count') AS is_reading
    FROM events
    WHERE ${OF_SHOWS} AND ((type = 'viewer_count' AND value IS NOT NULL) OR type = 'show_ended')
    GROUP BY show, platform, time
),
changes AS
(
    SELECT
        show,
        time,
        is_reading,
        viewers - lagInFrame(viewers, 1, toFloat64(0)) OVER
            (PARTITION BY show, platform ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS change
    FROM readings
),
moments AS (SELECT show, time, sum(change) AS change, max(is_reading) AS is_reading FROM changes GROUP BY show, time),
sums AS
(
    SELECT
        show,
        is_reading,
        toUnixTimestamp64Milli(time) AS at,
        sum(change) OVER (PARTITION BY show ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS viewers,
        toUnixTimestamp64Milli(leadInFrame(time, 1, time) OVER
            (PARTITION BY show ORDER BY time ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) AS next
    FROM moments
),
ends AS
(
    SELECT show, minIf(at, is_reading = 1) AS opened, maxIf(at, is_reading = 1) AS closed
    FROM sums GROUP BY show HAVING max(is_reading) = 1
)
SELECT
    toString(sums.show) AS show,
    slot,
    sum(viewers * (until - since)) AS area,
    sum(until - since) AS span
FROM
(
    SELECT sums.show AS show, viewers, slot, greatest(at, opened, from_ms) AS since, least(next, closed, to_ms) AS until
    FROM sums
    INNER JOIN ends ON ends.show = sums.show
    INNER JOIN stretches ON stretches.show = sums.show
) AS sums
WHERE until > since
GROUP BY show, slot`,
);

/** How many people were seen (bit 1) and took part (bit 4) in each show and hour, on exactly which platforms. */
export const peopleQuery = defineQuery(
  {
    name: "best-time/people",
    row: Type.Object({
      show: Type.String(),
      slot: Type.Integer(),
      bit: Type.Integer(),
      platforms: Type.Array(Type.String()),
      people: Type.Integer(),
    }),
  },
  `
WITH ${STRETCHES},
per_actor AS
(
    SELECT
        toString(events.show) AS show,
        slot,
        actor_hash,
        toString(platform) AS platform,
        groupBitOr(if(type IN ('chat_message', 'like', 'share', 'follow', 'poll_vote', 'gift', 'question'), 5, 1)) AS bits
    FROM (SELECT show, actor_hash, platform, type, time FROM events WHERE ${OF_SHOWS} AND actor_hash != 0
        AND time >= fromUnixTimestamp64Milli({earliest: Int64}) AND time < fromUnixTimestamp64Milli({latest: Int64})) AS events
    INNER JOIN stretches ON stretches.show = events.show
    WHERE toUnixTimestamp64Milli(time) >= from_ms AND toUnixTimestamp64Milli(time) < to_ms
    GROUP BY show, slot, actor_hash, platform
),
per_person AS
(
    SELECT show, slot, arraySort(groupArray((platform, bits))) AS seen
    FROM per_actor ${OF_PEOPLE}
    GROUP BY show, slot, ${PERSON}
),
patterns AS (SELECT show, slot, seen, count() AS people FROM per_person GROUP BY show, slot, seen)
SELECT
    show,
    slot,
    bit,
    arrayDistinct(arrayMap(one -> one.1, arrayFilter(one -> bitAnd(one.2, bit) != 0, seen))) AS platforms,
    sum(people) AS people
FROM patterns ARRAY JOIN [1, 4] AS bit
WHERE notEmpty(platforms)
GROUP BY show, slot, bit, platforms`,
);

/** What was paid in each show and hour, per currency: an order counts once, by its newest `purchase`. */
export const revenueQuery = defineQuery(
  {
    name: "best-time/revenue",
    row: Type.Object({ show: Type.String(), slot: Type.Integer(), currency: Type.String(), paid: Type.String() }),
  },
  `
WITH ${STRETCHES},
orders AS
(
    SELECT
        toString(show) AS show,
        argMax((toUnixTimestamp64Milli(time), amount_micros, toString(currency)), (time, seq)) AS newest
    FROM commerce FINAL
    WHERE ${OF_SHOWS} AND type = 'purchase'
    GROUP BY show, order_hash
)
SELECT orders.show AS show, slot, newest.3 AS currency, toString(sum(toInt128(newest.2))) AS paid
FROM orders INNER JOIN stretches ON stretches.show = orders.show
WHERE newest.1 >= from_ms AND newest.1 < to_ms AND currency != ''
GROUP BY show, slot, currency`,
);
