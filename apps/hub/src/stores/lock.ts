import { randomUUID } from "node:crypto";
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
    while (!(await linked(draft, path))) await removeStale(folder, path);
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

async function removeStale(folder: string, path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && (await startOfProcess(holder.pid)) === holder.started) {
    throw new StartError(
      `${folder} is in use by another hub (process ${holder.pid}); stop that one or set HUB_DATA_DIR`,
    );
  }
  // Two that find the same stale lock: one moves it away, and the other may then have moved the first one's new lock.
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== undefined && (await startOfProcess(moved.pid)) === moved.started) await linked(aside, path);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof holder !== "object" || holder === null || !("pid" in holder) || !("started" in holder)) return undefined;
    return typeof holder.pid === "number" && typeof holder.started === "string"
      ? { pid: holder.pid, started: holder.started }
      : undefined;
  } catch {
    return undefined;
  }
}
