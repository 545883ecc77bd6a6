import { chown, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StoreLog } from "./child.ts";
import { endLeftServer } from "./postgres-left.ts";
import { ENVIRONMENT, postgresPrograms } from "./postgres-programs.ts";
import { postgresUser, type RunAs, spawnAs } from "./postgres-user.ts";

export interface PostgresFolder {
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

/** Initialises the folder when it is empty; ends a server that an earlier hub has left on it. */
export async function preparePostgres({ folder, dataDir, password, log }: PostgresFolder): Promise<RunAs> {
  const { initdb } = await postgresPrograms();
  const runAs = await postgresUser([dirname(initdb), dataDir], dataDir);
  await endLeftServer(folder, log);
  if ((await stat(join(folder, "PG_VERSION")).catch(() => undefined)) !== undefined) return runAs;

  // Initialised beside and then renamed: a folder that is there is whole.
  const draft = `${folder}.new`;
  // An initdb that its hub left may still write there for a moment.
  await rm(draft, { recursive: true, force: true, maxRetries: 10 });
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(draft, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  const cluster = join(draft, "data");
  await mkdir(cluster, { mode: 0o700 });
  if (runAs.kind !== "self") {
    for (const path of [draft, passwordFile, cluster]) await chown(path, runAs.ids.uid, runAs.ids.gid);
  }
  await initialise(initdb, cluster, passwordFile, runAs);
  await rename(cluster, folder);
  await rm(draft, { recursive: true });
  return runAs;
}

async function initialise(initdb: string, cluster: string, passwordFile: string, runAs: RunAs): Promise<void> {
  const child = spawnAs(
    runAs,
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
    { cwd: cluster, env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] },
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => output.push(part.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed: ${output.join("").trim()}`);
}
