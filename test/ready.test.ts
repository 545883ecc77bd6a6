import { afterAll, beforeAll, expect, test } from "vitest";
import { type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";
import { startEngine } from "./support/ingest.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let proxy: FaultyProxy;
let hub: TestHub;

beforeAll(async () => {
  engine = await startEngine();
  proxy = await startFaultyProxy(engine.connection.url);
  const url = new URL(proxy.url);
  url.username = engine.connection.username;
  url.password = engine.connection.password;
  url.pathname = engine.connection.database;
  hub = await startTestHub({ CLICKHOUSE_URL: url.href });
});
afterAll(async () => {
  proxy.become("none");
  await hub.discard();
  await proxy.stop();
  await engine.stop();
});

test("a hub whose ClickHouse runs elsewhere and is away takes events in, but says that it is not ready", async () => {
  const readiness = async () => {
    const reply = await fetch(`${hub.address}/readyz`);
    return { status: reply.status, text: await reply.text() };
  };
  expect((await readiness()).status).toBe(200);
  proxy.become("refuse");
  await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({
    status: 503,
    text: expect.stringContaining("Missing: ClickHouse."),
  });
  const event = { specversion: "1.0", id: "1", source: "shop", type: "page_view" };
  expect(await hub.post("/v1/events", [event])).toMatchObject({ accepted: 1 });
  proxy.become("none");
  await hub.ready();
  await hub.post("/v1/flush");
  expect(await hub.get("/v1/events")).toMatchObject({ data: [{ id: "1" }] });
});
