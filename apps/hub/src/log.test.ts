import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLog } from "./log.ts";

const OLDEST_FIRST = ["hub.4.log", "hub.3.log", "hub.2.log", "hub.1.log", "hub.log"];

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "showpulse-log-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

test("the log stays within its size, over a restart too, and what it keeps is whole and in order", async () => {
  const folder = join(dataDir, "logs");
  const texts = () => Promise.all(OLDEST_FIRST.map((file) => readFile(join(folder, file), "utf8").catch(() => "")));
  const numbers = (found: string[]) =>
    found.flatMap((text) => text.split("\n").filter(Boolean)).map((line) => (JSON.parse(line) as { n: number }).n);

  let n = 0;
  for (let start = 0; start < 2; start += 1) {
    const log = openLog(dataDir, 2000);
    for (let group = 0; group < 20; group += 1) {
      for (let each = 0; each < 5; each += 1) log.info({ n: n++ }, "a line");
      // Lines that come at once are one write.
      await pause(5);
    }
    while (numbers(await texts()).at(-1) !== n - 1) await pause(10);
  }

  expect((await readdir(folder)).toSorted()).toEqual(OLDEST_FIRST.toSorted());
  const found = await texts();
  for (const text of found) expect(text.length).toBeLessThan(3000);
  const kept = numbers(found);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => n - kept.length + index));
});
