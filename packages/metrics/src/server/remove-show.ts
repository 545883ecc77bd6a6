import type { ClickHouseClient } from "@clickhouse/client";
import { deletable } from "./cluster.ts";

/** Every table that holds something of a show. */
const TABLES = ["events", "commerce", "touches", "show_minute", "show_viewers"] as const;

const OF_SHOW = "workspace = {workspace: String} AND show = {show: String}";

/**
 * Removes all events of a show. What was received of them is taken back from the accounting, so that
 * `received = stored + duplicates + deadLettered + waiting` goes on to hold; repeated after an interruption it does so
 * once, by its deduplication token.
 */
export async function removeShow(
  client: ClickHouseClient,
  { workspace, show, cluster }: { workspace: string; show: string; cluster?: string | undefined },
): Promise<void> {
  const query_params = { workspace, show, token: `remove/${workspace}/${show}` };
  await client.command({
    query: `INSERT INTO tallies (workspace, minute, source, received, duplicates)
      SELECT workspace, toStartOfMinute(received_at, 'UTC') AS minute, source, -toInt64(count()), 0
      FROM events WHERE ${OF_SHOW} GROUP BY workspace, minute, source
      SETTINGS insert_deduplicate = 1, distributed_foreground_insert = 1, insert_deduplication_token = {token: String}`,
    query_params,
  });
  for (const table of TABLES) {
    await client.command({ query: `DELETE FROM ${deletable(table, cluster)} WHERE ${OF_SHOW}`, query_params });
  }
}
