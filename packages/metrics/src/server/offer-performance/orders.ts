import { type Static, Type } from "typebox";
import { defineQuery } from "../query.ts";

const Row = Type.Object({
  platform: Type.String(),
  at: Type.Integer(),
  person: Type.String(),
  event_offer: Type.String(),
  bought_item: Type.String(),
  bought_units: Type.Integer(),
  paid: Type.Integer(),
  paid_in: Type.String(),
  /** item, units, micros, offer */
  lines: Type.Array(Type.Tuple([Type.String(), Type.Integer(), Type.Integer(), Type.String()])),
  refunded: Type.Boolean(),
  cancelled: Type.Boolean(),
  taken: Type.Array(Type.Tuple([Type.String(), Type.Integer()])),
});
export type OrderRow = Static<typeof Row>;

/**
 * The orders in which one of some offers is named, each once by its newest `purchase`, with all that took them back; also those
 * that reached the hub outside the show, from the show's first day on.
 */
export const offerOrdersQuery = defineQuery(
  { name: "offer-performance/orders", row: Row },
  `
SELECT
    platform,
    argMaxIf(toUnixTimestamp64Milli(time), (time, seq), type = 'purchase') AS at,
    argMaxIf(if(actor != '', actor, if(session != '', concat('\\n', session), '')), (time, seq), type = 'purchase') AS person,
    argMaxIf(offer, (time, seq), type = 'purchase') AS event_offer,
    argMaxIf(item, (time, seq), type = 'purchase') AS bought_item,
    argMaxIf(quantity, (time, seq), type = 'purchase') AS bought_units,
    argMaxIf(amount_micros, (time, seq), type = 'purchase') AS paid,
    toString(argMaxIf(currency, (time, seq), type = 'purchase')) AS paid_in,
    argMaxIf(arrayZip(\`items.item\`, \`items.quantity\`, \`items.amount_micros\`, \`items.offer\`), (time, seq), type = 'purchase') AS lines,
    (max(type = 'refund') = 1)::Bool AS refunded,
    (max(type = 'order_cancelled' AND currency = '') = 1)::Bool AS cancelled,
    CAST(sumMapIf(map(toString(currency), toInt64(abs(amount_micros))), type != 'purchase' AND currency != '') AS Array(Tuple(String, Int64))) AS taken
FROM commerce FINAL
WHERE workspace = {workspace: String} AND show IN ({show: String}, '')
    AND time >= fromUnixTimestamp64Milli({since: Int64})
    AND type IN ('purchase', 'refund', 'order_cancelled')
GROUP BY platform, order_hash
HAVING max(type = 'purchase')
    AND (event_offer IN {offers: Array(String)} OR arrayExists(line -> has({offers: Array(String)}, line.4), lines))
ORDER BY at`,
);
