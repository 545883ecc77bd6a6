import { ORDER_KEY } from "../attribution/orders-sql.ts";
import { PEOPLE } from "../selection.ts";

/** Every order of a workspace by somebody known, once, by its newest `purchase`: platform, show, person, at, seq. */
export const ORDERS_EVER = `
orders AS
(
    SELECT
        platform,
        ${ORDER_KEY} AS order_key,
        argMax((toUnixTimestamp64Milli(time), seq, actor, toString(show)), (time, seq)) AS newest
    FROM commerce FINAL
    WHERE workspace = {workspace: String} AND type = 'purchase'
    GROUP BY platform, order_key
),
bought AS
(
    SELECT platform, show, at, seq, if(joined.person = '', actor, joined.person) AS person
    FROM
    (
        SELECT toString(platform) AS platform, newest.1 AS at, newest.2 AS seq, newest.3 AS actor, newest.4 AS show
        FROM orders
    ) AS orders
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
    WHERE actor != ''
)`;
