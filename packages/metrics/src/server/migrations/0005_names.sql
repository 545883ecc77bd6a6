-- Display names, apart from the events so that a person can be erased: the newest name of each id.
CREATE TABLE IF NOT EXISTS actor_names
(
    workspace LowCardinality(String),
    platform  LowCardinality(String),
    actor     String CODEC(ZSTD(3)),
    name      String CODEC(ZSTD(3)),
    seq       UInt64 CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(seq)
ORDER BY (workspace, platform, actor)
SETTINGS non_replicated_deduplication_window = 10000;
