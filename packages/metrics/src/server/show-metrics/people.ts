import { Type } from "typebox";
import { PEOPLE as BITS } from "../../totals.ts";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";

/** How many people did what on exactly which platforms; `bit` is one of totals.ts' `PEOPLE`. */
export const peopleQuery = defineQuery(
  {
    name: "show-metrics/people",
    row: Type.Object({ bit: Type.Integer(), platforms: Type.Array(Type.String()), people: Type.Integer() }),
  },
  `
WITH
per_actor AS
(
    SELECT
        actor_hash,
        platform,
        groupBitOr(multiIf(
            type = 'chat_message', 7,
            type IN ('like', 'share', 'follow', 'poll_vote', 'gift', 'question'), 5,
            type IN ('select_item', 'select_promotion'), 9,
            type = 'add_to_cart', 17,
            type = 'purchase', 33,
            1)) AS bits
    FROM events
    WHERE ${OF_SHOW} AND actor_hash != 0
    GROUP BY actor_hash, platform
),
per_person AS
(
    SELECT arraySort(groupArray((toString(platform), bits))) AS seen
    FROM per_actor ${OF_PEOPLE}
    GROUP BY ${PERSON}
),
patterns AS (SELECT seen, count() AS people FROM per_person GROUP BY seen)
SELECT
    bit,
    arrayDistinct(arrayMap(one -> one.1, arrayFilter(one -> bitAnd(one.2, bit) != 0, seen))) AS platforms,
    sum(people) AS people
FROM patterns ARRAY JOIN [${Object.values(BITS).map(({ bit }) => bit)}] AS bit
WHERE notEmpty(platforms)
GROUP BY bit, platforms`,
);
