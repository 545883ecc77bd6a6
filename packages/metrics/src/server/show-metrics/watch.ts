import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, VIEWER } from "../selection.ts";

/**
 * Views whose length is known, per platform: from a `join` to the first `leave` before the viewer's next `join`, else
 * to the last `heartbeat` before it. A viewer is the actor, else the session. At one millisecond an end goes before a
 * new start.
 */
export const watchQuery = defineQuery(
  {
    name: "show-metrics/watch",
    row: Type.Object({
      platform: Type.String(),
      views: Type.Integer(),
      milliseconds: Type.Integer(),
      bounced: Type.Integer(),
      viewers: Type.Integer(),
    }),
  },
  `
WITH
marks AS
(
    SELECT
        platform,
        viewer,
        if(joined.person_hash = 0, viewer, joined.person_hash) AS person,
        time,
        type
    FROM
    (
        SELECT platform, actor_hash, ${VIEWER} AS viewer, time, type FROM events
        WHERE ${OF_SHOW} AND type IN ('join', 'leave', 'heartbeat') AND (actor_hash != 0 OR session != '')
    ) AS marks
    ${OF_PEOPLE}
),
numbered AS
(
    SELECT
        platform, viewer, person, time, type,
        sum(type = 'join') OVER
            (PARTITION BY platform, viewer ORDER BY time, type = 'join' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS view
    FROM marks
),
views AS
(
    SELECT
        platform,
        any(person) AS person,
        toUnixTimestamp64Milli(minIf(time, type = 'join')) AS joined_at,
        max(type = 'leave') AS has_left,
        toUnixTimestamp64Milli(if(has_left, minIf(time, type = 'leave'), maxIf(time, type = 'heartbeat'))) AS left_at
    FROM numbered
    WHERE view > 0
    GROUP BY platform, viewer, view
    HAVING countIf(type != 'join') > 0
)
SELECT
    platform,
    count() AS views,
    sum(left_at - joined_at) AS milliseconds,
    countIf(left_at - joined_at < 10000) AS bounced,
    uniqExact(person) AS viewers
FROM views
GROUP BY platform`,
);
