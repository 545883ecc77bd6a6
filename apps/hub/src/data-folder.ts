import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigError } from "./config.ts";

/** Makes the data folder where it is missing. @throws ConfigError where that cannot be, or nothing can be written there */
export async function makeDataFolder(path: string): Promise<void> {
  try {
    await make(path);
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigError("HUB_DATA_DIR", path, `a folder that can be made and written to (${reason})`);
  }
}

/** One folder after the other: Node's own `recursive` never comes back where the system refuses without a reason (/proc). */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await make(dirname(path));
    await mkdir(path);
  }
}
