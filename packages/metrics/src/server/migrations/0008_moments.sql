-- What a show's course is read from beside its counts, a fiftieth of all events: readings of viewers and likes, pins,
-- offers, polls, gaps. Read with FINAL, so that an event counts once, however often its insert was repeated.
CREATE TABLE IF NOT EXISTS moments
(
    workspace  LowCardinality(String),
    show       LowCardinality(String),
    time       DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq        UInt64               CODEC(DoubleDelta, ZSTD(1)),
    source     LowCardinality(String),
    id         String               CODEC(ZSTD(3)),
    type       LowCardinality(String),
    platform   LowCardinality(String),
    value      Nullable(Float64)    CODEC(ZSTD(1)),
    item       String               CODEC(ZSTD(3)),
    item_name  String               CODEC(ZSTD(3)),
    offer      String               CODEC(ZSTD(3)),
    text       String               CODEC(ZSTD(3)),
    properties Map(LowCardinality(String), String) CODEC(ZSTD(3)) -- values as JSON text
)
ENGINE = ReplacingMergeTree(seq)
ORDER BY (workspace, show, time, source, id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS moments_feed TO moments AS
SELECT workspace, show, time, seq, source, id, type, platform, value, item, item_name, offer, text, properties
FROM events
WHERE show != '' AND type IN (
    'viewer_count', 'like_total', 'product_pinned', 'product_unpinned', 'offer_announced', 'offer_started',
    'offer_sold_out', 'offer_ended', 'show_started', 'show_paused', 'show_resumed', 'show_ended', 'poll_opened',
    'poll_closed', 'giveaway_opened', 'giveaway_drawn', 'connector_gap');

INSERT INTO moments
SELECT workspace, show, time, seq, source, id, type, platform, value, item, item_name, offer, text, properties
FROM events
WHERE show != '' AND type IN (
    'viewer_count', 'like_total', 'product_pinned', 'product_unpinned', 'offer_announced', 'offer_started',
    'offer_sold_out', 'offer_ended', 'show_started', 'show_paused', 'show_resumed', 'show_ended', 'poll_opened',
    'poll_closed', 'giveaway_opened', 'giveaway_drawn', 'connector_gap');
