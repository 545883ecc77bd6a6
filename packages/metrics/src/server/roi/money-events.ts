import { type Static, Type } from "typebox";
import type { MoneyEvent } from "../../roi/show-orders.ts";
import type { Asking } from "../asking.ts";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, PERSON, withOtherIds } from "../selection.ts";

const Row = Type.Object({
  type: Type.Enum(["purchase", "refund", "order_cancelled"]),
  at: Type.Integer(),
  seq: Type.Integer(),
  platform: Type.String(),
  order_id: Type.String(),
  person: Type.String(),
  creator: Type.String(),
  amount_micros: Type.Integer(),
  currency: Type.String(),
  items: Type.Array(Type.String()),
  quantities: Type.Array(Type.Integer()),
});

const OWN_PURCHASES = "workspace = {workspace: String} AND type = 'purchase' AND show = {show: String}";

/** A word about an order that was stored twice is one. */
const wordsWhere = (condition: string): string => `
    SELECT type, time, seq, platform, order_hash, actor_hash, creator, amount_micros, currency, items, quantities
    FROM orders
    WHERE ${condition}
    LIMIT 1 BY event_hash`;

/** The purchases that name a show, and whatever took them back, wherever and whenever. Orders and people are numbers. */
export const moneyEventsQuery = defineQuery(
  { name: "show-result/money", row: Row },
  `
SELECT
    toString(type) AS type,
    toUnixTimestamp64Milli(time) AS at,
    seq,
    toString(platform) AS platform,
    toString(order_hash) AS order_id,
    if(${PERSON} = 0, '', toString(${PERSON})) AS person,
    toString(creator) AS creator,
    amount_micros,
    toString(currency) AS currency,
    items,
    quantities
FROM
(${wordsWhere(OWN_PURCHASES)}
    UNION ALL${wordsWhere(`workspace = {workspace: String} AND type IN ('refund', 'order_cancelled')
        AND order_hash IN (SELECT order_hash FROM orders WHERE ${OWN_PURCHASES})`)}
) AS words
${OF_PEOPLE}
ORDER BY at, seq`,
);

const eventOf = (row: Static<typeof Row>): MoneyEvent => ({
  type: row.type,
  at: row.at,
  seq: row.seq,
  platform: row.platform,
  order: row.order_id,
  person: row.person,
  creator: row.creator,
  money: { amountMicros: row.amount_micros, currency: row.currency },
  lines: row.items.map((item, index) => ({ item, quantity: row.quantities[index] ?? 1 })),
});

/** Who of a show's buyers had bought something else before its first order. */
export const boughtBeforeQuery = defineQuery(
  { name: "show-result/bought-before", row: Type.Object({ person: Type.String() }) },
  `
SELECT DISTINCT toString(${PERSON}) AS person
FROM
(
    SELECT actor_hash
    FROM orders
    WHERE workspace = {workspace: String} AND type = 'purchase' AND time < fromUnixTimestamp64Milli({first: Int64})
        AND order_hash NOT IN (SELECT order_hash FROM orders WHERE ${OWN_PURCHASES})
        AND actor_hash IN (${withOtherIds(`SELECT actor_hash FROM orders WHERE ${OWN_PURCHASES} AND actor_hash != 0`)}
        )
) AS earlier
${OF_PEOPLE}`,
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
