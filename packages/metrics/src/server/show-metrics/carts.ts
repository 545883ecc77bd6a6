import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";

/** People with a cart, and those who bought within 24 h of an `add_to_cart`; scope '' is all platforms. */
export const cartsQuery = defineQuery(
  {
    name: "show-metrics/carts",
    row: Type.Object({ scope: Type.String(), people: Type.Integer(), bought: Type.Integer() }),
  },
  `
WITH per_person AS
(
    SELECT
        scope,
        groupArrayIf(toUnixTimestamp64Milli(time), type = 'add_to_cart') AS added,
        groupArrayIf(toUnixTimestamp64Milli(time), type = 'purchase') AS paid
    FROM
    (
        SELECT platform, actor_hash, time, type FROM commerce FINAL
        WHERE ${OF_SHOW} AND actor_hash != 0 AND type IN ('add_to_cart', 'purchase')
    ) AS steps
    ${OF_PEOPLE}
    ARRAY JOIN ['', platform] AS scope
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
