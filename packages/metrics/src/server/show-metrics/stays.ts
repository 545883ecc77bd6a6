import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";

/** Later than everything, in milliseconds: the end of what nobody said has ended. */
export const FOREVER = "toInt64(9000000000000)";

/**
 * `signs`: every sign that a known person watches the show (`join`, `leave`, `heartbeat`), and `stays`: from each
 * `join` to the first `leave` before the next one, else to the last `heartbeat`; where nobody told of an end it has
 * none. At one millisecond an end goes before a new start, as in the time watched.
 */
export const STAYS = `
signs AS
(
    SELECT
        toString(platform) AS platform,
        actor_hash,
        ${PERSON} AS person,
        toUnixTimestamp64Milli(time) AS at,
        type
    FROM
    (
        SELECT platform, actor_hash, time, type FROM events
        WHERE ${OF_SHOW} AND type IN ('join', 'leave', 'heartbeat') AND actor_hash != 0
    ) AS signs
    ${OF_PEOPLE}
),
stays AS
(
    SELECT
        person,
        platform,
        minIf(at, type = 'join') AS stay_from,
        multiIf(
            max(type = 'leave'), minIf(at, type = 'leave'),
            max(type = 'heartbeat'), maxIf(at, type = 'heartbeat'),
            ${FOREVER}) AS stay_to
    FROM
    (
        SELECT
            person, platform, actor_hash, at, type,
            sum(type = 'join') OVER
                (PARTITION BY platform, actor_hash ORDER BY at, type = 'join' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stay
        FROM signs
    )
    WHERE stay > 0
    GROUP BY person, platform, actor_hash, stay
)`;
