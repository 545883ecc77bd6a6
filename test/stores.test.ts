import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStores, type Stores } from "../apps/hub/src/stores/stores.ts";

const log = { info: () => undefined, warn: () => undefined };

let folder: string;
let stores: Stores;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stores-"));
  const started = performance.now();
  stores = await openStores({ dataDir: folder, clickhouseUrl: undefined, databaseUrl: undefined, log });
  console.log(performance.now() - started);
});

afterAll(async () => {
  await stores.close();
  await rm(folder, { recursive: true });
});

test("an empty folder gives two databases that answer", async () => {
  const postgres = new Client(stores.postgresUrl);
  await postgres.connect();
  expect((await postgres.query("SELECT current_database() AS name, current_setting('fsync') AS fsync")).rows).toEqual([
    { name: "showpulse", fsync: "on" },
  ]);
  await postgres.end();
  const clickhouse = createClient(stores.clickhouse);
  const answer = await clickhouse.query({ query: "SELECT currentDatabase() AS name", format: "JSONEachRow" });
  expect(await answer.json()).toEqual([{ name: "showpulse" }]);
  await clickhouse.close();
  expect(stores.status()).toEqual({ clickhouse: "up", postgres: "up" });
});
