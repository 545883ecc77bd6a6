-- How much of everything happened in each minute of a show: overviews of many shows read this, not the events.
CREATE TABLE IF NOT EXISTS show_minute
(
    workspace LowCardinality(String),
    show      LowCardinality(String),
    minute    DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
    platform  LowCardinality(String),
    type      LowCardinality(String),
    events    UInt64 CODEC(T64, ZSTD(1)),
    quantity  UInt64 CODEC(T64, ZSTD(1)),
    asking    UInt64 CODEC(T64, ZSTD(1)) -- chat that asks, and questions
)
ENGINE = SummingMergeTree((events, quantity, asking))
ORDER BY (workspace, show, minute, platform, type)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS show_minute_feed TO show_minute AS
SELECT
    workspace,
    show,
    toStartOfMinute(time, 'UTC') AS minute,
    platform,
    type,
    count() AS events,
    sum(quantity) AS quantity,
    countIf(asks) AS asking
FROM events
WHERE show != ''
GROUP BY workspace, show, minute, platform, type;

-- Distinct people per show, platform and day, as mergeable states (approximate, error under 1 %).
CREATE TABLE IF NOT EXISTS show_viewers
(
    workspace LowCardinality(String),
    show      LowCardinality(String),
    platform  LowCardinality(String),
    day       Date,
    viewers   AggregateFunction(uniqCombined64, String)
)
ENGINE = AggregatingMergeTree
ORDER BY (workspace, show, platform, day)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS show_viewers_feed TO show_viewers AS
SELECT workspace, show, platform, toDate(time, 'UTC') AS day, uniqCombined64State(actor) AS viewers
FROM events
WHERE show != '' AND actor != ''
GROUP BY workspace, show, platform, day;
