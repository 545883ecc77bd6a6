-- Money and the steps towards it, a tenth of all events: what every question about money reads, with FINAL, so that
-- an event counts once even where an insert was repeated past the deduplication window.
CREATE TABLE IF NOT EXISTS commerce
(
    workspace      LowCardinality(String),
    show           LowCardinality(String),            -- '' outside any show
    time           DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq            UInt64               CODEC(DoubleDelta, ZSTD(1)),
    source         LowCardinality(String),
    id             String               CODEC(ZSTD(3)),
    type           LowCardinality(String),
    platform       LowCardinality(String),
    actor          String               CODEC(ZSTD(3)),
    session        String               CODEC(ZSTD(3)),
    quantity       UInt64               CODEC(T64, ZSTD(1)),
    amount_micros  Int64                CODEC(T64, ZSTD(1)),
    currency       LowCardinality(String),            -- '' when the event carries no money
    item           String               CODEC(ZSTD(3)),
    variant        String               CODEC(ZSTD(3)),
    offer          String               CODEC(ZSTD(3)),
    `order`        String               CODEC(ZSTD(3)),
    `items.item`          Array(String)  CODEC(ZSTD(1)),
    `items.variant`       Array(String)  CODEC(ZSTD(1)),
    `items.quantity`      Array(UInt64)  CODEC(ZSTD(1)),
    `items.amount_micros` Array(Int64)   CODEC(ZSTD(1)),
    `items.offer`         Array(String)  CODEC(ZSTD(1)),
    campaign       LowCardinality(String),
    creator        LowCardinality(String),
    link           String               CODEC(ZSTD(3)),
    coupon         LowCardinality(String),
    INDEX time_range time TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(seq)
ORDER BY (workspace, show, time, source, id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS commerce_feed TO commerce AS
SELECT
    workspace, show, time, seq, source, id, type, platform, actor, session, quantity, amount_micros, currency,
    item, variant, offer, `order`,
    `items.item`, `items.variant`, `items.quantity`, `items.amount_micros`, `items.offer`,
    campaign, creator, link, coupon
FROM events
WHERE type IN (
    'add_to_cart', 'remove_from_cart', 'begin_checkout', 'add_payment_info',
    'purchase', 'refund', 'order_cancelled', 'tip'
);
