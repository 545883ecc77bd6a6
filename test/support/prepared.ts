import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { createClient } from "@clickhouse/client";
import { migrateClickHouse } from "@showpulse/metrics/server";
import { migrateDatabase } from "../../apps/hub/src/migrate.ts";
import { openStores } from "../../apps/hub/src/stores/stores.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What a hub's data folder holds of its stores. */
type Part = "clickhouse" | "postgres" | "postgres-password";

/**
 * Runs once before all test files: brings both stores up from empty, applies every migration, and leaves their folders
 * to be copied, which takes a fraction of the time.
 * @returns removes them again
 */
export default async function prepare(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "showpulse-prepared-"));
  const log = { info: () => undefined, warn: () => undefined };
  const stores = await openStores({ dataDir: folder, clickhouseUrl: undefined, databaseUrl: undefined, log });
  const client = createClient(stores.clickhouse);
  await Promise.all([migrateClickHouse(client), migrateDatabase(stores.postgresUrl, join(ROOT, "prisma/migrations"))]);
  await client.close();
  await stores.close();
  process.env.TEST_PREPARED_STORES = folder;
  // Engines that tests start themselves read and compile their code as seldom as a hub's.
  process.env.NODE_COMPILE_CACHE ??= join(ROOT, "node_modules/.cache/hub");
  return async () => {
    await endHubs(folder);
    // An engine that a worker shared may still be on its way out.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}

/** A process that serves several test files ends when all have run. */
export async function endWithRun(pid: number): Promise<void> {
  await writeFile(join(preparedFolder(), `${pid}.pid`), "");
}

async function endHubs(folder: string): Promise<void> {
  const pids = (await readdir(folder)).filter((name) => name.endsWith(".pid")).map((name) => Number.parseInt(name, 10));
  const signal = (pid: number, name: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, name);
    } catch {
      return false;
    }
  };
  for (const pid of pids) signal(pid, "SIGTERM");
  const until = performance.now() + 15_000;
  while (pids.some((pid) => signal(pid, 0)) && performance.now() < until) await pause(50);
}

/** Where whatever lasts as long as the run belongs. */
export function preparedFolder(): string {
  const prepared = process.env.TEST_PREPARED_STORES;
  if (prepared === undefined) throw new Error("only tests that vitest runs have prepared stores");
  return prepared;
}

/** Puts prepared stores into a folder: every migration is applied to them, and they have no row. */
export async function copyPrepared(parts: readonly Part[], folder: string): Promise<void> {
  // Node's own copy keeps no owner, and PostgreSQL's files belong to another user where this runs as root.
  await promisify(execFile)("cp", ["-a", ...parts.map((part) => join(preparedFolder(), part)), folder]);
}
