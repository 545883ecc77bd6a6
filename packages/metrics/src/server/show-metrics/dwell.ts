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
(SELECT (min(time), max(time)) FROM events WHERE ${OF_SHOW} AND session != '') AS span,
sessions AS
(
    SELECT arraySort(groupArray(
        (toUnixTimestamp64Milli(time), seq, type = 'page_view', ${OF_SHOW}, toString(platform))
    )) AS steps
    FROM events
    PREWHERE type IN (${PAGE_EVENTS.map((type) => `'${type}'`).join(", ")})
        AND session IN (SELECT session FROM events WHERE ${OF_SHOW} AND session != '')
    WHERE workspace = {workspace: String}
        AND time >= span.1 - INTERVAL 30 MINUTE AND time <= span.2 + INTERVAL 1 DAY
    GROUP BY sipHash64(session)
),
visits AS
(
    SELECT arrayJoin(arraySplit(
        (step, before) -> step.1 - before.1 > 1800000, steps, arrayPushFront(arrayPopBack(steps), steps[1])
    )) AS visit
    FROM sessions
)
SELECT scope, count() AS visits, sum(lasted) AS milliseconds
FROM
(
    SELECT arrayFirst(step -> step.3, visit) AS page, visit[-1].1 - page.1 AS lasted
    FROM visits
    WHERE visit[1].4 AND arrayExists(step -> step.3, visit)
)
ARRAY JOIN ['', page.5] AS scope
GROUP BY scope`,
);
