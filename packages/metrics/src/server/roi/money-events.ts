import { type Static, Type } from "typebox";
import type { MoneyEvent } from "../../roi/show-orders.ts";
import type { Asking } from "../asking.ts";
import { ORDER_KEY } from "../attribution/orders-sql.ts";
import { defineQuery } from "../query.ts";
import { PEOPLE } from "../selection.ts";

const Row = Type.Object({
  type: Type.Enum(["purchase", "refund", "order_cancelled"]),
  at: Type.Integer(),
  seq: Type.Integer(),
  platform: Type.String(),
  order_key: Type.String(),
  person: Type.String(),
  creator: Type.String(),
  amount_micros: Type.Integer(),
  currency: Type.String(),
  items: Type.Array(Type.String()),
  quantities: Type.Array(Type.Integer()),
});

/** The purchases that name a show, and whatever took them back, wherever and whenever. */
const moneyEventsQuery = defineQuery(
  { name: "show-result/money", row: Row },
  `
WITH bought AS
(
    SELECT order_hash
    FROM commerce
    WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'purchase'
)
SELECT
    type, at, seq, platform, order_key, if(joined.person = '', actor, joined.person) AS person, creator,
    amount_micros, currency, items, quantities
FROM
(
    SELECT
        toString(type) AS type, toUnixTimestamp64Milli(time) AS at, seq, toString(platform) AS platform,
        ${ORDER_KEY} AS order_key, actor, toString(creator) AS creator, amount_micros, toString(currency) AS currency,
        if(empty(\`items.item\`) AND item != '', [item], \`items.item\`) AS items,
        if(empty(\`items.item\`) AND item != '', [quantity], \`items.quantity\`) AS quantities
    FROM commerce FINAL
    WHERE workspace = {workspace: String}
        AND ((show = {show: String} AND type = 'purchase')
            OR (type IN ('refund', 'order_cancelled') AND order_hash IN (SELECT order_hash FROM bought)))
) AS money
LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
ORDER BY at, seq`,
);

const eventOf = (row: Static<typeof Row>): MoneyEvent => ({
  type: row.type,
  at: row.at,
  seq: row.seq,
  platform: row.platform,
  order: row.order_key,
  person: row.person,
  creator: row.creator,
  money: { amountMicros: row.amount_micros, currency: row.currency },
  lines: row.items.map((item, index) => ({ item, quantity: row.quantities[index] ?? 1 })),
});

/** Who of a show's buyers had bought something else before its first order. */
const boughtBeforeQuery = defineQuery(
  { name: "show-result/bought-before", row: Type.Object({ person: Type.String() }) },
  `
SELECT DISTINCT if(joined.person = '', actor, joined.person) AS person
FROM
(
    SELECT actor
    FROM commerce
    WHERE workspace = {workspace: String} AND type = 'purchase' AND actor != ''
        AND time < fromUnixTimestamp64Milli({first: Int64})
        AND order_hash NOT IN
            (SELECT order_hash FROM commerce
             WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'purchase')
) AS earlier
LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
WHERE person IN
    (SELECT if(own.person = '', actor, own.person)
     FROM (SELECT DISTINCT actor FROM commerce
           WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'purchase' AND actor != '') AS buyers
     LEFT ANY JOIN ${PEOPLE} AS own USING (actor))`,
);

/** What a show's result is worked out from, beside what was typed in. */
export interface ShowMoney {
  /** In order of time. */
  events: MoneyEvent[];
  /** People who bought something before the show's first order. */
  boughtBefore: Set<string>;
}

/** All that changed the money of the show that is asked about. */
export async function showMoney(asking: Asking): Promise<ShowMoney> {
  const events = (await asking.rows(moneyEventsQuery)).map(eventOf);
  const first = events.find(({ type }) => type === "purchase")?.at;
  const before = first === undefined ? [] : await asking.rows(boughtBeforeQuery, { first });
  return { events, boughtBefore: new Set(before.map(({ person }) => person)) };
}
