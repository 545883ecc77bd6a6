import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { StartError } from "./stores/start-error.ts";

/** Any number, the same for ever: hubs that start at once wait for each other. */
const LOCK = 7_460_718;

const CONNECT_MILLISECONDS = 10_000;

/**
 * Applies `prisma/migrations/<number>_<name>/migration.sql` in order, each in a transaction of its own.
 * `where` says whose PostgreSQL that is, for people.
 * @throws StartError when PostgreSQL is not there, an applied migration has changed, or one fails: nothing after it is
 * applied.
 */
export async function migrateDatabase(url: string, folder: string, where = "PostgreSQL"): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MILLISECONDS });
  // A connection that breaks fails the statement under way; the event itself would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect().catch(failed(`${where} cannot be reached`));
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string; checksum: string }>("SELECT name, checksum FROM migrations");
    const checksums = new Map(rows.map((row) => [row.name, row.checksum]));
    const applied: string[] = [];
    for (const { name, sql, checksum } of migrations) {
      const known = checksums.get(name);
      if (known !== undefined && known !== checksum) {
        throw new StartError(`The migration ${name} was changed after it had been applied; add a new one instead.`);
      }
      if (known !== undefined) continue;
      await apply(client, name, sql, checksum);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query("INSERT INTO migrations (name, checksum) VALUES ($1, $2)", [name, checksum]);
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK").catch(() => undefined);
    failed(`The migration ${name} failed`)(cause);
  }
}

const failed =
  (what: string) =>
  (cause: unknown): never => {
    // A name with several addresses that all refuse: the message is in the errors within.
    const [first = cause] = cause instanceof AggregateError ? cause.errors : [];
    throw new StartError(`${what}: ${first instanceof Error ? first.message : String(first)}`, { cause });
  };

async function readMigrations(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name, index) => {
      const expected = String(index + 1).padStart(4, "0");
      if (!name.startsWith(`${expected}_`)) throw new Error(`The migration ${name} should be number ${expected}.`);
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}
