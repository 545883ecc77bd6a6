import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoreLog } from "./child.ts";
import { startOfProcess, waitUntilGone } from "./process-identity.ts";

/** A hub that was killed leaves its server running; whoever holds the data folder's lock now may end it. */
export async function endLeftServer(folder: string, log: StoreLog): Promise<void> {
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
