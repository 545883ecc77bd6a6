import { Type } from "typebox";
import type { AttributionKey } from "../../attribution.ts";
import { defineQuery } from "../query.ts";
import { boughtSql } from "./orders-sql.ts";
import { touchesSql } from "./touches-sql.ts";

const Row = Type.Object({
  /** at, seq, amount in micros, currency, declared key */
  orders: Type.Array(Type.Tuple([Type.Integer(), Type.Integer(), Type.Integer(), Type.String(), Type.String()])),
  /** at, seq, key, kind */
  touches: Type.Array(Type.Tuple([Type.Integer(), Type.Integer(), Type.String(), Type.Integer()])),
});

/** Each buyer's conversions of the period, and what may be a touch of them; all in order. */
export const journeysQuery = (groupBy: AttributionKey, conversion: string) =>
  defineQuery(
    { name: `attribution/${groupBy}`, row: Row },
    `
WITH ${boughtSql(groupBy, conversion)}
SELECT orders, touches
FROM
(
    SELECT person, arraySort(groupArray((newest.1, newest.2, newest.4, newest.5, newest.6))) AS orders
    FROM bought
    GROUP BY person
) AS buyers
LEFT ANY JOIN
(
    SELECT person, arraySort(groupArray((at, seq, key, kind))) AS touches
    FROM (${touchesSql(groupBy)}
    )
    GROUP BY person
) AS met USING (person)`,
  );
