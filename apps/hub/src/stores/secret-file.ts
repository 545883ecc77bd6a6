import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";

/** A random secret that is kept in a file only its owner can read; made at the first call. */
export async function secretInFile(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch(() => undefined);
  if (kept !== undefined && kept.trim() !== "") return kept.trim();
  const secret = randomBytes(24).toString("base64url");
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return secret;
}
