import { Type } from "typebox";
import { PAGE_EVENTS } from "../../totals.ts";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/**
 * Visits that a show brought, and how long they lasted on the brand's pages: a session's events up to a pause of more
 * than 30 minutes are a visit (GA4's rule); the show brought those whose first event is the show's. The time is from
 * the visit's first `page_view` to its last event. By the platform of that page; scope '' is all platforms. (What was
 * more than a pause before the show's first event cannot have begun a visit that the show brought; no visit is followed
 * for longer than a day after its last.)
 */
export const dwellQuery = defineQuery(
  {
    name: "show-metrics/dwell",
    row: Type.Object({ scope: Type.String(), visits: Type.Integer(), milliseconds: Type.Integer() }),
  },
  `
WITH
steps AS
(
    SELECT session, toUnixTimestamp64Milli(time) AS at, seq, type, toString(platform) AS platform, ${OF_SHOW} AS own
    FROM events
    WHERE workspace = {workspace: String} AND session != ''
        AND time >= (SELECT min(time) FROM events WHERE ${OF_SHOW} AND session != '') - INTERVAL 30 MINUTE
        AND time <= (SELECT max(time) FROM events WHERE ${OF_SHOW} AND session != '') + INTERVAL 1 DAY
        AND session IN (SELECT session FROM events WHERE ${OF_SHOW} AND session != '')
        AND type IN (${PAGE_EVENTS.map((type) => `'${type}'`).join(", ")})
),
paused AS
(
    SELECT *, at - lagInFrame(at, 1, at) OVER
        (PARTITION BY session ORDER BY at, seq ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) > 1800000 AS begins
    FROM steps
),
numbered AS
(
    SELECT *, sum(begins) OVER
        (PARTITION BY session ORDER BY at, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS visit
    FROM paused
),
visits AS
(
    SELECT
        argMinIf(platform, (at, seq), type = 'page_view') AS page_platform,
        max(at) - minIf(at, type = 'page_view') AS lasted
    FROM numbered
    GROUP BY session, visit
    HAVING argMin(own, (at, seq)) AND countIf(type = 'page_view') > 0
)
SELECT scope, count() AS visits, sum(lasted) AS milliseconds
FROM visits ARRAY JOIN ['', page_platform] AS scope
GROUP BY scope`,
);
