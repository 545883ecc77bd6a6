import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../../apps/hub/src/database.ts";
import { openPostgres } from "../../apps/hub/src/stores/postgres.ts";
import { copyPrepared } from "./prepared.ts";

/** A PostgreSQL of its own with the hub's tables, for one test file. */
export interface TestDatabase {
  database: Database;
  /** kill -9 of the server, which is started again. Resolves when nobody is answered. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "showpulse-postgres-"));
  await copyPrepared(["postgres", "postgres-password"], folder);
  await appendFile(join(folder, "postgres/postgresql.auto.conf"), "fsync = off\n");
  const server = await openPostgres(folder, { info: () => undefined, warn: () => undefined });
  const database = openDatabase(server.url);
  return {
    database,
    async kill() {
      process.kill(server.pid() as number, "SIGKILL");
      for (let answers = true; answers; ) {
        answers = await database.$queryRaw`SELECT 1`.then(
          () => true,
          () => false,
        );
      }
    },
    async close() {
      await database.$disconnect();
      await server.stop(3000);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
