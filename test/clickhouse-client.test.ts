import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouseClient, ClickHouseError, createClient } from "@clickhouse/client";
import { type EmbeddedClickHouse, startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
let engine: EmbeddedClickHouse;
let client: ClickHouseClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clickhouse-client-"));
  engine = await startEmbeddedClickHouse({ dataDir: join(folder, "clickhouse") });
  const { url, username, password, database } = engine;
  client = createClient({ url, username, password, database });
});

afterAll(async () => {
  await client.close();
  await engine.stop();
  await rm(folder, { recursive: true });
});

async function rowsOf<T>(query: string, query_params: Record<string, unknown> = {}): Promise<T[]> {
  return (await client.query({ query, query_params, format: "JSONEachRow" })).json<T>();
}

test("what is inserted is read back", async () => {
  await client.command({ query: "CREATE TABLE first (id UInt32, text String) ENGINE = MergeTree ORDER BY id" });
  await client.insert({ table: "first", values: [{ id: 1, text: "a\n'b'" }], format: "JSONEachRow" });
  expect(await rowsOf("SELECT * FROM first WHERE text = {text: String}", { text: "a\n'b'" })).toEqual([
    { id: 1, text: "a\n'b'" },
  ]);
});

test("errors carry the server's code and type", async () => {
  const failed = await rowsOf("SELECT * FROM nowhere").catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ClickHouseError);
  expect(failed).toMatchObject({ code: "60", type: "UNKNOWN_TABLE" });
});
