-- Every `identify`: two ids that are one person, and what is known of the person.
CREATE TABLE IF NOT EXISTS identities
(
    workspace  LowCardinality(String),
    actor      String CODEC(ZSTD(3)),
    alias      String CODEC(ZSTD(3)),                 -- '' when only properties were set
    time       DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seq        UInt64               CODEC(DoubleDelta, ZSTD(1)),
    properties Map(LowCardinality(String), String) CODEC(ZSTD(3)) -- values as JSON text
)
ENGINE = MergeTree
ORDER BY (workspace, actor, time)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS identities_feed TO identities AS
SELECT workspace, actor, alias, time, seq, properties
FROM events
WHERE type = 'identify' AND actor != '';

-- Which person an id belongs to, for ids that were ever joined; worked out from `identities` (joins are transitive)
-- whenever those have changed. The row of actor '' holds the fingerprint of the joins that it was worked out from.
CREATE TABLE IF NOT EXISTS people
(
    workspace LowCardinality(String),
    actor     String CODEC(ZSTD(3)),
    person    String CODEC(ZSTD(3)),
    version   UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, actor);
