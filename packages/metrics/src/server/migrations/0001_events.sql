-- Every event that was accepted, once. De-duplication happens before the engine, by (workspace, source, id).
CREATE TABLE IF NOT EXISTS events
(
    workspace      LowCardinality(String),
    show           LowCardinality(String),            -- '' outside any show
    time           DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq            UInt64               CODEC(DoubleDelta, ZSTD(1)),
    received_at    DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    skewed         Bool,
    source         LowCardinality(String),
    id             String               CODEC(ZSTD(3)),
    type           LowCardinality(String),
    platform       LowCardinality(String),
    actor          String               CODEC(ZSTD(3)),
    session        String               CODEC(ZSTD(3)),
    quantity       UInt64 DEFAULT 1     CODEC(T64, ZSTD(1)),
    value          Nullable(Float64)    CODEC(ZSTD(1)),
    amount_micros  Int64                CODEC(T64, ZSTD(1)),
    currency       LowCardinality(String),            -- '' when the event carries no money
    virtual_amount UInt64               CODEC(T64, ZSTD(1)),
    virtual_unit   LowCardinality(String),
    text           String               CODEC(ZSTD(3)),
    language       LowCardinality(String),
    asks           Bool,                              -- chat that asks, or a `question` event
    item           String               CODEC(ZSTD(3)),
    item_name      String               CODEC(ZSTD(3)),
    variant        String               CODEC(ZSTD(3)),
    sku            String               CODEC(ZSTD(3)),
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
    utm_source     LowCardinality(String),
    utm_medium     LowCardinality(String),
    utm_campaign   LowCardinality(String),
    utm_content    LowCardinality(String),
    utm_term       LowCardinality(String),
    referrer       String               CODEC(ZSTD(3)),
    alias          String               CODEC(ZSTD(3)), -- `identify`: the other id of the same person
    properties     Map(LowCardinality(String), String) CODEC(ZSTD(3)) -- values as JSON text
)
ENGINE = MergeTree
ORDER BY (workspace, show, time)
SETTINGS non_replicated_deduplication_window = 10000;

-- What the gate refused, whole, with its reason.
CREATE TABLE IF NOT EXISTS dead_letters
(
    workspace   LowCardinality(String),
    received_at DateTime64(3, 'UTC'),
    seq         UInt64,
    source      String,
    id          String,
    code        LowCardinality(String),
    detail      String,
    raw         String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (workspace, received_at, seq)
SETTINGS non_replicated_deduplication_window = 10000;

-- What came in, per source and minute: one side of `received = stored + duplicates + deadLettered + waiting`.
CREATE TABLE IF NOT EXISTS tallies
(
    workspace     LowCardinality(String),
    minute        DateTime('UTC'),
    source        String,
    received      Int64,                              -- less than 0 where what was received has been removed since
    duplicates    Int64
)
ENGINE = SummingMergeTree
ORDER BY (workspace, minute, source)
SETTINGS non_replicated_deduplication_window = 10000;
