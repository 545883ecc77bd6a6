-- Every word about an order, a fifth of `commerce`: what questions about many orders at once read. Orders and people
-- stand as numbers, what was bought as lists even where it is one thing. One that is there twice is one all the same:
-- of a purchase the newest counts, and what came back of it counts once by `event_hash`.
CREATE TABLE IF NOT EXISTS orders
(
    workspace     LowCardinality(String),
    show          LowCardinality(String),
    type          LowCardinality(String),             -- purchase, refund, order_cancelled
    time          DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq           UInt64               CODEC(DoubleDelta, ZSTD(1)),
    event_hash    UInt64               CODEC(LZ4),
    order_hash    UInt64               CODEC(LZ4),    -- of platform and order; of the event where it names none
    actor_hash    UInt64               CODEC(LZ4),    -- 0 for nobody
    platform      LowCardinality(String),
    amount_micros Int64                CODEC(T64, ZSTD(1)),
    currency      LowCardinality(String),             -- '' when the event carries no money
    items         Array(String)        CODEC(ZSTD(1)),
    quantities    Array(UInt64)        CODEC(ZSTD(1)),
    campaign      LowCardinality(String),
    creator       LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (workspace, type, time)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS orders_feed TO orders AS
SELECT
    workspace, show, type, time, seq,
    sipHash64(source, id) AS event_hash,
    sipHash64(platform, if(`order` != '', `order`, concat(source, '\n', id))) AS order_hash,
    if(actor = '', 0, sipHash64(actor)) AS actor_hash,
    platform, amount_micros, currency,
    if(empty(`items.item`) AND item != '', [item], `items.item`) AS items,
    if(empty(`items.item`) AND item != '', [quantity], `items.quantity`) AS quantities,
    campaign, creator
FROM events
WHERE type IN ('purchase', 'refund', 'order_cancelled');

INSERT INTO orders
SELECT
    workspace, show, type, time, seq,
    sipHash64(source, id) AS event_hash,
    sipHash64(platform, if(`order` != '', `order`, concat(source, '\n', id))) AS order_hash,
    if(actor = '', 0, sipHash64(actor)) AS actor_hash,
    platform, amount_micros, currency,
    if(empty(`items.item`) AND item != '', [item], `items.item`) AS items,
    if(empty(`items.item`) AND item != '', [quantity], `items.quantity`) AS quantities,
    campaign, creator
FROM commerce FINAL
WHERE type IN ('purchase', 'refund', 'order_cancelled');
