import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * A secret of this installation: the given one, else the one in the data folder, else a new one that is kept there,
 * readable by this user alone.
 */
export async function keepSecret(
  dataDir: string,
  name: string,
  given: string | undefined,
  make: () => string,
): Promise<string> {
  if (given !== undefined) return given;
  const path = join(dataDir, "secrets", name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const kept = (await readFile(path, "utf8")).trim();
    if (kept !== "") return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = make();
  const file = await open(path, "w", 0o600);
  await file.writeFile(`${secret}\n`);
  await file.sync();
  await file.close();
  return secret;
}
