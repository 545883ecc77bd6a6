import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import { eventRow } from "@showpulse/metrics/server";
import { startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { copyPrepared } from "./prepared.ts";

export interface TestClickHouse {
  client: ClickHouseClient;
  /** Stores events as the writer does: one insert, one token. */
  store(events: readonly AcceptedEvent[]): Promise<void>;
  stop(): Promise<void>;
}

/** A real engine on a folder of its own, with every migration applied (unless `migrated: false`) and no row. */
export async function startTestClickHouse({ migrated = true } = {}): Promise<TestClickHouse> {
  const folder = await mkdtemp(join(tmpdir(), "showpulse-clickhouse-"));
  if (migrated) await copyPrepared(["clickhouse"], folder);
  const server = await startEmbeddedClickHouse({ dataDir: join(folder, "clickhouse") });
  const { url, username, password, database } = server;
  const client = createClient({ url, username, password, database });
  return {
    client,
    store: (events) => storeEvents(client, events),
    async stop() {
      await client.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
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
