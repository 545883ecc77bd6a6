import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createIngest, type Ingest, type Limits } from "../apps/hub/src/ingest/index.ts";
import { countRows, imbalance, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";
import { CHILD_BATCH_STORED, type ChildTask } from "./support/ingest-child.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let client: ClickHouseClient;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  engine = await startEngine();
  client = engine.client;
});
afterAll(() => engine.stop());
beforeEach(async () => {
  for (const table of ["events", "dead_letters", "tallies"]) await client.command({ query: `TRUNCATE TABLE ${table}` });
  folder = await temporaryFolder();
  return () => folder.remove();
});

const open = (limits: Partial<Limits> = {}, log = keptLog()): Promise<Ingest> =>
  createIngest({ dataDir: folder.path, clickhouse: client, log, limits: { gatherMilliseconds: 5, ...limits } });

const batch = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}-${index}`, source: "s", type: "join" }));

describe("when it cannot write, it says so and takes nothing", () => {
  it("(a disk with less room than the reserve)", async () => {
    const ingest = await open({ diskReserveBytes: Number.MAX_SAFE_INTEGER });
    await expect(ingest.accept("w", batch("a", 3))).rejects.toMatchObject({ status: 503, retryAfterSeconds: 10 });
    expect(await ingest.accounting("w", {})).toEqual([]);
    await ingest.close();
  });

  it("(no segment can be opened), and recovers alone", async () => {
    const ingest = await open({ segmentBytes: 1 });
    await ingest.accept("w", batch("a", 3));
    await ingest.flush();
    const directory = join(folder.path, "journal");
    await rm(directory, { recursive: true });
    await expect(ingest.accept("w", batch("b", 3))).rejects.toMatchObject({ status: 503 });
    await mkdir(directory);
    const verdicts = await ingest.accept("w", [...batch("b", 3), ...batch("a", 1)]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "accepted", "duplicate"]);
    await ingest.flush();
    expect(imbalance(await ingest.accounting("w", {}))).toBe(0);
    expect(await countRows(client, "events")).toEqual({ rows: 6, distinct: 6 });
    await ingest.close();
  });

  it("(writes that fail in the middle), and nothing is lost or doubled when clients send again", async () => {
    const child = fileURLToPath(new URL("./support/ingest-child.ts", import.meta.url));
    const task: ChildTask = {
      connection: engine.connection,
      dataDir: folder.path,
      from: 0,
      to: 300,
      failpoint: null,
      hits: 0,
      patient: true,
    };
    // No file may grow beyond 100 blocks: the kernel cuts the write short, then refuses it, as a full disk does.
    const run = promisify(execFile)("sh", [
      "-c",
      `ulimit -f 100; exec "$0" "$1" "$2"`,
      process.execPath,
      child,
      JSON.stringify(task),
    ]);
    const { stdout } = await run;
    expect(Number(/refused (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(3);
    const stored = 300 * CHILD_BATCH_STORED;
    expect(await countRows(client, "events")).toEqual({ rows: stored, distinct: stored });
    const again = await open();
    await again.flush();
    const accounts = await again.accounting("w", {});
    expect(imbalance(accounts)).toBe(0);
    expect(accounts.reduce((sum, { received }) => sum + received, 0)).toBe(300 * 20);
    await again.close();
  });

  it("(more waits for the disk than memory may hold)", async () => {
    const ingest = await open({ pendingBytes: 20_000 });
    await ingest.accept("w", batch("first", 1));
    const calls = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => ingest.accept("w", batch(`${index}`, 50))),
    );
    const refused = calls.filter((call) => call.status === "rejected").map(({ reason }) => reason);
    expect(refused.length).toBeGreaterThan(0);
    for (const reason of refused)
      expect(reason).toMatchObject({ name: "Overloaded", status: 429, retryAfterSeconds: 1 });
    await ingest.flush();
    const stored = 1 + (20 - refused.length) * 50;
    expect(await countRows(client, "events")).toEqual({ rows: stored, distinct: stored });
    await ingest.close();
  });
});

it("a row that ClickHouse refuses goes to the dead letters by itself, loud, and the rest is stored", async () => {
  // Its refusal quotes the text of the row too: the constraint reads it.
  await client.command({
    query: "ALTER TABLE events ADD CONSTRAINT no_poison CHECK NOT (startsWith(id, 'poison') AND text != '?')",
  });
  const log = keptLog();
  const ingest = await open({}, log);
  const [poison] = batch("poison", 1);
  await ingest.accept("w", [
    ...batch("a", 100),
    { ...poison, data: { text: "my address" } },
    ...batch("b", 100),
    ...batch("poison2", 1),
  ]);
  await ingest.flush();
  await client.command({ query: "ALTER TABLE events DROP CONSTRAINT no_poison" });
  expect(await countRows(client, "events")).toEqual({ rows: 200, distinct: 200 });
  const reply = await client.query({
    query: "SELECT id, code, detail, raw FROM dead_letters ORDER BY id",
    format: "JSONEachRow",
  });
  expect(await reply.json()).toMatchObject([
    {
      id: "poison-0",
      code: "refused_by_storage",
      detail: expect.stringContaining("no_poison"),
      raw: expect.stringContaining('"poison-0"'),
    },
    { id: "poison2-0", code: "refused_by_storage" },
  ]);
  expect(await ingest.accounting("w", {})).toEqual([
    { source: "s", received: 202, stored: 200, duplicates: 0, deadLettered: 2, waiting: 0 },
  ]);
  const loud = log.lines.filter(({ level, message }) => level === "error" && message.includes("refuses a row"));
  expect(loud.map(({ fields }) => fields)).toMatchObject([
    {
      table: "events",
      workspace: "w",
      source: "s",
      id: "poison-0",
      seq: 101,
      reason: expect.stringContaining("no_poison"),
    },
    { id: "poison2-0" },
  ]);
  // A log names a row; what somebody wrote stays out of it.
  const logged = log.lines.map((line) => JSON.stringify([line, String((line.fields as { err?: unknown }).err)]));
  expect(logged.join("\n")).not.toContain("my address");
  await ingest.close();
});
