import type { AttributionKey } from "../../attribution.ts";
import { fewTexts, float64, lists, texts, uint64Words } from "../native.ts";
import { OF_PEOPLE, PERSON, withOtherIds } from "../selection.ts";
import { LINES, ORDER_KEY, QUANTITIES } from "./orders-sql.ts";

/** The key that a conversion declares itself. Every event has a platform, so that none is declared by it. */
const DECLARED: Readonly<Record<AttributionKey, string>> = {
  campaign: "campaign",
  creator: "creator",
  link: "link",
  show: "show",
  platform: "''",
};

const CREDITED = { person: uint64Words, at: float64, seq: float64, micros: float64, currency: fewTexts, key: fewTexts };
const BOUGHT = {
  ...CREDITED,
  order_hash: uint64Words,
  platform: fewTexts,
  creator: fewTexts,
  items: lists(texts),
  quantities: lists(float64),
};
const NAMED = { ...BOUGHT, order_name: texts };

/** What is wanted of conversions: what credit is given by, what was bought besides, or the orders' names too. */
const SCHEMAS = { credited: CREDITED, bought: BOUGHT, named: NAMED };

export interface Conversions {
  groupBy: AttributionKey;
  /** A type of event; orders are `purchase`. */
  conversion: string;
}

const isSlim = ({ groupBy, conversion }: Conversions, wanted: keyof typeof SCHEMAS): boolean =>
  conversion === "purchase" && groupBy !== "link" && wanted !== "named";

const IN_PERIOD = `workspace = {workspace: String} AND type = {conversion: String}
            AND time >= fromUnixTimestamp64Milli({from: Int64})`;

/**
 * What is credited, in the period: an order once, by its newest `purchase` of all; any other event as it is. Each with
 * its person, 0 for one that nobody is known of; in the order of person and time. (No FINAL: a row that is there twice
 * is one order all the same.)
 */
export function conversionsQuery<Wanted extends keyof typeof SCHEMAS>(of: Conversions, wanted: Wanted) {
  const slim = isSlim(of, wanted);
  const ofOrders = of.conversion === "purchase";
  const table = slim ? "orders" : ofOrders ? "commerce" : "events";
  const columns: Record<keyof typeof NAMED, string> = {
    person: PERSON,
    at: "toFloat64(moment)",
    seq: "toFloat64(nth)",
    micros: "toFloat64(amount_micros)",
    currency: "money_of",
    key: "toLowCardinality(toString(declared))",
    order_hash: "own_hash",
    platform: "sold_on",
    creator: "named_creator",
    items: "lines",
    quantities: "CAST(units AS Array(Float64))",
    order_name: "order_key",
  };
  const schema = SCHEMAS[wanted];
  const sql = `
SELECT
    ${Object.keys(schema)
      .map((name) => `${columns[name as keyof typeof NAMED]} AS ${name}`)
      .join(",\n    ")}
FROM
(
    SELECT
        actor_hash,
        ${ofOrders ? "order_hash" : "sipHash64(source, id)"} AS own_hash,
        toUnixTimestamp64Milli(time) AS moment,
        seq AS nth,
        amount_micros,
        currency AS money_of,
        ${DECLARED[of.groupBy]} AS declared,
        platform AS sold_on,
        creator AS named_creator,
        ${slim ? "items" : LINES} AS lines,
        ${slim ? "quantities" : QUANTITIES} AS units,
        ${slim ? "''" : ofOrders ? ORDER_KEY : "''"} AS order_key
    FROM ${table}
    WHERE ${IN_PERIOD}
    ORDER BY time DESC, seq DESC
    LIMIT 1 BY own_hash
) AS newest
${OF_PEOPLE}
WHERE moment <= {to: Int64}
ORDER BY person, at, seq`;
  return { name: `attribution/conversions/${of.groupBy}`, sql, schema };
}

/** Every id of whoever may have bought something in the period, as numbers. */
export const buyersIdsSql = (of: Conversions): string =>
  withOtherIds(`SELECT actor_hash FROM ${of.conversion === "purchase" ? "orders" : "events"}
            WHERE ${IN_PERIOD} AND time <= fromUnixTimestamp64Milli({to: Int64}) AND actor_hash != 0`);
