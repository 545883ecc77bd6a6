import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/** In which show each of some offers was seen last. */
export const offerShowsQuery = defineQuery(
  { name: "offer-performance/shows", row: Type.Object({ offer_id: Type.String(), show: Type.String() }) },
  `
SELECT one AS offer_id, toString(show) AS show
FROM events
ARRAY JOIN arrayIntersect({offers: Array(String)}, arrayPushBack(\`items.offer\`, offer)) AS one
WHERE workspace = {workspace: String}
    AND (offer IN {offers: Array(String)} OR hasAny(\`items.offer\`, {offers: Array(String)}))
GROUP BY one, show
ORDER BY one, show = '', max(time) DESC
LIMIT 1 BY one`,
);

/** Every offer of a show with when it ran, as the events tell; milliseconds, 0 for what they do not. */
export const offerTimesQuery = defineQuery(
  {
    name: "offer-performance/times",
    row: Type.Object({
      offer_id: Type.String(),
      started: Type.Integer(),
      ended: Type.Integer(),
      sold_out: Type.Integer(),
      first: Type.Integer(),
      kind: Type.String(),
      name: Type.String(),
      items: Type.Array(Type.String()),
      /** Units that it was said to start with; `null`: nobody said. */
      stock: Type.Union([Type.Number(), Type.Null()]),
    }),
  },
  `
SELECT
    one AS offer_id,
    toUnixTimestamp64Milli(minIf(time, type = 'offer_started')) AS started,
    toUnixTimestamp64Milli(maxIf(time, type = 'offer_ended')) AS ended,
    toUnixTimestamp64Milli(minIf(time, type = 'offer_sold_out')) AS sold_out,
    toUnixTimestamp64Milli(min(time)) AS first,
    JSONExtractString(anyIf(properties['kind'], properties['kind'] != '')) AS kind,
    anyIf(item_name, item_name != '') AS name,
    arraySort(arrayFilter(each -> each != '', groupUniqArray(item))) AS items,
    argMinIf(value, (time, seq), type IN ('offer_announced', 'offer_started', 'offer_stock') AND value IS NOT NULL) AS stock
FROM events
ARRAY JOIN arrayDistinct(arrayFilter(each -> each != '', arrayPushBack(\`items.offer\`, offer))) AS one
WHERE ${OF_SHOW} AND (offer != '' OR notEmpty(\`items.offer\`))
GROUP BY one
ORDER BY started = 0, started, first, one`,
);

/** When the show ran, and what each of its platforms told of. */
export const platformsQuery = defineQuery(
  {
    name: "offer-performance/platforms",
    row: Type.Object({
      platform: Type.String(),
      types: Type.Array(Type.String()),
      opened: Type.Integer(),
      closed: Type.Integer(),
      first: Type.Integer(),
      last: Type.Integer(),
      received: Type.Integer(),
    }),
  },
  `
WITH type NOT IN ('purchase', 'refund', 'order_cancelled', 'report_row', 'identify', 'connector_gap') AS live
SELECT
    platform,
    arrayMap(each -> toString(each), groupUniqArray(type)) AS types,
    toUnixTimestamp64Milli(minIf(time, type = 'show_started')) AS opened,
    toUnixTimestamp64Milli(maxIf(time, type = 'show_ended')) AS closed,
    toUnixTimestamp64Milli(minIf(time, live)) AS first,
    toUnixTimestamp64Milli(maxIf(time, live)) AS last,
    toUnixTimestamp64Milli(max(received_at)) AS received
FROM events
WHERE ${OF_SHOW}
GROUP BY platform`,
);

/** When the show's orders were made, each once by its newest `purchase`, ascending. */
export const orderTimesQuery = defineQuery(
  { name: "offer-performance/order-times", row: Type.Object({ at: Type.Integer(), orders: Type.Integer() }) },
  `
SELECT at, count() AS orders
FROM
(
    SELECT max(toUnixTimestamp64Milli(time)) AS at
    FROM commerce FINAL
    WHERE ${OF_SHOW} AND type = 'purchase'
    GROUP BY order_hash
)
GROUP BY at
ORDER BY at`,
);
