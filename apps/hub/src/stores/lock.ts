import { createHash, randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startOfProcess } from "./process-identity.ts";
import { StartError } from "./start-error.ts";

interface Holder {
  pid: number;
  /** Tells a process from a later one with the same pid. */
  started: string;
}

/**
 * Takes a data folder for this process alone. A lock whose process is gone is taken over.
 * @returns gives the folder back.
 * @throws StartError that names the process which holds the folder.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "hub.lock");
  const mine: Holder = { pid: process.pid, started: (await startOfProcess(process.pid)) ?? "" };
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    // A hard link appears whole or not at all, and only one process can make it.
    while (!(await linked(draft, path)) && !(await takenOver(folder, path, draft)));
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    const holder = await readHolder(path);
    if (holder?.pid === mine.pid && holder.started === mine.started) await rm(path, { force: true });
  };
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Puts the draft in the place of a lock whose process is gone. Whoever wants to do so makes a link that is named after
 * what that lock says: only one can, and only that one may replace it, so that nobody's new lock is moved away.
 * @returns false when the lock has changed meanwhile.
 * @throws StartError when its process is there, or another one is taking it over.
 */
async function takenOver(folder: string, path: string, draft: string): Promise<boolean> {
  const found = await textOf(path);
  if (found === undefined) return false;
  const holder = holderOf(found);
  if (holder !== undefined && (await startOfProcess(holder.pid)) === holder.started) {
    throw new StartError(
      `${folder} is in use by another hub (process ${holder.pid}); stop that one or set HUB_DATA_DIR`,
    );
  }
  const claim = `${path}.${createHash("sha256").update(found).digest("hex").slice(0, 16)}`;
  // A claim may be stale, too: its process was killed on the way.
  if (!(await linked(draft, claim)) && !(await takenOver(folder, claim, draft))) return false;
  if ((await textOf(path)) === found) {
    await rename(claim, path);
    return true;
  }
  await rm(claim);
  return false;
}

/** undefined: there is no such file. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await textOf(path);
  return text === undefined ? undefined : holderOf(text);
}

function holderOf(text: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    if (typeof holder !== "object" || holder === null || !("pid" in holder) || !("started" in holder)) return undefined;
    return typeof holder.pid === "number" && typeof holder.started === "string"
      ? { pid: holder.pid, started: holder.started }
      : undefined;
  } catch {
    return undefined;
  }
}
