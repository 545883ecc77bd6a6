import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { keepAlive, type StoreLog } from "./child.ts";
import { preparePostgres, SUPERUSER } from "./postgres-folder.ts";
import { startPostgresServer } from "./postgres-server.ts";
import { secretInFile } from "./secret-file.ts";

/** The embedded PostgreSQL while it is kept running. */
export interface EmbeddedPostgres {
  /** Of the hub's database, with its user and password; stays valid over the server's restarts. */
  url: string;
  status(): "up" | "down";
  pid(): number | undefined;
  stop(deadlineMs: number): Promise<void>;
}

/** The hub's role owns its database and is no superuser. */
const NAME = "showpulse";

/** Starts PostgreSQL in `<dataDir>/postgres`, on loopback, with the hub's database in it. */
export async function openPostgres(dataDir: string, log: StoreLog): Promise<EmbeddedPostgres> {
  const password = await secretInFile(join(dataDir, "postgres-password"));
  const options = { folder: join(dataDir, "postgres"), dataDir, password, log };
  const runAs = await preparePostgres(options);
  const server = await keepAlive({
    name: "PostgreSQL",
    start: (port) => startPostgresServer(options, runAs, port),
    log,
  });
  try {
    await makeDatabase(server.port, password);
  } catch (error) {
    await server.stop(2_000);
    throw error;
  }
  return {
    url: `postgresql://${NAME}:${password}@127.0.0.1:${server.port}/${NAME}`,
    status: server.status,
    pid: server.pid,
    stop: server.stop,
  };
}

async function makeDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ host: "127.0.0.1", port, user: SUPERUSER, password, database: "postgres" });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (rows.length > 0) return;
    const role = escapeIdentifier(NAME);
    await client.query("DROP ROLE IF EXISTS showpulse");
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)}`);
    await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
  } finally {
    await client.end();
  }
}
