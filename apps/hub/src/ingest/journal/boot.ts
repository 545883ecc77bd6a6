import { readFile } from "node:fs/promises";
import { uptime } from "node:os";

/** Names this start of the machine: the kernel's own id, or about when it started where there is none. */
export async function bootId(): Promise<string> {
  const id = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => null);
  return id?.trim() ?? `started-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
}
