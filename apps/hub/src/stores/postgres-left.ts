import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StoreLog } from "./child.ts";
import { waitUntilGone } from "./process-identity.ts";

/** A hub that was killed leaves its server running; whoever holds the data folder's lock now may end it. */
export async function endLeftServer(folder: string, log: StoreLog): Promise<void> {
  const written = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(written, 10);
  if (!(pid > 1) || pid === process.pid || !(await isServerOf(folder, pid))) return;
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

/** Pids come round again: a process is only ended when it is a PostgreSQL server that was started on this folder. */
async function isServerOf(folder: string, pid: number): Promise<boolean> {
  const command =
    process.platform === "linux"
      ? (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ")
      : await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]).then(
          ({ stdout }) => stdout,
          () => "",
        );
  return command.includes(`postgres -D ${folder} `);
}
