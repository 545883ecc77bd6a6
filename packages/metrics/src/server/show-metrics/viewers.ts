import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/**
 * The moments at which the number of viewers changes, of each platform and of all (scope ''): the sum of the
 * platforms' latest readings. Of several readings at one millisecond the highest counts; `show_ended` ends a
 * platform's share without making the period longer.
 */
export const VIEWER_MOMENTS = `
readings AS
(
    SELECT
        platform,
        time,
        max(if(type = 'viewer_count', assumeNotNull(value), 0)) AS viewers,
        max(type = 'viewer_count') AS is_reading
    FROM moments FINAL
    WHERE ${OF_SHOW}
        AND ((type = 'viewer_count' AND value IS NOT NULL) OR type = 'show_ended')
    GROUP BY platform, time
),
changes AS
(
    SELECT
        platform,
        time,
        is_reading,
        viewers - lagInFrame(viewers, 1, toFloat64(0)) OVER
            (PARTITION BY platform ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS change
    FROM readings
),
moments AS
(
    SELECT scope, time, sum(change) AS change, max(is_reading) AS is_reading
    FROM changes ARRAY JOIN ['', platform] AS scope
    GROUP BY scope, time
),
sums AS
(
    SELECT
        scope,
        time,
        is_reading,
        sum(change) OVER (PARTITION BY scope ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS viewers,
        leadInFrame(time, 1, time) OVER
            (PARTITION BY scope ORDER BY time ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next
    FROM moments
)`;

/** Now, peak and time-weighted average of each platform's gauge and of their sum (scope ''). */
export const viewersQuery = defineQuery(
  {
    name: "show-metrics/viewers",
    row: Type.Object({
      scope: Type.String(),
      now: Type.Number(),
      peak: Type.Number(),
      area: Type.Number(),
      span: Type.Integer(),
    }),
  },
  `
WITH ${VIEWER_MOMENTS},
ends AS
(
    SELECT scope, minIf(time, is_reading = 1) AS opened, maxIf(time, is_reading = 1) AS closed
    FROM sums GROUP BY scope HAVING max(is_reading) = 1
)
SELECT
    scope,
    argMax(viewers, time) AS now,
    max(viewers) AS peak,
    sum(viewers * (toUnixTimestamp64Milli(least(next, closed)) - toUnixTimestamp64Milli(least(time, closed)))) AS area,
    any(toUnixTimestamp64Milli(closed) - toUnixTimestamp64Milli(opened)) AS span
FROM sums INNER JOIN ends USING (scope)
GROUP BY scope`,
);
