-- The events that name what led somebody to the shop, a thirtieth of all: what questions about credit read. One that
-- is there twice is one touch all the same.
CREATE TABLE IF NOT EXISTS touches
(
    workspace LowCardinality(String),
    show      LowCardinality(String),
    time      DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq       UInt64               CODEC(DoubleDelta, ZSTD(1)),
    actor     String               CODEC(ZSTD(1)),
    campaign  LowCardinality(String),
    creator   LowCardinality(String),
    link      String               CODEC(ZSTD(1)),
    coupon    LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (workspace, time)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS touches_feed TO touches AS
SELECT workspace, show, time, seq, actor, campaign, creator, link, coupon
FROM events
WHERE actor != '' AND (campaign != '' OR creator != '' OR link != '' OR coupon != '');

INSERT INTO touches
SELECT workspace, show, time, seq, actor, campaign, creator, link, coupon
FROM events
WHERE actor != '' AND (campaign != '' OR creator != '' OR link != '' OR coupon != '');
