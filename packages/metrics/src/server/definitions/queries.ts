import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";
import { linesPaid, REACH } from "../show-metrics/reach.ts";
import { STAYS } from "../show-metrics/stays.ts";

/** What people do in the show itself; an order or a refund may come from anywhere. */
const WATCHING = "type NOT IN ('purchase', 'refund', 'order_cancelled', 'identify', 'report_row')";

/**
 * Orders in the reach of a show under the rules of others, per currency; currency '' counts orders and people of all.
 * Interacting is a comment, like, share or product click before the order. A show runs from `show_started` to the
 * last `show_ended`, else from its first to its last sign of a viewer.
 */
export const ordersQuery = defineQuery(
  {
    name: "definitions/orders",
    row: Type.Object({
      scope: Type.String(),
      highlighted: Type.String(),
      attributed: Type.String(),
      listed_live: Type.String(),
      listed_after: Type.String(),
      attributed_orders: Type.Integer(),
      attributed_people: Type.Integer(),
      listed_buyers: Type.Integer(),
    }),
  },
  `
WITH ${REACH},
interacted AS
(
    SELECT ${PERSON} AS person, toUnixTimestamp64Milli(min(time)) AS interacted_at
    FROM
    (
        SELECT actor_hash, time FROM events
        WHERE ${OF_SHOW} AND actor_hash != 0 AND type IN ('chat_message', 'like', 'share', 'select_item', 'select_promotion')
    ) AS interactions
    ${OF_PEOPLE}
    GROUP BY person
),
span AS
(
    SELECT
        toUnixTimestamp64Milli(if(countIf(type = 'show_started') > 0, minIf(time, type = 'show_started'), min(time))) AS started,
        toUnixTimestamp64Milli(if(countIf(type = 'show_ended') > 0, maxIf(time, type = 'show_ended'), max(time))) AS ended
    FROM events
    WHERE ${OF_SHOW} AND type IN ('show_started', 'show_ended', 'join', 'leave', 'heartbeat')
),
ruled AS
(
    SELECT
        currency,
        person,
        paid,
        watched AND arrayExists(one -> one, listed) AS highlighted,
        person != 0 AND interacted_at > 0 AND interacted_at <= paid_at
            AND paid_at - greatest(interacted_at, last_seen) <= 30 * 86400000 AS attributed,
        ${linesPaid("listed")} AS listed_paid,
        own AND paid_at >= (SELECT started FROM span) AND paid_at <= (SELECT ended FROM span) AS while_live,
        watched AND paid_at > (SELECT ended FROM span) AND paid_at <= (SELECT ended FROM span) + 7 * 86400000 AS after_live
    FROM reach LEFT ANY JOIN interacted USING (person)
)
SELECT
    scope,
    toString(sumIf(toInt128(paid), highlighted)) AS highlighted,
    toString(sumIf(toInt128(paid), attributed)) AS attributed,
    toString(sumIf(toInt128(listed_paid), while_live)) AS listed_live,
    toString(sumIf(toInt128(listed_paid), after_live)) AS listed_after,
    countIf(ruled.attributed) AS attributed_orders,
    uniqExactIf(person, ruled.attributed) AS attributed_people,
    uniqExactIf(person, person != 0 AND listed_paid != 0 AND (after_live OR while_live)) AS listed_buyers
FROM ruled ARRAY JOIN arrayDistinct(['', currency]) AS scope
GROUP BY scope`,
);

/** Ids and devices of a show: who was seen in it (not everybody's entering is told), who did what. */
export const idsQuery = defineQuery(
  {
    name: "definitions/ids",
    row: Type.Object({
      ids: Type.Integer(),
      devices: Type.Integer(),
      interacting: Type.Integer(),
      socialising: Type.Integer(),
      clicking: Type.Integer(),
      shown: Type.Integer(),
    }),
  },
  `
SELECT
    uniqExactIf(actor, actor != '' AND ${WATCHING}) AS ids,
    uniqExactIf(if(session != '', concat('s', session), concat('a', actor)), (session != '' OR actor != '') AND ${WATCHING}) AS devices,
    uniqExactIf(actor, actor != '' AND type IN ('chat_message', 'like', 'share', 'select_item', 'select_promotion')) AS interacting,
    uniqExactIf(actor, actor != '' AND type IN ('chat_message', 'like', 'share', 'follow')) AS socialising,
    uniqExactIf(actor, actor != '' AND type IN ('select_item', 'select_promotion')) AS clicking,
    uniqExactIf(actor, actor != '' AND type IN ('view_item', 'view_promotion')) AS shown
FROM events
WHERE ${OF_SHOW}`,
);

/** Stays of devices, ended by 30 minutes without a sign, and views that are known to be shorter than 3 s. */
export const visitsQuery = defineQuery(
  { name: "definitions/visits", row: Type.Object({ visits: Type.Integer(), short_views: Type.Integer() }) },
  `
WITH ${STAYS},
marks AS
(
    SELECT if(session != '', concat('s', session), concat('a', actor)) AS device, toUnixTimestamp64Milli(time) AS at
    FROM events
    WHERE ${OF_SHOW} AND (session != '' OR actor != '')
        AND ${WATCHING}
),
begun AS
(
    SELECT at - lagInFrame(at, 1, toInt64(0)) OVER
        (PARTITION BY device ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) > 1800000 AS begins
    FROM marks
)
SELECT
    (SELECT count() FROM begun WHERE begins) AS visits,
    (SELECT count() FROM stays WHERE stay_to - stay_from < 3000) AS short_views`,
);
