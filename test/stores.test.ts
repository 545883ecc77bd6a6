import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { createClient } from "@clickhouse/client";
import { Client, Pool } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { lockFolder } from "../apps/hub/src/stores/lock.ts";
import { endLeftServer } from "../apps/hub/src/stores/postgres-left.ts";
import { postgresUser } from "../apps/hub/src/stores/postgres-user.ts";
import { startOfProcess } from "../apps/hub/src/stores/process-identity.ts";
import { openStores, type Stores } from "../apps/hub/src/stores/stores.ts";

const EMBEDDED = { clickhouseUrl: undefined, databaseUrl: undefined };
const ROOT = process.getuid?.() === 0;
const messages: string[] = [];
const log = { info: () => undefined, warn: (_: object, message: string) => void messages.push(message) };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-"));
});
afterAll(() => rm(folder, { recursive: true }));

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "did not fail",
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
  );

/** A process that has ended counts as gone, also while nobody has asked for its exit code. */
async function isAlive(pid: number | undefined): Promise<boolean> {
  return pid !== undefined && (await startOfProcess(pid)) !== undefined;
}

interface Ready {
  readyMs: number;
  clickhouse: Stores["clickhouse"];
  postgresUrl: string;
  pids: { clickhouse: number; postgres: number };
}

/** Another process that holds stores. */
class Holder {
  readonly process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  static all: Holder[] = [];

  constructor(dataDir: string, options: { uid?: number; gid?: number } = {}) {
    const program = join(import.meta.dirname, "fixtures/stores-holder.ts");
    // Of its own process group, so that a Ctrl-C can be sent to all of it.
    this.process = spawn(process.execPath, [program, dataDir], {
      ...options,
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines: Interface = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    this.#lines = lines[Symbol.asyncIterator]();
    Holder.all.push(this);
  }

  async report<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("the process ended without a report");
    return JSON.parse(value) as T;
  }

  async kill(): Promise<void> {
    const gone = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await gone;
  }

  /** Ctrl-C: the whole process group gets it. */
  async interrupt(): Promise<void> {
    const gone = once(this.process, "exit");
    process.kill(-(this.process.pid ?? 0), "SIGINT");
    expect(await this.report()).toEqual({ closed: true });
    expect(await gone).toEqual([0, null]);
  }
}

afterEach(() => {
  for (const { process: left } of Holder.all.splice(0)) if (left.exitCode === null) left.kill("SIGKILL");
});

async function countIn(stores: Pick<Stores, "clickhouse" | "postgresUrl">, write: boolean): Promise<[number, number]> {
  const clickhouse = createClient(stores.clickhouse);
  const postgres = new Client(stores.postgresUrl);
  await postgres.connect();
  await clickhouse.command({ query: "CREATE TABLE IF NOT EXISTS kept (a Int32) ENGINE = MergeTree ORDER BY a" });
  await postgres.query("CREATE TABLE IF NOT EXISTS kept (a integer)");
  if (write) {
    await clickhouse.insert({ table: "kept", values: [{ a: 1 }], format: "JSONEachRow" });
    await postgres.query("INSERT INTO kept VALUES (1)");
  }
  const analytics = await clickhouse.query({
    query: "SELECT toUInt32(count()) AS rows FROM kept",
    format: "JSONEachRow",
  });
  const business = await postgres.query<{ rows: number }>("SELECT count(*)::integer AS rows FROM kept");
  const counts: [number, number] = [
    (await analytics.json<{ rows: number }>())[0]?.rows ?? -1,
    business.rows[0]?.rows ?? -1,
  ];
  await Promise.all([clickhouse.close(), postgres.end()]);
  return counts;
}

test("an empty folder gives two databases for this hub alone, and they are there again after a stop", async () => {
  const dataDir = join(folder, "first");
  const stores = await openStores({ dataDir, ...EMBEDDED, log });
  const postgres = new Client(stores.postgresUrl);
  await postgres.connect();
  const { rows } = await postgres.query(
    "SELECT current_setting('fsync') AS fsync, current_setting('TimeZone') AS zone, rolsuper AS super FROM pg_roles WHERE rolname = current_user",
  );
  expect(rows).toEqual([{ fsync: "on", zone: "UTC", super: false }]);
  await postgres.end();
  expect(await countIn(stores, true)).toEqual([1, 1]);
  expect(stores.status()).toEqual({ clickhouse: "up", postgres: "up" });
  expect(statSync(join(dataDir, "postgres-password")).mode & 0o077).toBe(0);

  const stranger = new URL(stores.postgresUrl);
  stranger.password = "wrong";
  expect(await failure(new Client(stranger.href).connect())).toContain("password authentication failed");

  expect(await failure(openStores({ dataDir, ...EMBEDDED, log }))).toBe(
    `StartError: ${dataDir} is in use by another hub (process ${process.pid}); stop that one or set HUB_DATA_DIR`,
  );
  const pids = stores.pids();
  await stores.close();
  expect(await Promise.all([isAlive(pids.clickhouse), isAlive(pids.postgres)])).toEqual([false, false]);

  const again = await openStores({ dataDir, ...EMBEDDED, log });
  expect(await countIn(again, false)).toEqual([1, 1]);
  await again.close();
});

test("a store that is killed is up again at the same address, with its data", async () => {
  const stores = await openStores({ dataDir: join(folder, "crash"), ...EMBEDDED, log });
  const pool = new Pool({ connectionString: stores.postgresUrl, max: 2 });
  pool.on("error", () => undefined);
  const clickhouse = createClient(stores.clickhouse);
  for (let round = 1; round <= 3; round += 1) {
    expect(await countIn(stores, true)).toEqual([round, round]);
    const { clickhouse: engine, postgres: server } = stores.pids();
    process.kill(engine ?? 0, "SIGKILL");
    process.kill(server ?? 0, "SIGKILL");
    await expect.poll(() => stores.status()).toEqual({ clickhouse: "down", postgres: "down" });
    await expect.poll(() => stores.status(), { timeout: 10_000 }).toEqual({ clickhouse: "up", postgres: "up" });
    // Clients made before go on.
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    expect(await clickhouse.ping()).toEqual({ success: true });
    expect(await countIn(stores, false)).toEqual([round, round]);
  }
  expect(messages).toContain("store ended unasked");
  await Promise.all([pool.end(), clickhouse.close()]);
  const pids = stores.pids();
  await stores.close();
  expect(await Promise.all([isAlive(pids.clickhouse), isAlive(pids.postgres)])).toEqual([false, false]);
}, 60_000);

test("a hub that is killed leaves nothing in the way of the next one, and Ctrl-C ends the hub before its stores", async () => {
  const dataDir = join(folder, "killed");
  const pids: number[] = [];
  for (let round = 1; round <= 3; round += 1) {
    const holder = new Holder(dataDir);
    const ready = await holder.report<Ready>();
    pids.push(ready.pids.clickhouse, ready.pids.postgres);
    if (round > 1) expect(ready.readyMs).toBeLessThan(5_000);
    expect(await countIn(ready, true)).toEqual([round, round]);
    if (round < 3) {
      await holder.kill();
      // The engine goes with its hub.
      await expect.poll(() => isAlive(ready.pids.clickhouse)).toBe(false);
    } else await holder.interrupt();
  }
  expect(await Promise.all(pids.map(isAlive))).not.toContain(true);
}, 60_000);

test("a pid that has come round to another PostgreSQL server's process is left alone", async () => {
  const dataDir = join(folder, "round");
  await mkdir(dataDir, { recursive: true });
  const program = "console.log('up'); setInterval(() => {}, 1000)";
  const other = spawn(process.execPath, ["-e", program, "--", "-D", join(folder, "elsewhere")], {
    argv0: "postgres",
    stdio: ["ignore", "pipe", "ignore"],
  });
  // Only then has the system given it its own command line.
  await once(other.stdout, "data");
  await writeFile(join(dataDir, "postmaster.pid"), `${other.pid}\n${dataDir}\n`);
  await endLeftServer(dataDir, log);
  expect(await isAlive(other.pid)).toBe(true);
  other.kill("SIGKILL");
});

test("a lock of a process that is gone, of another with its pid, or cut short, is taken over", async () => {
  const dataDir = join(folder, "locks");
  await mkdir(dataDir);
  const gone = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(gone, "exit");
  for (const stale of [
    JSON.stringify({ pid: gone.pid, started: "1" }),
    JSON.stringify({ pid: process.ppid, started: "1" }),
    '{"pid":',
    "",
  ]) {
    await writeFile(join(dataDir, "hub.lock"), stale);
    const unlock = await lockFolder(dataDir);
    expect(JSON.parse(await readFile(join(dataDir, "hub.lock"), "utf8"))).toMatchObject({ pid: process.pid });
    expect(await failure(lockFolder(dataDir))).toContain(`process ${process.pid}`);
    await unlock();
    expect(existsSync(join(dataDir, "hub.lock"))).toBe(false);
  }
});

test("of many that want a stale lock, one gets it", async () => {
  const dataDir = join(folder, "race");
  await mkdir(dataDir);
  await writeFile(join(dataDir, "hub.lock"), JSON.stringify({ pid: process.pid, started: "1" }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(dataDir)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("stores that run elsewhere are used as their URLs say, and nothing is started", async () => {
  const stores = await openStores({
    dataDir: join(folder, "elsewhere"),
    clickhouseUrl: "https://me%40here:p%2Fw@clickhouse.example:8443/brand",
    databaseUrl: "postgresql://a:b@postgres.example/shop",
    log,
  });
  expect(stores.clickhouse).toEqual({
    url: "https://clickhouse.example:8443",
    username: "me@here",
    password: "p/w",
    database: "brand",
  });
  expect(stores.postgresUrl).toBe("postgresql://a:b@postgres.example/shop");
  expect(stores.pids()).toEqual({ clickhouse: undefined, postgres: undefined });
  await stores.close();
});

test.runIf(ROOT)("under root, a folder that the server's user cannot enter is passed or named", async () => {
  const closed = join(folder, "closed");
  const dataDir = join(closed, "data");
  await mkdir(dataDir, { recursive: true });
  await chmod(closed, 0o700);
  await chmod(dataDir, 0o700);
  const runAs = await postgresUser([dataDir], dataDir).catch((error: Error) => error);
  if (runAs instanceof Error) {
    expect(runAs.message).toContain(`run 'chmod o+x ${closed}'`);
    return;
  }
  expect(runAs.kind).toBe("passing");
  const stores = await openStores({ dataDir, ...EMBEDDED, log });
  expect(await countIn(stores, true)).toEqual([1, 1]);
  await stores.close();
});

/** An ordinary user who can read this checkout, when the tests run as root. */
const NOBODY = 65_534;
const readable = ROOT && (statSync(import.meta.dirname).mode & 0o005) === 0o005;

test.runIf(readable)("an ordinary user runs both stores as themselves", async () => {
  const dataDir = join(await mkdtemp(join(tmpdir(), "stores-user-")), "data");
  const above = join(dataDir, "..");
  chownSync(above, NOBODY, NOBODY);
  const holder = new Holder(dataDir, { uid: NOBODY, gid: NOBODY });
  const ready = await holder.report<Ready & { error?: string }>();
  expect(ready.error).toBeUndefined();
  expect(statSync(join(dataDir, "postgres/PG_VERSION")).uid).toBe(NOBODY);
  expect(await countIn(ready, true)).toEqual([1, 1]);
  await holder.interrupt();
  await rm(above, { recursive: true });
});
