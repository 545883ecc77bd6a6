-- How often each product was shown, clicked and put into a cart, by day in UTC: a hundredth of the events. What the view
-- has counted since there is one adds up; what there was before stands beside it, as one figure.
CREATE TABLE IF NOT EXISTS item_days
(
    workspace          LowCardinality(String),
    day                Date32,
    show               LowCardinality(String),        -- '' outside any show
    platform           LowCardinality(String),
    item               LowCardinality(String),        -- '' when the event names no product
    impressions        SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)), -- view_promotion, view_item
    clicks             SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)), -- select_promotion, select_item
    carts              SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)), -- add_to_cart
    impressions_before SimpleAggregateFunction(max, UInt64) CODEC(T64, ZSTD(1)),
    clicks_before      SimpleAggregateFunction(max, UInt64) CODEC(T64, ZSTD(1)),
    carts_before       SimpleAggregateFunction(max, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (workspace, day, show, platform, item)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS item_days_feed TO item_days AS
SELECT
    workspace,
    toDate32(time, 'UTC') AS day,
    show,
    platform,
    item,
    countIf(type IN ('view_promotion', 'view_item')) AS impressions,
    countIf(type IN ('select_promotion', 'select_item')) AS clicks,
    countIf(type = 'add_to_cart') AS carts
FROM events
WHERE type IN ('view_promotion', 'view_item', 'select_promotion', 'select_item', 'add_to_cart')
GROUP BY workspace, day, show, platform, item;

-- What there was before the view: all that there is, less what the view has counted. Sums cannot tell a figure that is
-- there twice, so this one is a greatest: however often it is found, after an interruption or by several hubs, it is
-- the same. What came in between is with the view, on either side of the subtraction.
INSERT INTO item_days
SELECT
    workspace, day, show, platform, item,
    0 AS impressions,
    0 AS clicks,
    0 AS carts,
    greatest(sum(shown), 0) AS impressions_before,
    greatest(sum(clicked), 0) AS clicks_before,
    greatest(sum(carried), 0) AS carts_before
FROM
(
    SELECT
        workspace, toDate32(time, 'UTC') AS day, show, platform, item,
        toInt64(countIf(type IN ('view_promotion', 'view_item'))) AS shown,
        toInt64(countIf(type IN ('select_promotion', 'select_item'))) AS clicked,
        toInt64(countIf(type = 'add_to_cart')) AS carried
    FROM events
    WHERE type IN ('view_promotion', 'view_item', 'select_promotion', 'select_item', 'add_to_cart')
    GROUP BY workspace, day, show, platform, item
    UNION ALL
    SELECT
        workspace, day, show, platform, item,
        -toInt64(sum(impressions)) AS shown,
        -toInt64(sum(clicks)) AS clicked,
        -toInt64(sum(carts)) AS carried
    FROM item_days
    GROUP BY workspace, day, show, platform, item
)
GROUP BY workspace, day, show, platform, item
HAVING impressions_before > 0 OR clicks_before > 0 OR carts_before > 0;

-- What each purchase was of, line by line, the newest first: the first that is met of an order is the one that counts,
-- and one that is there twice is one all the same. Lines without amounts share what was paid by units, to the micro.
CREATE TABLE IF NOT EXISTS sold
(
    workspace      LowCardinality(String),
    time           DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq            UInt64               CODEC(DoubleDelta, ZSTD(1)),
    order_hash     UInt64               CODEC(LZ4),   -- of platform and order; of the event where it names none
    show           LowCardinality(String),
    platform       LowCardinality(String),
    currency       LowCardinality(String),            -- '' when the event carries no money
    `lines.item`   Array(LowCardinality(String)),     -- [''] when the event names no product
    `lines.first`  Array(Bool)          CODEC(ZSTD(1)), -- of this product in this purchase
    `lines.units`  Array(UInt64)        CODEC(T64, ZSTD(1)),
    `lines.micros` Array(Int64)         CODEC(T64, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (workspace, time DESC, seq DESC)
SETTINGS non_replicated_deduplication_window = 10000, allow_experimental_reverse_key = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS sold_feed TO sold AS
SELECT
    workspace, time, seq, order_hash, show, platform, currency,
    items AS `lines.item`,
    arrayMap(nth -> nth = 1, arrayEnumerateUniq(items)) AS `lines.first`,
    units AS `lines.units`,
    if(
        arrayExists(one -> one != 0, micros),
        micros,
        arrayMap(
            (through, own) -> toInt64(
                intDivOrZero(toInt128(amount_micros) * through, arraySum(units))
                - intDivOrZero(toInt128(amount_micros) * (through - own), arraySum(units))),
            arrayCumSum(units), units)
    ) AS `lines.micros`
FROM
(
    SELECT
        workspace, time, seq,
        sipHash64(platform, if(`order` != '', `order`, concat(source, '\n', id))) AS order_hash,
        show, platform, currency, amount_micros,
        if(empty(`items.item`), [item], `items.item`) AS items,
        if(empty(`items.item`), [quantity], `items.quantity`) AS units,
        if(empty(`items.item`), [amount_micros], `items.amount_micros`) AS micros
    FROM events
    WHERE type = 'purchase'
);

INSERT INTO sold
SELECT
    workspace, time, seq, order_hash, show, platform, currency,
    items AS `lines.item`,
    arrayMap(nth -> nth = 1, arrayEnumerateUniq(items)) AS `lines.first`,
    units AS `lines.units`,
    if(
        arrayExists(one -> one != 0, micros),
        micros,
        arrayMap(
            (through, own) -> toInt64(
                intDivOrZero(toInt128(amount_micros) * through, arraySum(units))
                - intDivOrZero(toInt128(amount_micros) * (through - own), arraySum(units))),
            arrayCumSum(units), units)
    ) AS `lines.micros`
FROM
(
    SELECT
        workspace, time, seq,
        sipHash64(platform, if(`order` != '', `order`, concat(source, '\n', id))) AS order_hash,
        show, platform, currency, amount_micros,
        if(empty(`items.item`), [item], `items.item`) AS items,
        if(empty(`items.item`), [quantity], `items.quantity`) AS units,
        if(empty(`items.item`), [amount_micros], `items.amount_micros`) AS micros
    FROM commerce
    WHERE type = 'purchase'
);
