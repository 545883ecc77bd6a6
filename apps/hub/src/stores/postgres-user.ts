import { execFile, type SpawnOptions, spawn } from "node:child_process";
import { chmod, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { StartError } from "./start-error.ts";

const run = promisify(execFile);

export interface UserIds {
  uid: number;
  gid: number;
}

/** Whom PostgreSQL's programs run as. */
export type RunAs =
  /** As this process. */
  | { kind: "self" }
  /** As a user of their own. */
  | { kind: "user"; ids: UserIds }
  /** The same, but they may pass through any folder. */
  | { kind: "passing"; ids: UserIds; capability: string };

/**
 * PostgreSQL refuses to run as root: then its programs run as the user `postgres`, who is made when there is none.
 * That user has to get to the programs and the data. The hub's own data folder is opened for passing (not for
 * listing); when another folder is in the way, the programs are given the right to pass any, where the system can.
 * @throws StartError that says what is in the way and what to do.
 */
export async function postgresUser(paths: string[], dataDir: string, root = process.getuid?.() === 0): Promise<RunAs> {
  if (!root) return { kind: "self" };
  const ids = await existingUser();
  for (const path of paths) {
    const blocked = await folderInTheWay(path, ids, dataDir);
    if (blocked === undefined) continue;
    const capability = await passingCapability();
    if (capability !== undefined) return { kind: "passing", ids, capability };
    throw new StartError(
      `PostgreSQL runs as user 'postgres' here, who cannot enter ${blocked} (needed for ${path}): ` +
        `run 'chmod o+x ${blocked}', start the hub as an ordinary user, or set DATABASE_URL`,
    );
  }
  return { kind: "user", ids };
}

/** Starts one of PostgreSQL's programs as that user. */
export function spawnAs(runAs: RunAs, program: string, parameters: string[], options: SpawnOptions) {
  if (runAs.kind === "self") return spawn(program, parameters, options);
  if (runAs.kind === "user") return spawn(program, parameters, { ...options, ...runAs.ids });
  const { ids, capability } = runAs;
  const rights = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  // It replaces itself by the program: same process, same signals.
  const user = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, "--clear-groups", ...rights];
  return spawn("setpriv", [...user, program, ...parameters], options);
}

async function existingUser(): Promise<UserIds> {
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

async function idsOf(name: string): Promise<UserIds | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** The highest folder on the way to a path that the user cannot pass. */
async function folderInTheWay(path: string, ids: UserIds, dataDir: string): Promise<string | undefined> {
  let blocked: string | undefined;
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      if (folder === dataDir && uid === 0) await chmod(folder, (mode & 0o7777) | 0o001);
      else blocked = folder;
    }
    if (folder === dirname(folder)) return blocked;
  }
}

/** A Linux capability that this process can hand on and that lets folders be passed; containers often have the second only. */
async function passingCapability(): Promise<string | undefined> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const held = BigInt(`0x${/CapPrm:\s*([0-9a-f]+)/.exec(status)?.[1] ?? "0"}`);
  const capability = (held & 4n) !== 0n ? "dac_read_search" : (held & 2n) !== 0n ? "dac_override" : undefined;
  if (capability === undefined) return undefined;
  const works = await run("setpriv", ["--inh-caps", `+${capability}`, "--ambient-caps", `+${capability}`, "true"]).then(
    () => true,
    () => false,
  );
  return works ? capability : undefined;
}
