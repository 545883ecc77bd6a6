import { gzipSync } from "node:zlib";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../apps/hub/src/access/caller.ts";
import { type App, createApp } from "../apps/hub/src/app.ts";
import { createIngest, type Ingest } from "../apps/hub/src/ingest/index.ts";
import { eventsRoutes } from "../apps/hub/src/modules/events/routes.ts";
import { imbalance, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";

const caller: Caller = {
  workspace: "w",
  role: "owner",
  ingestOnly: false,
  via: { kind: "installation" },
  name: "test",
  ownsInstallation: true,
};
const keyring = {
  ownerKeyHash: new Uint8Array(),
  byKey: async (key: string) => (key === "key" ? caller : key === "other" ? { ...caller, workspace: "v" } : null),
  bySession: async () => null,
  stillValid: async () => true,
  forget: () => {},
};

let engine: Awaited<ReturnType<typeof startEngine>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let ingest: Ingest;
let app: App;

beforeAll(async () => {
  engine = await startEngine();
  folder = await temporaryFolder();
  ingest = await createIngest({
    dataDir: folder.path,
    clickhouse: engine.client,
    log: keptLog(),
    limits: { gatherMilliseconds: 5 },
  });
  app = await createApp({ keyring, log: pino({ level: "silent" }) });
  await app.register(eventsRoutes, { ingest, clickhouse: engine.client });
});
afterAll(async () => {
  await app.close();
  await ingest.close();
  await engine.stop();
  await folder.remove();
});

let source = "";
let sources = 0;
beforeEach(() => {
  sources += 1;
  source = `source-${sources}`;
});

const event = (id: string, more: object = {}) => ({ id, source, type: "join", ...more });

function post(payload: string | Buffer, type = "application/json", headers: Record<string, string> = {}) {
  return app.inject({
    method: "POST",
    url: "/v1/events",
    payload,
    headers: { authorization: "Bearer key", "content-type": type, ...headers },
  });
}

async function get(path: string, key = "key") {
  const reply = await app.inject({ url: path, headers: { authorization: `Bearer ${key}` } });
  return { status: reply.statusCode, body: reply.json() };
}

async function flush() {
  const reply = await app.inject({ method: "POST", url: "/v1/flush", headers: { authorization: "Bearer key" } });
  expect(reply.statusCode).toBe(200);
}

const took = (accepted: number, duplicates = 0, rejected: unknown[] = []) => ({ accepted, duplicates, rejected });

describe("POST /v1/events takes", () => {
  it("a batch, and the same once more as duplicates", async () => {
    const body = JSON.stringify([event("1"), event("2")]);
    expect((await post(body, "application/cloudevents-batch+json")).json()).toEqual(took(2));
    expect((await post(body, "application/json; charset=utf-8")).json()).toEqual(took(0, 2));
  });

  it("one event", async () => {
    expect((await post(JSON.stringify(event("1")), "application/cloudevents+json")).json()).toEqual(took(1));
    expect((await post(JSON.stringify(event("2")))).json()).toEqual(took(1));
  });

  it("an empty batch", async () => expect((await post("[]")).json()).toEqual(took(0)));

  it("lines, of which one that is not JSON is a rejected event with its index", async () => {
    const body = `${JSON.stringify(event("1"))}\r\n\n{"id": \n${JSON.stringify(event("2"))}`;
    const reply = await post(body, "application/x-ndjson");
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual(
      took(2, 0, [{ index: 1, id: null, code: "unreadable_json", detail: expect.stringContaining("not JSON") }]),
    );
  });

  it("gzip", async () => {
    const reply = await post(gzipSync(JSON.stringify([event("1")])), "application/json", {
      "content-encoding": "gzip",
    });
    expect(reply.json()).toEqual(took(1));
  });

  it("the good events beside bad ones", async () => {
    const reply = await post(
      JSON.stringify([event("1"), event("2", { type: "BAD" }), 7, event("3", { data: { quantity: -1 } }), event("4")]),
    );
    expect(reply.json()).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, id: "2", code: "malformed_type" },
        { index: 2, id: null, code: "not_an_object" },
        { index: 3, id: "3", code: "out_of_range" },
      ],
    });
  });

  it("what would poison JSON, prototypes and numbers, without harm", async () => {
    const body = `[{"id":"1","source":"${source}","type":"join","__proto__":{"x":1},"data":{"constructor":{"prototype":{"y":1}}}},
      {"id":"2","source":"${source}","type":"join","data":{"value":1e999}},
      {"id":"3","source":"${source}","type":"join","data":${"[".repeat(20_000)}${"]".repeat(20_000)}},
      {"id":"4","source":"${source}","type":"chat_message","data":{"text":"\\u0000\\ud800 ۱۲۳ \\u202e"}}]`;
    const reply = await post(body);
    expect(reply.json()).toMatchObject({
      accepted: 2,
      rejected: [
        { id: "2", code: "not_finite" },
        { id: "3", code: "too_deep" },
      ],
    });
    await flush();
    const { body: list } = await get("/v1/events?type=chat_message");
    expect(list.data[0].data.text).toBe("\ufffd\ufffd ۱۲۳ \u202e");
  });
});

describe("POST /v1/events refuses", () => {
  it.each<[what: string, status: number, body: () => string | Buffer, type: string, headers?: Record<string, string>]>([
    ["what is not JSON", 400, () => "[{]", "application/json"],
    ["what is no event at all", 400, () => '"text"', "application/json"],
    ["an unknown type", 415, () => "[]", "text/csv"],
    ["an unknown encoding", 415, () => "[]", "application/json", { "content-encoding": "br" }],
    ["what is not gzip", 400, () => "[]", "application/json", { "content-encoding": "gzip" }],
    ["more than 10 MB", 413, () => Buffer.alloc(10 * 1024 * 1024 + 1, 32), "application/json"],
    [
      "more than 10 MB unpacked",
      413,
      () => gzipSync(Buffer.alloc(11 * 1024 * 1024, 32)),
      "application/json",
      { "content-encoding": "gzip" },
    ],
    ["more than 10,000 events", 413, () => `[${Array(10_001).fill("1").join(",")}]`, "application/json"],
    ["more than 10,000 lines", 413, () => "{\n".repeat(10_001), "application/x-ndjson"],
  ])("%s", async (_what, status, body, type, headers) => {
    const reply = await post(body(), type, headers);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
    expect(reply.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  });

  it("who has no key, before it looks at the body", async () => {
    const reply = await app.inject({
      method: "POST",
      url: "/v1/events",
      payload: "{",
      headers: { "content-type": "text/none" },
    });
    expect(reply.statusCode).toBe(401);
  });
});

it("dead letters keep what was sent to the byte, are listed by workspace, and can be sent again", async () => {
  const raw = `{ "id":"x" , "source":"${source}","type":"join","data":{"value":1e999} }`;
  await post(`[${JSON.stringify(event("1"))}, ${raw} ,"\\"]"]`);
  await flush();
  const { body } = await get(`/v1/dead-letters?source=${source}`);
  expect(body.data).toMatchObject([{ eventId: "x", source, code: "not_finite", raw }]);
  const other = await get("/v1/dead-letters", "other");
  expect(other.body).toEqual({ data: [], nextCursor: null });

  const url = `/v1/dead-letters/${body.data[0].id}/replay`;
  const replay = await app.inject({ method: "POST", url, headers: { authorization: "Bearer key" } });
  expect(replay.json()).toMatchObject({ accepted: 0, rejected: [{ code: "not_finite" }] });
  expect((await app.inject({ method: "POST", url, headers: { authorization: "Bearer other" } })).statusCode).toBe(404);
  const { body: accounts } = await get("/v1/accounting");
  expect(accounts.data.find((account: { source: string }) => account.source === source)).toEqual({
    source,
    received: 3,
    stored: 1,
    duplicates: 0,
    deadLettered: 2,
    waiting: 0,
  });
  expect(imbalance(accounts.data)).toBe(0);
});

it("lists are read page by page", async () => {
  const text = Array.from({ length: 7 }, (_, index) =>
    JSON.stringify(event(`${index}`, { subject: source, time: "2026-11-01T00:00:00Z" })),
  );
  await post(text.join("\n"), "application/x-ndjson");
  await flush();
  const ids: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { body } = await get(`/v1/events?show=${source}&limit=3${cursor && `&cursor=${cursor}`}`);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(ids).toEqual(["6", "5", "4", "3", "2", "1", "0"]);
  expect((await get("/v1/events?cursor=nonsense")).status).toBe(400);
});

it("accounting of a period counts whole minutes of receipt, waiting events too", async () => {
  await post(JSON.stringify([event("1"), event("1")]));
  const now = new Date().toISOString();
  const { body } = await get(`/v1/accounting?from=${now}&to=${now}`);
  const account = body.data.find((each: { source: string }) => each.source === source);
  expect(account).toMatchObject({ received: 2, duplicates: 1 });
  expect(account.stored + account.waiting).toBe(1);
  expect((await get("/v1/accounting?to=2020-01-01T00:00:00Z")).body.data).toEqual([]);
});
