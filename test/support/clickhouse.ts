import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import { eventRow } from "@showpulse/metrics/server";
import { borrowDatabase } from "./engine.ts";

export interface TestClickHouse {
  client: ClickHouseClient;
  /** Stores events as the writer does: one insert, one token. */
  store(events: readonly AcceptedEvent[]): Promise<void>;
  stop(): Promise<void>;
}

/** A real engine with a database for one test file, with every migration applied (unless `migrated: false`) and no row. */
export async function startTestClickHouse(options: { migrated?: boolean } = {}): Promise<TestClickHouse> {
  const { connection, giveBack } = await borrowDatabase(options);
  const client = createClient(connection);
  return {
    client,
    store: (events) => storeEvents(client, events),
    async stop() {
      await client.close();
      await giveBack();
    },
  };
}

async function storeEvents(client: ClickHouseClient, events: readonly AcceptedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const settings = `async_insert = 0, deduplicate_blocks_in_dependent_materialized_views = 1, insert_deduplication_token = '${randomUUID()}'`;
  const { stream } = await client.exec({
    query: `INSERT INTO events SETTINGS ${settings} FORMAT JSONEachRow`,
    values: Readable.from([events.map(eventRow).join("\n")], { objectMode: false }),
  });
  await finished(stream.resume());
}
