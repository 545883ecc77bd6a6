import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deletable, MigrationError, migrateClickHouse, onCluster } from "@showpulse/metrics/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";

let clickhouse: TestClickHouse;
let folder: string;
beforeAll(async () => {
  clickhouse = await startTestClickHouse({ migrated: false });
  folder = await mkdtemp(join(tmpdir(), "showpulse-migrations-"));
  await cp(new URL("../packages/metrics/src/server/migrations", import.meta.url), folder, { recursive: true });
});
afterAll(async () => {
  await clickhouse.stop();
  await rm(folder, { recursive: true, force: true });
});

const migrate = () => migrateClickHouse(clickhouse.client, { folder: pathToFileURL(`${folder}/`) });
const tables = async () => {
  const result = await clickhouse.client.query({ query: "SHOW TABLES", format: "JSONEachRow" });
  return (await result.json<{ name: string }>()).map(({ name }) => name);
};

test("two hubs may migrate an empty database at once; a third finds nothing to do", async () => {
  const [one, other] = await Promise.all([migrate(), migrate()]);
  expect([...one, ...other]).toContain("0001_events.sql");
  expect(await migrate()).toEqual([]);
  expect(await tables()).toEqual(
    expect.arrayContaining(["events", "commerce", "show_minute", "show_viewers", "people"]),
  );
});

test("a migration that fails stops there, names itself, and goes on once it is mended", async () => {
  const next = String((await lastNumber()) + 1).padStart(4, "0");
  const file = `${next}_broken.sql`;
  await writeFile(
    join(folder, file),
    "CREATE TABLE IF NOT EXISTS first_half (a UInt8) ENGINE = Memory;\nCREATE TABLE oops;\n",
  );
  await expect(migrate()).rejects.toThrow(file);
  await writeFile(
    join(folder, file),
    "-- it's; mended\nCREATE TABLE IF NOT EXISTS first_half (a UInt8) ENGINE = Memory;\nCREATE TABLE IF NOT EXISTS second_half (a UInt8) ENGINE = Memory;\n",
  );
  expect(await migrate()).toEqual([file]);
  expect(await tables()).toEqual(expect.arrayContaining(["first_half", "second_half"]));
});

test("an applied file that has changed is an error that names it", async () => {
  await writeFile(join(folder, "0001_events.sql"), "SELECT 1;\n");
  await expect(migrate()).rejects.toThrow(MigrationError);
  await expect(migrate()).rejects.toThrow(/0001_events\.sql has changed/);
});

test("a gap in the numbers is an error that names the file", async () => {
  await writeFile(join(folder, "0099_later.sql"), "SELECT 1;\n");
  await expect(migrate()).rejects.toThrow(/0099_later\.sql/);
});

test("on a cluster tables are replicated under a distributed one, and views feed local tables", () => {
  const table = `CREATE TABLE IF NOT EXISTS facts
(workspace String, show String, seq UInt64)
ENGINE = ReplacingMergeTree(seq)
ORDER BY (workspace, show)
SETTINGS non_replicated_deduplication_window = 10000`;
  const [local, distributed] = onCluster(table, "main");
  expect(local).toContain("CREATE TABLE IF NOT EXISTS facts_local ON CLUSTER `main`");
  expect(local).toContain(
    "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/facts_local', '{replica}', seq)",
  );
  expect(local).toContain("SETTINGS replicated_deduplication_window");
  expect(distributed).toContain("Distributed(`main`, currentDatabase(), facts_local, cityHash64(workspace, show))");
  const view = "CREATE MATERIALIZED VIEW IF NOT EXISTS feed TO facts AS SELECT * FROM events WHERE type = 'a'";
  expect(onCluster(view, "main")).toEqual([
    "CREATE MATERIALIZED VIEW IF NOT EXISTS feed ON CLUSTER `main` TO facts_local AS SELECT * FROM events_local WHERE type = 'a'",
  ]);
  expect(onCluster("INSERT INTO facts SELECT * FROM events", "main")).toEqual([
    "INSERT INTO facts SELECT * FROM events",
  ]);
  expect(onCluster("ALTER TABLE facts ADD COLUMN IF NOT EXISTS n UInt64 CODEC(LZ4)", "main")).toEqual([
    "ALTER TABLE facts_local ON CLUSTER `main` ADD COLUMN IF NOT EXISTS n UInt64 CODEC(LZ4)",
    "ALTER TABLE facts ON CLUSTER `main` ADD COLUMN IF NOT EXISTS n UInt64",
  ]);
  expect(onCluster("ALTER TABLE facts MATERIALIZE COLUMN n", "main")).toEqual([
    "ALTER TABLE facts_local ON CLUSTER `main` MATERIALIZE COLUMN n",
  ]);
  expect(onCluster("DROP TABLE IF EXISTS people", "main")).toEqual([
    "DROP TABLE IF EXISTS people ON CLUSTER `main` SYNC",
  ]);
  expect(() => onCluster("ALTER TABLE facts DROP COLUMN seq", "main")).toThrow(RangeError);
  expect(deletable("facts", "main")).toBe("facts_local ON CLUSTER `main`");
  expect(deletable("people", "main")).toBe("people");
  expect(deletable("facts", undefined)).toBe("facts");
});

async function lastNumber(): Promise<number> {
  const result = await clickhouse.client.query({
    query: "SELECT max(number) AS n FROM migrations",
    format: "JSONEachRow",
  });
  const [row] = await result.json<{ n: number }>();
  return row?.n ?? 0;
}
