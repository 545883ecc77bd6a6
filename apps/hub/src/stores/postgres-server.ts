import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Child, StoreLog } from "./child.ts";
import type { PostgresFolder } from "./postgres-folder.ts";
import { endLeftServer } from "./postgres-left.ts";
import { ENVIRONMENT, postgresPrograms } from "./postgres-programs.ts";
import { type RunAs, spawnAs } from "./postgres-user.ts";

/** Starts the server on a folder that is prepared; resolves when it takes connections. */
export async function startPostgresServer(options: PostgresFolder, runAs: RunAs, port: number): Promise<Child> {
  await endLeftServer(options.folder, options.log);
  if (port !== 0) return startOn(port, options, runAs);
  // PostgreSQL has no "any free port": one is looked for, and someone else may be quicker.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), options, runAs);
    } catch (error) {
      if (attempt === 5 || !(error instanceof Error) || !error.message.includes("could not bind")) throw error;
    }
  }
}

async function startOn(port: number, { folder, log }: PostgresFolder, runAs: RunAs): Promise<Child> {
  const { postgres } = await postgresPrograms();
  const settings = {
    port,
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
  const server = spawnAs(runAs, postgres, ["-D", folder, ...parameters], {
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
    port,
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
      // FATAL ends one connection only, as at every stop.
      if (line.includes(" PANIC:")) log.warn({ name: "PostgreSQL" }, line);
      else log.info({ name: "PostgreSQL" }, line);
    });
  });
  const how = await Promise.race([up, exited]);
  if (typeof how === "string") throw new Error(`PostgreSQL ended at its start (${how}): ${lines.join(" ")}`);
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
