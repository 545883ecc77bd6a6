import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { PEOPLE as BITS } from "../../totals.ts";
import { fewTexts, float64 } from "../native.ts";
import { askBlocks, defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON, type ShowSelectionParams } from "../selection.ts";

/** Start of the bucket that a moment in milliseconds lies in; buckets lie `origin` after whole multiples of their width. */
const bucketOf = (at: string) =>
  `intDiv(${at} - {origin: Int64}, {milliseconds: Int64}) * {milliseconds: Int64} + {origin: Int64}`;

/** The same for a moment that is known here. */
export const bucketAt = (at: number, milliseconds: number, origin: number): number =>
  Math.trunc((at - origin) / milliseconds) * milliseconds + origin;

const BUCKET = bucketOf("toUnixTimestamp64Milli(time)");

/** What there was of each type in each bucket, per platform: how many, their quantity, how many ask. */
const COUNTS = {
  bucket: float64,
  platform: fewTexts,
  type: fewTexts,
  events: float64,
  quantity: float64,
  asking: float64,
};

const bucketCounts = {
  name: "show-timeline/counts",
  schema: COUNTS,
  sql: `
SELECT
    toFloat64(${BUCKET}) AS bucket,
    platform,
    type,
    toFloat64(count()) AS events,
    toFloat64(sum(every.quantity)) AS quantity,
    toFloat64(countIf(asks)) AS asking
FROM events AS every
WHERE ${OF_SHOW}
GROUP BY bucket, platform, type`,
};

/** The same of a whole show in buckets of whole minutes, from what was counted as it came. */
const minuteCounts = {
  name: "show-timeline/minutes",
  schema: COUNTS,
  sql: `
SELECT
    toFloat64(${bucketOf("toInt64(toUnixTimestamp(minute)) * 1000")}) AS bucket,
    platform,
    type,
    toFloat64(sum(counted.events)) AS events,
    toFloat64(sum(counted.quantity)) AS quantity,
    toFloat64(sum(counted.asking)) AS asking
FROM show_minute AS counted
WHERE workspace = {workspace: String} AND show = {show: String}
    AND ({platform: String} = '' OR platform = {platform: String})
GROUP BY bucket, platform, type`,
};

export interface BucketCount {
  /** Milliseconds. */
  bucket: number;
  platform: string;
  type: string;
  events: number;
  quantity: number;
  /** How many ask. */
  asking: number;
}

/** @param areMinutes the whole show is asked for, in buckets of whole minutes */
export async function askCounts(
  client: ClickHouseClient,
  selection: ShowSelectionParams,
  areMinutes: boolean,
  budget: Budget,
): Promise<BucketCount[]> {
  const counts: BucketCount[] = [];
  for await (const block of askBlocks(client, areMinutes ? minuteCounts : bucketCounts, selection, budget)) {
    for (let row = 0; row < block.rows; row += 1) {
      counts.push({
        bucket: block.bucket[row] as number,
        platform: block.platform[row] as string,
        type: block.type[row] as string,
        events: block.events[row] as number,
        quantity: block.quantity[row] as number,
        asking: block.asking[row] as number,
      });
    }
  }
  return counts;
}

/** What gifts were worth in each bucket, per platform and unit. */
export const bucketGiftsQuery = defineQuery(
  {
    name: "show-timeline/gifts",
    row: Type.Object({
      bucket: Type.Integer(),
      platform: Type.String(),
      unit: Type.String(),
      virtual: Type.Integer(),
    }),
  },
  `
SELECT ${BUCKET} AS bucket, platform, virtual_unit AS unit, sum(virtual_amount) AS virtual
FROM events
WHERE ${OF_SHOW} AND type = 'gift' AND virtual_unit != ''
GROUP BY bucket, platform, virtual_unit`,
);

/** People per bucket, by the exact platforms on which they did what counts. */
export const bucketPeopleQuery = defineQuery(
  {
    name: "show-timeline/people",
    row: Type.Object({
      bucket: Type.Integer(),
      bit: Type.Integer(),
      platforms: Type.Array(Type.String()),
      people: Type.Integer(),
    }),
  },
  `
WITH
per_actor AS
(
    SELECT
        ${BUCKET} AS bucket,
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
    GROUP BY bucket, actor_hash, platform
),
per_person AS
(
    SELECT bucket, arraySort(groupArray((toString(platform), bits))) AS seen
    FROM per_actor ${OF_PEOPLE}
    GROUP BY bucket, ${PERSON}
),
patterns AS (SELECT bucket, seen, count() AS people FROM per_person GROUP BY bucket, seen)
SELECT
    bucket,
    bit,
    arrayDistinct(arrayMap(one -> one.1, arrayFilter(one -> bitAnd(one.2, bit) != 0, seen))) AS platforms,
    sum(people) AS people
FROM patterns ARRAY JOIN [${Object.values(BITS).map(({ bit }) => bit)}] AS bit
WHERE notEmpty(platforms)
GROUP BY bucket, bit, platforms`,
);

/**
 * Orders per bucket of their newest `purchase`, platform and currency. (No FINAL: a row that is there twice is one
 * order all the same.)
 */
export const bucketOrdersQuery = defineQuery(
  {
    name: "show-timeline/orders",
    row: Type.Object({
      bucket: Type.Integer(),
      platform: Type.String(),
      currency: Type.String(),
      orders: Type.Integer(),
      items: Type.Integer(),
      lines: Type.Integer(),
      paid: Type.String(),
    }),
  },
  `
SELECT
    ${BUCKET} AS bucket,
    platform,
    currency,
    count() AS orders,
    sum(units) AS items,
    sum(line_count) AS lines,
    toString(sum(toInt128(amount_micros))) AS paid
FROM
(
    SELECT
        time, platform, currency, amount_micros,
        if(empty(\`items.item\`), quantity, arraySum(\`items.quantity\`)) AS units,
        greatest(length(\`items.item\`), 1) AS line_count
    FROM commerce
    WHERE ${OF_SHOW} AND type = 'purchase'
    ORDER BY time DESC, seq DESC
    LIMIT 1 BY order_hash
)
GROUP BY bucket, platform, currency`,
);

/** Tips per bucket, platform and currency. */
export const bucketTipsQuery = defineQuery(
  {
    name: "show-timeline/tips",
    row: Type.Object({ bucket: Type.Integer(), platform: Type.String(), currency: Type.String(), paid: Type.String() }),
  },
  `
SELECT ${BUCKET} AS bucket, platform, currency, toString(sum(toInt128(amount_micros))) AS paid
FROM commerce FINAL
WHERE ${OF_SHOW} AND type = 'tip' AND currency != ''
GROUP BY bucket, platform, currency`,
);
