import { OF_PEOPLE, PERSON } from "../selection.ts";

/** Every order of a workspace by somebody known, once, by its newest `purchase`: platform, show, person, at, seq. */
export const ORDERS_EVER = `
bought AS
(
    SELECT platform, show, at, seq, ${PERSON} AS person
    FROM
    (
        SELECT toString(platform) AS platform, newest.1 AS at, newest.2 AS seq, newest.3 AS actor_hash, newest.4 AS show
        FROM
        (
            SELECT
                platform, order_hash,
                argMax((toUnixTimestamp64Milli(time), seq, actor_hash, toString(show)), (time, seq)) AS newest
            FROM orders
            WHERE workspace = {workspace: String} AND type = 'purchase'
            GROUP BY platform, order_hash
        )
    ) AS orders
    ${OF_PEOPLE}
    WHERE actor_hash != 0
)`;
