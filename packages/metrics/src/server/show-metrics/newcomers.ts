import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON, withOtherIds } from "../selection.ts";

/** All ids of the show's buyers. */
const IDS_OF_BUYERS = withOtherIds(
  `SELECT actor_hash FROM commerce WHERE ${OF_SHOW} AND type = 'purchase' AND actor_hash != 0`,
);

/**
 * Every buyer of the show whose first order ever is the show's: when, and on which platforms they bought in it. (No
 * FINAL: a purchase that is there twice is no second first order.)
 */
const NEWCOMERS = `
newcomers AS
(
    SELECT
        person,
        arraySort(groupUniqArrayIf(platform, own)) AS platforms,
        min(at) AS first_at
    FROM
    (
        SELECT
            ${PERSON} AS person,
            toString(platform) AS platform,
            (time, seq) AS at,
            own
        FROM
        (
            SELECT actor_hash, platform, time, seq, ${OF_SHOW} AS own FROM orders
            PREWHERE actor_hash IN (${IDS_OF_BUYERS}
            )
            WHERE workspace = {workspace: String} AND type = 'purchase'
        ) AS purchases
        ${OF_PEOPLE}
    )
    GROUP BY person
    HAVING max(own) AND argMin(own, at)
)`;

/** How many new buyers bought on exactly which platforms. */
export const newcomersQuery = defineQuery(
  {
    name: "show-metrics/newcomers",
    row: Type.Object({ platforms: Type.Array(Type.String()), people: Type.Integer() }),
  },
  `WITH ${NEWCOMERS} SELECT platforms, count() AS people FROM newcomers GROUP BY platforms`,
);

/**
 * Which links, coupons and creators new buyers came by: those of an event of theirs, in the show or outside any, up to
 * their first order. Key '' counts each person once.
 */
export const acquiredQuery = defineQuery(
  {
    name: "show-metrics/acquired",
    row: Type.Object({ key: Type.String(), platforms: Type.Array(Type.String()), people: Type.Integer() }),
  },
  `
WITH ${NEWCOMERS},
touches AS
(
    SELECT ${PERSON} AS person, (time, seq) AS at, keys
    FROM
    (
        SELECT
            actor_hash, time, seq,
            arrayFilter(key -> key NOT IN ('link:', 'coupon:', 'creator:'),
                [concat('link:', link), concat('coupon:', toString(coupon)), concat('creator:', toString(creator))]) AS keys
        FROM touches
        PREWHERE actor_hash IN (${IDS_OF_BUYERS}
            )
        WHERE workspace = {workspace: String} AND show IN ({show: String}, '')
            AND (link != '' OR coupon != '' OR creator != '')
    ) AS touches
    ${OF_PEOPLE}
)
SELECT key, platforms, uniqExact(person) AS people
FROM touches
INNER JOIN newcomers USING (person)
ARRAY JOIN arrayConcat([''], keys) AS key
WHERE at <= first_at
GROUP BY key, platforms`,
);
