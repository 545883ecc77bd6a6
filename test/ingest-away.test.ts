import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createIngest, type Ingest, type Limits } from "../apps/hub/src/ingest/index.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { countRows, imbalance, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let proxy: FaultyProxy;
let client: ClickHouseClient;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  engine = await startEngine();
  proxy = await startFaultyProxy(engine.connection.url);
  client = createClient({ ...engine.connection, url: proxy.url, log: { level: ClickHouseLogLevel.OFF } });
});
afterAll(async () => {
  await client.close();
  await proxy.stop();
  await engine.stop();
});
beforeEach(async () => {
  proxy.become("none");
  for (const table of ["events", "dead_letters", "tallies"])
    await engine.client.command({ query: `TRUNCATE TABLE ${table}` });
  folder = await temporaryFolder();
  return () => folder.remove();
});

const log = keptLog();
const open = (limits: Partial<Limits> = {}): Promise<Ingest> =>
  createIngest({
    dataDir: folder.path,
    clickhouse: client,
    log,
    limits: {
      gatherMilliseconds: 20,
      insertTimeoutMilliseconds: 700,
      longestPauseMilliseconds: 200,
      drainMilliseconds: 100,
      stuckMilliseconds: 100,
      ...limits,
    },
  });

const batch = (name: string, count: number, source = "s") =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    source,
    type: "chat_message",
    data: { text: "hello" },
  }));

describe("while ClickHouse is away", () => {
  it.each<Fault>(["refuse", "hang", "reset", "cut"])(
    "(%s) everything is taken in, and is there once it is back",
    async (fault) => {
      const ingest = await open();
      await ingest.accept("w", batch("before", 10));
      await ingest.flush();
      proxy.become(fault);
      for (let call = 0; call < 30; call += 1) {
        // A source that ClickHouse cannot know needs nobody to be asked.
        const source = call % 2 === 0 ? "s" : `new-${call}`;
        const verdicts = await ingest.accept("w", batch(`${call}`, 50, source));
        expect(verdicts.every(({ outcome }) => outcome === "accepted")).toBe(true);
        await pause(30);
      }
      // ClickHouse is in the way, not the hub's own disk.
      expect(ingest.isStuck()).toBe(false);
      proxy.become("none");
      await ingest.flush();
      expect(await countRows(engine.client, "events")).toEqual({ rows: 1510, distinct: 1510 });
      const accounts = await ingest.accounting("w", {});
      expect(imbalance(accounts)).toBe(0);
      expect(accounts.every(({ waiting }) => waiting === 0)).toBe(true);
      await ingest.close();
    },
  );

  it("the hub starts, takes in what the journal knows, and refuses only old sources that it would have to look up", async () => {
    const first = await open();
    await first.accept("w", [...batch("old", 5, "old"), ...batch("x", 5)]);
    await first.flush();
    proxy.become("reset");
    await first.accept("w", batch("late", 5));
    await first.close();

    const second = await open();
    await expect(second.accept("w", batch("old", 5, "old"))).rejects.toMatchObject({ name: "Overloaded", status: 503 });
    proxy.become("none");
    await second.flush();
    const again = await second.accept("w", [...batch("old", 5, "old"), ...batch("late", 5), ...batch("x", 5)]);
    expect(again.map(({ outcome }) => outcome)).toEqual(Array(15).fill("duplicate"));
    expect(imbalance(await second.accounting("w", {}))).toBe(0);
    expect(await countRows(engine.client, "events")).toEqual({ rows: 15, distinct: 15 });
    await second.close();
  });
});

it("sets a damaged part of the journal aside with its reason and takes the rest to ClickHouse", async () => {
  const first = await open();
  await first.accept("w", batch("before", 1));
  await first.flush();
  proxy.become("refuse");
  for (const name of ["one", "two", "three"]) await first.accept("w", batch(name, 1));
  await first.close();

  const directory = join(folder.path, "journal");
  const path = join(
    directory,
    (await readdir(directory))
      .filter((name) => name.endsWith(".journal"))
      .sort()
      .at(-1) as string,
  );
  const bytes = await readFile(path);
  const at = bytes.indexOf("two-0");
  bytes[at] = (bytes[at] as number) ^ 1;
  await writeFile(path, bytes);

  proxy.become("none");
  const second = await open();
  await second.flush();
  expect(await second.accounting("w", {})).toMatchObject([{ received: 3, stored: 3 }]);
  const reasons = (await readFile(join(directory, "damaged", "reasons.ndjson"), "utf8")).trim().split("\n");
  expect(reasons).toHaveLength(1);
  const reason = JSON.parse(reasons[0] as string);
  expect(reason.reason).toBe("the content does not match its checksum");
  expect(await readFile(join(directory, "damaged", reason.file), "utf8")).toContain("uwo-0");
  await second.close();
});

it("sends again, under the same token, what was sent before a plan was damaged: nothing doubles", async () => {
  const first = await open({ gatherMilliseconds: 1 });
  for (let call = 0; call < 20; call += 1) {
    await first.accept("w", batch(`${call}`, 10));
    await first.flush();
  }
  await first.close();
  const directory = join(folder.path, "journal");
  const path = join(directory, (await readdir(directory)).filter((name) => name.endsWith(".plan")).sort()[0] as string);
  const lines = (await readFile(path, "latin1")).split("\n");
  // Some slices and every mark of confirmation are unreadable.
  const damaged = lines.map((line, index) =>
    line.startsWith("done") || index % 9 === 4 ? line.replaceAll(/\d/g, "x") : line,
  );
  await writeFile(path, damaged.join("\n"), "latin1");

  const second = await open();
  await second.flush();
  expect(await countRows(engine.client, "events")).toEqual({ rows: 200, distinct: 200 });
  await second.close();
});
