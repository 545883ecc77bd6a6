import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SELECTION } from "./selection.ts";

/** How often each product was shown, clicked and put into a cart. Events that name no product count under ''. */
export const productSeenQuery = defineQuery(
  {
    name: "product-performance/seen",
    row: Type.Object({
      item: Type.String(),
      impressions: Type.Integer(),
      clicks: Type.Integer(),
      carts: Type.Integer(),
      shows: Type.Array(Type.String()),
    }),
  },
  `
SELECT
    item,
    countIf(type IN ('view_promotion', 'view_item')) AS impressions,
    countIf(type IN ('select_item', 'select_promotion')) AS clicks,
    countIf(type = 'add_to_cart') AS carts,
    groupUniqArrayIf(toString(show), show != '') AS shows
FROM events
WHERE ${OF_SELECTION} AND time <= fromUnixTimestamp64Milli({to: Int64})
    AND type IN ('view_promotion', 'view_item', 'select_item', 'select_promotion', 'add_to_cart')
GROUP BY item`,
);
