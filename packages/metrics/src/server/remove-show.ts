import type { ClickHouseClient } from "@clickhouse/client";
import { deletable } from "./cluster.ts";

/** Every table that holds something of a show. */
const TABLES = [
  "events",
  "commerce",
  "touches",
  "orders",
  "sold",
  "moments",
  "show_minute",
  "show_viewers",
  "item_days",
] as const;

const OF_SHOWS = "workspace = {workspace: String} AND show IN {shows: Array(String)}";

/**
 * Removes all events of some shows. What was received of them is taken back from the accounting, so that
 * `received = stored + duplicates + deadLettered + waiting` goes on to hold; repeated after an interruption it does so
 * once for each show, by its deduplication token.
 */
export async function removeShows(
  client: ClickHouseClient,
  { workspace, shows, cluster }: { workspace: string; shows: readonly string[]; cluster?: string | undefined },
): Promise<void> {
  for (const show of shows) {
    await client.command({
      query: `INSERT INTO tallies (workspace, minute, source, received, duplicates)
        SELECT workspace, toStartOfMinute(received_at, 'UTC') AS minute, source, -toInt64(count()), 0
        FROM events WHERE ${OF_SHOWS} GROUP BY workspace, minute, source
        SETTINGS insert_deduplicate = 1, distributed_foreground_insert = 1, insert_deduplication_token = {token: String}`,
      query_params: { workspace, shows: [show], token: `remove/${workspace}/${show}` },
    });
  }
  // Once for all of them: a table is rewritten by each deletion.
  for (const table of TABLES) {
    const query = `DELETE FROM ${deletable(table, cluster)} WHERE ${OF_SHOWS}`;
    await client.command({ query, query_params: { workspace, shows } });
  }
}
