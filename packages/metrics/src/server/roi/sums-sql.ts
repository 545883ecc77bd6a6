import { Type } from "typebox";
import { DIRECT as DIRECT_KEY } from "../../attribution/path.ts";
import { DIRECT, IN_REACH } from "../attribution/touches-sql.ts";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, PERSON } from "../selection.ts";

/** What sums up by one key: that of the touch that gets an order whole. */
export interface SummedCredit {
  groupBy: "campaign" | "creator";
  /** The first touch gets it, not the last. */
  isFirst: boolean;
  /** Direct visits count. */
  withDirect: boolean;
  /** There are rules by which platforms keep something. */
  withFees: boolean;
}

export const SumsRow = Type.Object({
  currency: Type.String(),
  key: Type.String(),
  /** The row is that of all keys of the currency. */
  is_total: Type.Integer(),
  revenue: Type.Number(),
  refunds: Type.Number(),
  goods: Type.Number(),
  fees: Type.Number(),
  /** The largest amount that went into a sum: one past 2^53 is not added up exactly. */
  largest: Type.Number(),
  orders: Type.Integer(),
  units_without_cost: Type.Integer(),
  buyers: Type.Integer(),
  /** Buyers whose first order ever it is. */
  begun: Type.Integer(),
  creators: Type.Array(Type.String()),
  /** Net revenue that each of them is paid by. */
  nets: Type.Array(Type.Number()),
  /** Days since 1970 on which the currency had no rate. */
  days_without_rate: Type.Array(Type.Integer()),
});

/** As `Math.round` does it. */
const halfUp = (number: string) => `toInt128(floor(${number}) + (${number} - floor(${number}) >= 0.5))`;

/** Purchases of the period and after it; one that came after it moves its order out of the period. */
const PURCHASES = `
            FROM orders
            WHERE workspace = {workspace: String} AND type = 'purchase'
                AND time >= fromUnixTimestamp64Milli({from: Int64})`;

/** Each order of the period, by its newest purchase; person 0 for one that nobody is known of. */
const bought = (columns: string) => `
        SELECT order_hash, at, seq, ${PERSON} AS person${columns}
        FROM
        (
            SELECT order_hash, toUnixTimestamp64Milli(time) AS at, time, seq, actor_hash${columns}
            ${PURCHASES}
            ORDER BY time DESC, seq DESC
            LIMIT 1 BY order_hash
        ) AS newest
        ${OF_PEOPLE}
        WHERE at <= {to: Int64}`;

const KEYS_OF_PERIOD = `
            SELECT order_hash ${PURCHASES}
            GROUP BY order_hash
            HAVING max(time) <= fromUnixTimestamp64Milli({to: Int64})`;

const WITHIN = `workspace = {workspace: String} AND actor_hash != 0
                AND ${IN_REACH} AND time <= fromUnixTimestamp64Milli({to: Int64})`;

const touchesSql = ({ groupBy, withDirect }: SummedCredit) => `
            SELECT actor_hash, time, seq, [toString(${groupBy}), if({creators: Bool}, toString(creator), '')] AS keys
            FROM touches
            WHERE ${WITHIN} AND (${groupBy} != '' OR ({creators: Bool} AND creator != ''))${
              withDirect
                ? `
            UNION ALL
            SELECT actor_hash, time, seq, ['${DIRECT_KEY}', '${DIRECT_KEY}'] AS keys
            FROM events
            WHERE ${WITHIN} AND ${DIRECT(groupBy)}`
                : ""
            }`;

/**
 * Which key, and which creator, gets each order. A purchase that declares one is a touch itself; touches of one key at
 * one moment are one, the first of them.
 */
const creditSql = (credit: SummedCredit) => {
  const credited = (which: 1 | 2) =>
    `${credit.isFirst ? "argMinIf" : "argMaxIf"}(touched, (touched_at, first_seq), which = ${which})`;
  return `
    SELECT order_hash, ${credited(1)} AS key_met, ${credited(2)} AS creator_met
    FROM
    (
        SELECT order_hash, which, touched, touched_at, min(seq) AS first_seq
        FROM
        (
            SELECT ${PERSON} AS person, toUnixTimestamp64Milli(time) AS touched_at, seq, keys
            FROM (${touchesSql(credit)}
            ) AS possible
            ${OF_PEOPLE}
        ) AS possible
        INNER JOIN (SELECT order_hash, at, person FROM (${bought("")}
        ) WHERE person != 0) AS own USING (person)
        ARRAY JOIN keys AS touched, [1, 2] AS which
        WHERE touched != '' AND touched_at <= at AND touched_at >= at - {lookback: Int64}
        GROUP BY order_hash, which, touched, touched_at
    )
    GROUP BY order_hash`;
};

/** The first orders ever of whoever bought nothing else before the period. */
const BEGUN = `
    SELECT begun.first_order AS order_hash, 1 AS is_first
    FROM
    (
        SELECT ${PERSON} AS person
        FROM
        (
            SELECT actor_hash FROM orders
            WHERE workspace = {workspace: String} AND type = 'purchase' AND actor_hash != 0
                AND time < fromUnixTimestamp64Milli({from: Int64}) AND order_hash NOT IN (${KEYS_OF_PERIOD}
                )
        ) AS earlier
        ${OF_PEOPLE}
    ) AS earlier
    RIGHT ANTI JOIN
    (
        SELECT person, argMin(order_hash, (at, seq)) AS first_order
        FROM (${bought("")}
        )
        WHERE person != 0
        GROUP BY person
    ) AS begun USING (person)`;

/**
 * Refunds and cancellations of the orders of the period, whenever they came, each once. One without amount and lines
 * takes back the whole order.
 */
const TAKEN_BACK = `
    SELECT
        taken_order AS order_hash, max(takes_all) AS cancelled, sumMap(taken) AS taken,
        groupArrayArray(lines) AS returned, groupArrayArray(units) AS returned_quantities
    FROM
    (
        SELECT
            any(order_hash) AS taken_order,
            any(currency = '' AND empty(items)) AS takes_all,
            any(if(currency = '', map(), map(toString(currency), toInt128(abs(amount_micros))))) AS taken,
            any(items) AS lines,
            any(quantities) AS units
        FROM orders
        WHERE workspace = {workspace: String} AND type IN ('refund', 'order_cancelled')
            AND order_hash IN (${KEYS_OF_PERIOD}
            )
        GROUP BY event_hash
    )
    GROUP BY taken_order`;

const DECLARED = ", platform, currency, amount_micros, items, quantities, campaign, creator";

/** Each order with all that its ledger needs. Of the own currency never more comes back than was paid. */
const ordersSql = (credit: SummedCredit) => `
    SELECT
        person, toInt32(toDate32(fromUnixTimestamp64Milli(at, 'UTC'))) AS day, toString(platform) AS platform,
        toString(currency) AS paid_in, toInt128(amount_micros) AS paid, begun.is_first AS is_first,
        if(person = 0, toString(${credit.groupBy}), key_met) AS key,
        if(person = 0, toString(creator), creator_met) AS creator_key,
        back.cancelled AS cancelled, back.taken AS taken, returned, returned_quantities, items, quantities,
        least(paid, if(cancelled, paid, taken[paid_in])) AS refunded,
        cancelled OR (paid > 0 AND refunded = paid) AS came_back
    FROM (${bought(DECLARED)}
    ) AS bought
    LEFT ANY JOIN (${creditSql(credit)}
    ) AS credit USING (order_hash)
    LEFT ANY JOIN (${TAKEN_BACK}
    ) AS back USING (order_hash)
    LEFT ANY JOIN (${BEGUN}
    ) AS begun USING (order_hash)`;

/** Of each product its place among those whose cost is known, 0 for none, and how many units were not returned. */
const goodsSql = (credit: SummedCredit) => `
    SELECT
        person, day, platform, paid_in, paid, is_first, key, creator_key, cancelled, refunded,
        mapFilter((one, micros) -> one != paid_in, taken) AS others,
        if(came_back, emptyArrayUInt32(), arrayMap(
            item -> transform(item, {items: Array(String)}, arrayEnumerate({items: Array(String)}), toUInt32(0)), items
        )) AS products,
        multiIf(came_back, emptyArrayInt64(), empty(returned), CAST(quantities AS Array(Int64)), arrayMap(
            (item, quantity, nth) -> least(toInt64(quantity), greatest(0, toInt64(
                arraySum((one, units) -> units * (one = item), arraySlice(items, 1, nth), arraySlice(quantities, 1, nth))
                - arraySum((one, units) -> units * (one = item), returned, returned_quantities)
            ))),
            items, quantities, arrayEnumerate(items)
        )) AS kept
    FROM (${ordersSql(credit)}
    )`;

/** What platforms keep by the rules that held on the day, of what was paid and of what came back in other currencies. */
const FEES = `,
            arrayFlatten(arrayMap(
                rule -> arrayConcat(
                    arrayMap(
                        (one, micros) -> (4, one, ${halfUp("toFloat64(micros) * {feeRates: Array(Float64)}[rule]")}),
                        arrayConcat(if(paid_in = '', [], [paid_in]), mapKeys(others)),
                        arrayConcat(if(paid_in = '', [], [paid - refunded]), arrayMap(micros -> -micros, mapValues(others)))
                    ),
                    if(cancelled OR {feeCurrencies: Array(String)}[rule] = '', [],
                        [(4, {feeCurrencies: Array(String)}[rule], toInt128({feeMicros: Array(Int64)}[rule]))])
                ),
                arrayFilter(
                    rule -> {feePlatforms: Array(String)}[rule] = platform
                        AND day >= {feeSince: Array(Int32)}[rule] AND day < {feeUntil: Array(Int32)}[rule],
                    arrayEnumerate({feePlatforms: Array(String)})
                )
            ))`;

/** The order's money by what it is for: 1 paid, 2 refunded, 3 goods, 4 fees. Goods are one amount per currency. */
const linesSql = (credit: SummedCredit) => `
    SELECT
        person, day, is_first, key, if(creator_key IN {paidCreators: Array(String)}, creator_key, '') AS creator,
        arraySum((product, units) -> if(product = 0, units, 0), products, kept) AS units_without_cost,
        arrayConcat(
            [(1, if(paid_in = '', {currency: String}, paid_in), paid)],
            if(refunded = 0 OR paid_in = '', [], [(2, paid_in, refunded)]),
            arrayMap((one, micros) -> (2, one, micros), mapKeys(others), mapValues(others)),
            arrayMap(
                one -> (3, {costCurrencies: Array(String)}[one], arraySum((product, units) -> if(
                    {itemCurrencies: Array(UInt8)}[product] = one,
                    toInt128({itemMicros: Array(Int64)}[product]) * units, 0
                ), products, kept)),
                arrayFilter(
                    one -> arrayExists(product -> {itemCurrencies: Array(UInt8)}[product] = one, products),
                    arrayEnumerate({costCurrencies: Array(String)})
                )
            )${credit.withFees ? FEES : ""}
        ) AS lines
    FROM (${goodsSql(credit)}
    )`;

/**
 * Every line in the reporting currency where its day has a rate, rounded half to even; else as it is. Twice the exact
 * amount and a half, over twice the divisor, is half rounded up: where that leaves nothing over, it lay on a half.
 */
const exchangedSql = (credit: SummedCredit) => `
    SELECT
        person, day, is_first, key, creator, units_without_cost, kind, micros,
        if(below = 0, paid_in, {currency: String}) AS currency,
        below = 0 AND paid_in != {currency: String} AS has_no_rate,
        if(below = 0, micros, sign(micros) * (intDiv(doubled, divisor)
            - (doubled % divisor = 0 AND intDiv(doubled, divisor) % 2 = 1))) AS money
    FROM
    (
        SELECT
            person, day, is_first, key, creator, units_without_cost, kind, paid_in, micros, below,
            toInt128(abs(micros)) * above * 2 + below AS doubled, greatest(below, 1) * 2 AS divisor
        FROM
        (
            SELECT
                person, day, is_first, key, creator, units_without_cost,
                line.1 AS kind, line.2 AS paid_in, line.3 AS micros
            FROM (${linesSql(credit)}
            )
            ARRAY JOIN lines AS line
        ) AS amounts
        LEFT ANY JOIN
        (
            SELECT rate.1 AS paid_in, rate.2 AS day, rate.3 AS above, rate.4 AS below
            FROM (SELECT arrayJoin(arrayZip(
                {rateCurrencies: Array(String)}, {rateDays: Array(Int32)},
                arrayMap(part -> toInt128(part), {rateAbove: Array(String)}),
                arrayMap(part -> toInt128(part), {rateBelow: Array(String)})
            )) AS rate)
        ) AS rates USING (paid_in, day)
    )`;

/**
 * What each key brought, added up in the engine: for models that give each order to one key whole. Creators are those
 * who are paid, by what is credited to them.
 */
export const sumsQuery = (credit: SummedCredit) =>
  defineQuery(
    { name: `roi/sums/${credit.groupBy}`, row: SumsRow },
    `
SELECT
    currency,
    key,
    grouping(key) AS is_total,
    toFloat64(sum(paid)) AS revenue,
    toFloat64(sum(back)) AS refunds,
    toFloat64(sum(spent)) AS goods,
    toFloat64(sum(kept)) AS fees,
    toFloat64(max(most)) AS largest,
    sum(bought) AS orders,
    sum(units) AS units_without_cost,
    uniqExactIfMerge(people) AS buyers,
    sum(first_orders) AS begun,
    groupArrayIf(creator, creator != '') AS creators,
    groupArrayIf(toFloat64(paid - back), creator != '') AS nets,
    groupUniqArrayArray(days) AS days_without_rate
FROM
(
    SELECT
        currency, key, creator,
        sumIf(money, kind = 1) AS paid,
        sumIf(money, kind = 2) AS back,
        sumIf(money, kind = 3) AS spent,
        sumIf(money, kind = 4) AS kept,
        max(greatest(abs(money), abs(micros))) AS most,
        countIf(kind = 1) AS bought,
        sumIf(units_without_cost, kind = 1) AS units,
        uniqExactIfState(person, kind = 1 AND person != 0) AS people,
        countIf(kind = 1 AND is_first) AS first_orders,
        groupUniqArrayIf(day, has_no_rate) AS days
    FROM (${exchangedSql(credit)}
    )
    GROUP BY currency, key, creator
)
GROUP BY GROUPING SETS ((currency, key), (currency))`,
  );
