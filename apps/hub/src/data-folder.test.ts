import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDataFolder } from "./data-folder.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "showpulse-folder-"));
  await writeFile(join(folder, "file"), "");
});
afterAll(() => rm(folder, { recursive: true }));

test("a missing data folder is made with all above it, one that is there stays", async () => {
  const path = join(folder, "a/b/c");
  await makeDataFolder(path);
  await makeDataFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

test.each(["file", "file/below"])("%s is no data folder, which one line says", async (name) => {
  const path = join(folder, name);
  await expect(makeDataFolder(path)).rejects.toThrow(
    new RegExp(`^HUB_DATA_DIR is "${path}"; it may be a folder that can be made and written to \\(E[A-Z]+\\)$`),
  );
});

test.runIf(process.platform === "linux")("where the system makes no folders, the start does not hang", async () => {
  await expect(makeDataFolder("/proc/showpulse")).rejects.toThrow(/^HUB_DATA_DIR/);
});
