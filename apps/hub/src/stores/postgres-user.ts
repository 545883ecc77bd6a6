import { execFile } from "node:child_process";
import { chmod, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { StartError } from "./start-error.ts";

const run = promisify(execFile);

/** Whom the server's processes run as. Empty: as this process. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/**
 * PostgreSQL refuses to run as root: then its processes run as the user `postgres`, who is made when there is none.
 * @throws StartError when there is no such user and none can be made.
 */
export async function postgresUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const existing = await idsOf("postgres");
  if (existing !== undefined) return existing;
  for (const [command, ...parameters] of [
    ["useradd", "--system", "--user-group", "--no-create-home", "postgres"],
    ["adduser", "-S", "-D", "-H", "postgres"],
  ] as const) {
    await run(command, parameters).catch(() => undefined);
    const made = await idsOf("postgres");
    if (made !== undefined) return made;
  }
  throw new StartError(
    "PostgreSQL does not run as root, and no user 'postgres' could be made: " +
      "start the hub as an ordinary user, run 'useradd postgres', or set DATABASE_URL",
  );
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/**
 * Makes sure that the server's user can get to a folder: every folder above must let others pass. The hub's own data
 * folder is opened for passing (not for listing) when it is not.
 * @throws StartError that names the folder in the way and what to do.
 */
export async function ensureReachable(path: string, runAs: RunAs, dataDir: string): Promise<void> {
  if (!("uid" in runAs)) return;
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      if (folder === dataDir && uid === 0) await chmod(folder, (mode & 0o7777) | 0o001);
      else {
        throw new StartError(
          `PostgreSQL runs as user 'postgres' here, who cannot enter ${folder} (needed for ${path}): ` +
            `run 'chmod o+x ${folder}', start the hub as an ordinary user, or set DATABASE_URL`,
        );
      }
    }
    if (folder === dirname(folder)) return;
  }
}
