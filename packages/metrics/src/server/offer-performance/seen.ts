import { type Static, Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PEOPLE_HASHES, PERSON, VIEWER } from "../selection.ts";

/** How often each of some offers was shown, clicked and put into a cart. */
export const stepsQuery = defineQuery(
  {
    name: "offer-performance/steps",
    row: Type.Object({ offer: Type.String(), type: Type.String(), events: Type.Integer() }),
  },
  `
SELECT offer, type, count() AS events
FROM events
WHERE ${OF_SHOW} AND offer IN {offers: Array(String)}
    AND type IN ('view_promotion', 'view_item', 'select_item', 'select_promotion', 'add_to_cart')
GROUP BY offer, type`,
);

const Told = Type.Object({
  offer: Type.String(),
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

/** What viewers were told of offers' stock and time, and the checkouts that held some of them; in order. */
export const toldQuery = defineQuery(
  { name: "offer-performance/told", row: Told },
  `
SELECT
    offer,
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
WHERE ${OF_SHOW} AND offer IN {offers: Array(String)}
    AND (type IN ('offer_announced', 'offer_started', 'offer_stock', 'offer_sold_out', 'offer_ended', 'begin_checkout')
        OR mapContains(properties, 'stock') OR mapContains(properties, 'secondsLeft') OR mapContains(properties, 'endsAt'))
ORDER BY time, seq`,
);

const PeopleRow = Type.Object({
  offer_id: Type.String(),
  platforms: Type.Array(Type.String()),
  people: Type.Integer(),
});

/** Before all that ever happened; the latest that a number of 128 bits can say. */
const NEVER = "toInt64(-9000000000000)";
const LAST = "bitNot(toUInt128(0))";

/** What ends a stay, what keeps it up, and what begins one, in the lowest bits of a sign. */
const KINDS = { leave: 1, heartbeat: 2, join: 3 } as const;
/** A sign as one number that is ordered by its moment, then by another bit, then by `seq`. */
const signSql = (bit: string) =>
  `bitShiftLeft(toUInt128(at + 2208988800001), 68) + bitShiftLeft(toUInt128(${bit}), 67) + bitShiftLeft(toUInt128(seq), 3) + kind`;

/**
 * People present while each of some offers ran, by the exact platforms on which they were. Present is who did anything
 * in that time; who did something before (but leave) and after (but come back); and who came before and never left,
 * where the platform tells of leaving and their heartbeats have not stopped. Of each viewer five numbers are kept for
 * every offer, however much they did.
 */
export const exposedQuery = defineQuery(
  { name: "offer-performance/exposed", row: PeopleRow },
  `
WITH
signs AS
(
    SELECT
        platform,
        ${VIEWER} AS viewer,
        toUnixTimestamp64Milli(time) AS at,
        seq,
        transform(type, [${Object.keys(KINDS).map((type) => `'${type}'`)}], [${Object.values(KINDS)}], 0) AS kind
    FROM events
    WHERE ${OF_SHOW} AND (actor_hash != 0 OR session != '')
        AND type NOT IN ('refund', 'order_cancelled', 'identify', 'report_row')
),
per_viewer AS
(
    SELECT
        platform,
        viewer,
        maxForEach(arrayMap((from, to) -> at >= from AND at <= to, {started: Array(Int64)}, {ended: Array(Int64)})) AS during,
        maxForEach(arrayMap(from -> if(at < from, ${signSql(`kind = ${KINDS.join}`)}, 0), {started: Array(Int64)})) AS before,
        minForEach(arrayMap(to -> if(at > to, ${signSql("0")}, ${LAST}), {ended: Array(Int64)})) AS after,
        maxForEach(arrayMap(from -> if(kind = ${KINDS.join} AND at < from, at, ${NEVER}), {started: Array(Int64)})) AS joins,
        maxForEach(arrayMap(from -> if(kind = ${KINDS.heartbeat} AND at < from, at, ${NEVER}), {started: Array(Int64)})) AS beats
    FROM signs
    GROUP BY platform, viewer
),
present AS
(
    SELECT
        offer_id,
        viewer AS actor_hash,
        platform,
        last != 0 AND bitAnd(last, 7) != ${KINDS.leave} AS stayed,
        next != ${LAST} AS comes_back
    FROM per_viewer
    ARRAY JOIN
        {offers: Array(String)} AS offer_id, during AS seen, before AS last, after AS next,
        joins AS joined_at, beats AS beat_at
    WHERE seen OR (stayed AND comes_back AND bitAnd(next, 7) != ${KINDS.join})
        OR (stayed AND NOT comes_back AND joined_at != ${NEVER} AND NOT (beat_at != ${NEVER} AND beat_at >= joined_at)
            AND platform IN {leaving: Array(String)})
),
per_person AS
(
    SELECT offer_id, arraySort(groupUniqArray(toString(platform))) AS platforms
    FROM present ${OF_PEOPLE}
    GROUP BY offer_id, ${PERSON}
)
SELECT offer_id, platforms, count() AS people FROM per_person GROUP BY offer_id, platforms`,
);

/**
 * People who wanted one of some offers after it had sold out: a click on the promotion, an `add_to_cart`, or a checkout
 * that was refused (a `checkout_refused`, or a `begin_checkout` after which they did not buy it). Checkouts of what had
 * been held for them before are none.
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
        time,
        wanted AS offer_id
    FROM events
    ARRAY JOIN arrayIntersect({offers: Array(String)}, arrayPushBack(\`items.offer\`, offer)) AS wanted
    WHERE ${OF_SHOW} AND (actor_hash != 0 OR session != '')
        AND (offer IN {offers: Array(String)} OR hasAny(\`items.offer\`, {offers: Array(String)}))
        AND type IN ('select_promotion', 'add_to_cart', 'begin_checkout', 'checkout_refused', 'purchase')
        AND toUnixTimestamp64Milli(time) > {sold_out: Array(Int64)}[indexOf({offers: Array(String)}, wanted)]
),
per_person AS
(
    SELECT
        offer_id,
        arraySort(groupUniqArrayIf(toString(platform), type != 'purchase')) AS platforms,
        countIf(type IN ('select_promotion', 'add_to_cart', 'checkout_refused')) > 0 AS tried,
        countIf(type = 'begin_checkout') > 0
            AND maxIf(time, type = 'begin_checkout') > maxIf(time, type = 'purchase') AS refused
    FROM tries LEFT ANY JOIN ${PEOPLE_HASHES} AS joined ON tries.viewer = joined.actor_hash
    GROUP BY offer_id, if(joined.person_hash = 0, viewer, joined.person_hash)
)
SELECT offer_id, platforms, count() AS people FROM per_person WHERE tried OR refused GROUP BY offer_id, platforms`,
);
