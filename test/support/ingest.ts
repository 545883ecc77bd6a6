import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { Accounting, Log } from "../../apps/hub/src/ingest/index.ts";
import { borrowDatabase, type Connection } from "./engine.ts";

/** A folder that is gone after the test; `inMemory` where the machine has such a disk and syncing is not the point. */
export async function temporaryFolder({ inMemory = false } = {}): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = inMemory && existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const path = await mkdtemp(join(parent, "showpulse-ingest-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A real engine with a database for one test file, with every migration applied, that complains to nobody. */
export async function startEngine(): Promise<{
  connection: Connection;
  client: ClickHouseClient;
  stop(): Promise<void>;
}> {
  const { connection, giveBack } = await borrowDatabase();
  const client = createClient({ ...connection, log: { level: ClickHouseLogLevel.OFF } });
  return {
    connection,
    client,
    async stop() {
      await client.close();
      await giveBack();
    },
  };
}

/** A log that keeps its lines for the test to look at. */
export function keptLog(): Log & { lines: { level: string; message: string; fields: object }[] } {
  const lines: { level: string; message: string; fields: object }[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields });
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}

/** How far `received` is from what became of it; 0 when nothing is lost and nothing counted twice. */
export const imbalance = (accounts: readonly Accounting[]): number =>
  accounts.reduce(
    (sum, { received, stored, duplicates, deadLettered, waiting }) =>
      sum + Math.abs(received - stored - duplicates - deadLettered - waiting),
    0,
  );

/** How many rows a table has, and how many different events or letters they are. */
export async function countRows(
  clickhouse: ClickHouseClient,
  table: "events" | "dead_letters",
): Promise<{ rows: number; distinct: number }> {
  const distinct = table === "events" ? "uniqExact(workspace, source, id)" : "uniqExact(workspace, received_at, seq)";
  const reply = await clickhouse.query({
    query: `SELECT toUInt32(count()) AS rows, toUInt32(${distinct}) AS distinct FROM ${table}`,
    format: "JSONEachRow",
  });
  const [counts] = await reply.json<{ rows: number; distinct: number }>();
  return counts ?? { rows: 0, distinct: 0 };
}
