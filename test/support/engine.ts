import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { migrateClickHouse } from "@showpulse/metrics/server";
import { type EmbeddedClickHouse, startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { copyPrepared, preparedFolder } from "./prepared.ts";

/** What `createClient` needs to reach a database, also from another process. */
export interface Connection {
  url: string;
  username: string;
  password: string;
  database: string;
}

/** An engine takes longer to start and to warm up than most files take to ask: one serves all files of a worker. */
let engine: Promise<EmbeddedClickHouse> | undefined;
/** Migrated databases that no file uses, without a row. */
const free: string[] = [];
let made = 0;

/**
 * A database on the engine of this worker for one test file, with every migration applied (unless `migrated: false`)
 * and no row.
 */
export async function borrowDatabase({ migrated = true } = {}): Promise<{
  connection: Connection;
  giveBack(): Promise<void>;
}> {
  engine ??= startEngineOfWorker();
  const { url, username, password, database: first } = await engine;
  const connectionTo = (database: string): Connection => ({ url, username, password, database });
  let database = migrated ? free.pop() : undefined;
  if (database === undefined) {
    database = `test_${(made += 1)}`;
    await command(connectionTo(first), `CREATE DATABASE ${database}`);
    if (migrated) await withClient(connectionTo(database), (client) => migrateClickHouse(client));
  }
  const connection = connectionTo(database);
  return {
    connection,
    async giveBack() {
      if (!migrated) return command(connection, `DROP DATABASE ${connection.database}`);
      await withClient(connection, emptyTables);
      free.push(connection.database);
    },
  };
}

/** It ends with this process; its folder goes with those of all. */
async function startEngineOfWorker(): Promise<EmbeddedClickHouse> {
  const folder = await mkdtemp(join(preparedFolder(), "engine-"));
  await copyPrepared(["clickhouse"], folder);
  const started = await startEmbeddedClickHouse({ dataDir: join(folder, "clickhouse") });
  free.push(started.database);
  return started;
}

async function emptyTables(client: ClickHouseClient): Promise<void> {
  const reply = await client.query({
    query: `SELECT name FROM system.tables
      WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND name != 'migrations'`,
    format: "JSONEachRow",
  });
  for (const { name } of await reply.json<{ name: string }>())
    await client.command({ query: `TRUNCATE TABLE ${name}` });
}

const command = (connection: Connection, query: string): Promise<void> =>
  withClient(connection, async (client) => void (await client.command({ query })));

async function withClient<Result>(
  connection: Connection,
  use: (client: ClickHouseClient) => Promise<Result>,
): Promise<Result> {
  const client = createClient(connection);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
