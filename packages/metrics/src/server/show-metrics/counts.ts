import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/** How much of each type, per platform, and when. */
export const countsQuery = defineQuery(
  {
    name: "show-metrics/counts",
    row: Type.Object({
      platform: Type.String(),
      type: Type.String(),
      unit: Type.String(),
      events: Type.Integer(),
      quantity: Type.Integer(),
      asking: Type.Integer(),
      virtual: Type.Integer(),
      first: Type.Integer(),
      last: Type.Integer(),
      received: Type.Integer(),
    }),
  },
  `
SELECT
    platform,
    type,
    virtual_unit AS unit,
    count() AS events,
    sum(quantity) AS quantity,
    countIf(asks) AS asking,
    sum(virtual_amount) AS virtual,
    toUnixTimestamp64Milli(min(time)) AS first,
    toUnixTimestamp64Milli(max(time)) AS last,
    toUnixTimestamp64Milli(max(received_at)) AS received
FROM events
WHERE ${OF_SHOW}
GROUP BY platform, type, virtual_unit`,
);

/** The running totals of likes: highest, and the start where the platform gives one (`properties.start`). */
export const likeTotalsQuery = defineQuery(
  {
    name: "show-metrics/like-totals",
    row: Type.Object({
      platform: Type.String(),
      highest: Type.Number(),
      start: Type.Union([Type.Number(), Type.Null()]),
    }),
  },
  `
SELECT platform, assumeNotNull(max(value)) AS highest, min(toFloat64OrNull(properties['start'])) AS start
FROM moments FINAL
WHERE ${OF_SHOW} AND type = 'like_total' AND value IS NOT NULL
GROUP BY platform`,
);
