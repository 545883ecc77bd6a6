import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { onCluster } from "./cluster.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
const FILE = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** The schema cannot be brought up to date; the message names the migration and says what is wrong with it. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

export interface MigrateOptions {
  /** A cluster's name makes the tables replicated and distributed. */
  cluster?: string | undefined;
  /** Folder of `NNNN_name.sql` files; the package's own by default. */
  folder?: URL;
}

/**
 * Brings ClickHouse's schema up to date, in order and only forward; stops at the first failure, and the next start
 * goes on from there. Every statement can be repeated, so several hubs may migrate at once.
 * @returns the names of the migrations that were applied now
 * @throws MigrationError for a gap in the numbers, an applied file that has changed, or a statement that failed
 */
export async function migrateClickHouse(client: ClickHouseClient, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder ?? FOLDER);
  const statement = async (sql: string) => {
    for (const one of options.cluster ? onCluster(sql, options.cluster) : [sql]) await client.command({ query: one });
  };
  await statement(`CREATE TABLE IF NOT EXISTS migrations
(number UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
ENGINE = ReplacingMergeTree ORDER BY (number, name, checksum)`);
  const pending = pendingMigrations(migrations, await appliedMigrations(client));
  for (const { number, name, sql, checksum } of pending) {
    for (const one of statementsOf(sql)) {
      await statement(one).catch((cause: unknown) => {
        throw new MigrationError(`ClickHouse migration ${name} failed: ${String(cause)}`, { cause });
      });
    }
    await client.insert({ table: "migrations", values: [{ number, name, checksum }], format: "JSONEachRow" });
  }
  return pending.map((migration) => migration.name);
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const number = Number(FILE.exec(file)?.[1]);
      if (number !== index + 1) {
        throw new MigrationError(`ClickHouse migration ${file} should be number ${index + 1}: numbers have no gaps`);
      }
      const sql = (await readFile(new URL(file, folder), "utf8")).replaceAll("\r\n", "\n");
      return { number, name: file, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

type Applied = Omit<Migration, "sql">;

async function appliedMigrations(client: ClickHouseClient): Promise<Applied[]> {
  const result = await client.query({
    query: "SELECT DISTINCT number, name, checksum FROM migrations ORDER BY number",
    format: "JSONEachRow",
  });
  return result.json<Applied>();
}

function pendingMigrations(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const { number, name, checksum } of applied) {
    const own = migrations[number - 1];
    if (!own) throw new MigrationError(`ClickHouse has migration ${name}, which this version does not know`);
    if (own.name !== name || own.checksum !== checksum) {
      throw new MigrationError(`ClickHouse migration ${own.name} has changed since it was applied as ${name}`);
    }
  }
  const done = new Set(applied.map((migration) => migration.number));
  return migrations.filter((migration) => !done.has(migration.number));
}

/** A file's statements: each ends with a semicolon at the end of a line. Comments go, quoted text stays. */
export function statementsOf(sql: string): string[] {
  return sql
    .replaceAll(/--[^\n]*$/gm, "")
    .split(/;[^\S\n]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
