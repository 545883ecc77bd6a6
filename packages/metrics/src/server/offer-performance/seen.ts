import { type Static, Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PEOPLE_HASHES, PERSON, VIEWER } from "../selection.ts";

/** How often an offer was shown, clicked and put into a cart. */
export const stepsQuery = defineQuery(
  {
    name: "offer-performance/steps",
    row: Type.Object({ type: Type.String(), events: Type.Integer() }),
  },
  `
SELECT type, count() AS events
FROM events
WHERE ${OF_SHOW} AND offer = {offer: String}
    AND type IN ('view_promotion', 'view_item', 'select_item', 'select_promotion', 'add_to_cart')
GROUP BY type`,
);

const Told = Type.Object({
  at: Type.Integer(),
  type: Type.String(),
  value: Type.Union([Type.Number(), Type.Null()]),
  stock: Type.Union([Type.Number(), Type.Null()]),
  seconds_left: Type.Union([Type.Number(), Type.Null()]),
  ends_at: Type.String(),
  quantity: Type.Integer(),
  person: Type.String(),
  platform: Type.String(),
});
export type Told = Static<typeof Told>;

/** What viewers were told of an offer's stock and time, and the checkouts that held some of it; in order. */
export const toldQuery = defineQuery(
  { name: "offer-performance/told", row: Told },
  `
SELECT
    toUnixTimestamp64Milli(time) AS at,
    type,
    value,
    toFloat64OrNull(properties['stock']) AS stock,
    toFloat64OrNull(properties['secondsLeft']) AS seconds_left,
    JSONExtractString(properties['endsAt']) AS ends_at,
    quantity,
    if(actor != '', actor, if(session != '', concat('\\n', session), '')) AS person,
    platform
FROM events
WHERE ${OF_SHOW} AND offer = {offer: String}
    AND (type IN ('offer_announced', 'offer_started', 'offer_stock', 'offer_sold_out', 'offer_ended', 'begin_checkout')
        OR mapContains(properties, 'stock') OR mapContains(properties, 'secondsLeft') OR mapContains(properties, 'endsAt'))
ORDER BY time, seq`,
);

const PeopleRow = Type.Object({ platforms: Type.Array(Type.String()), people: Type.Integer() });

/**
 * People present while the offer ran, by the exact platforms on which they were. Present is who did anything in that
 * time; who did something before (but leave) and after (but come back); and who came before and never left, where the
 * platform tells of leaving and their heartbeats have not stopped.
 */
export const exposedQuery = defineQuery(
  { name: "offer-performance/exposed", row: PeopleRow },
  `
WITH
fromUnixTimestamp64Milli({started: Int64}) AS started,
fromUnixTimestamp64Milli({ended: Int64}) AS ended,
per_viewer AS
(
    SELECT
        platform,
        ${VIEWER} AS viewer,
        countIf(time >= started AND time <= ended) > 0 AS seen,
        countIf(time < started) > 0 AND argMaxIf(type, (time, type = 'join', seq), time < started) != 'leave' AS stayed,
        countIf(time > ended) > 0 AND argMinIf(type, (time, seq), time > ended) != 'join' AS goes_on,
        countIf(time > ended) > 0 AS comes_back,
        countIf(type = 'join' AND time < started) > 0 AS joined_before,
        maxIf(time, type = 'heartbeat' AND time < started) >= maxIf(time, type = 'join' AND time < started)
            AND countIf(type = 'heartbeat' AND time < started) > 0 AS beats
    FROM events
    WHERE ${OF_SHOW} AND (actor_hash != 0 OR session != '')
        AND type NOT IN ('refund', 'order_cancelled', 'identify', 'report_row')
    GROUP BY platform, viewer
),
present AS
(
    SELECT viewer AS actor_hash, platform
    FROM per_viewer
    WHERE seen OR (stayed AND goes_on)
        OR (stayed AND NOT comes_back AND joined_before AND NOT beats AND platform IN {leaving: Array(String)})
),
per_person AS
(
    SELECT arraySort(groupUniqArray(toString(platform))) AS platforms
    FROM present ${OF_PEOPLE}
    GROUP BY ${PERSON}
)
SELECT platforms, count() AS people FROM per_person GROUP BY platforms`,
);

/**
 * People who wanted it after it had sold out: a click on the promotion, an `add_to_cart`, or a checkout that was
 * refused (a `checkout_refused`, or a `begin_checkout` after which they did not buy it). Checkouts of what had been
 * held for them before are none.
 */
export const missedQuery = defineQuery(
  { name: "offer-performance/missed", row: PeopleRow },
  `
WITH
tries AS
(
    SELECT
        ${VIEWER} AS viewer,
        platform,
        type,
        time
    FROM events
    WHERE ${OF_SHOW} AND (actor_hash != 0 OR session != '')
        AND (offer = {offer: String} OR has(\`items.offer\`, {offer: String}))
        AND type IN ('select_promotion', 'add_to_cart', 'begin_checkout', 'checkout_refused', 'purchase')
        AND time > fromUnixTimestamp64Milli({sold_out: Int64})
),
per_person AS
(
    SELECT
        arraySort(groupUniqArrayIf(toString(platform), type != 'purchase')) AS platforms,
        countIf(type IN ('select_promotion', 'add_to_cart', 'checkout_refused')) > 0 AS tried,
        countIf(type = 'begin_checkout') > 0
            AND maxIf(time, type = 'begin_checkout') > maxIf(time, type = 'purchase') AS refused
    FROM tries LEFT ANY JOIN ${PEOPLE_HASHES} AS joined ON tries.viewer = joined.actor_hash
    GROUP BY if(joined.person_hash = 0, viewer, joined.person_hash)
)
SELECT platforms, count() AS people FROM per_person WHERE tried OR refused GROUP BY platforms`,
);
