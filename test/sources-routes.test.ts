import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createKeyring } from "../apps/hub/src/access/keyring.ts";
import { type App, createApp } from "../apps/hub/src/app.ts";
import { sourceRoutes } from "../apps/hub/src/modules/sources/routes.ts";
import { createSources, type Sources } from "../apps/hub/src/sources/sources.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { createMemoryIngest } from "./support/memory-ingest.ts";
import { live, message, scriptedPlatform } from "./support/scripted-platform.ts";

const OWNER_KEY = "owner-key-of-this-test";
const { connector } = scriptedPlatform(() => [live, message(1), "silence"]);
let postgres: TestDatabase;
let sources: Sources;
let app: App;

beforeAll(async () => {
  postgres = await startTestDatabase();
  const { database } = postgres;
  for (const id of ["main", "other"]) {
    await database.workspace.create({ data: { id, name: id } });
    await database.show.create({ data: { id: `show-of-${id}`, workspaceId: id, title: "A show" } });
  }
  await database.show.create({ data: { id: "second", workspaceId: "main", title: "Another show" } });
  const keyring = createKeyring({ database, ownerKey: OWNER_KEY, workspace: "main", now: Date.now });
  const log = pino({ level: "silent" });
  const connectors = [connector];
  const ingest = createMemoryIngest();
  sources = createSources({ database, ingest, connectors, environments: {}, now: Date.now, log });
  app = await createApp({ keyring, log });
  await app.register(sourceRoutes, { database, sources, connectors });
});
afterAll(async () => {
  await sources.close();
  await app.close();
  await postgres.close();
});

async function ask(method: "GET" | "POST" | "DELETE", url: string, payload?: object) {
  const headers = { authorization: `Bearer ${OWNER_KEY}` };
  const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: reply.statusCode, body: reply.body === "" ? null : reply.json() };
}

const add = (payload: object, show = "show-of-main") => ask("POST", `/v1/shows/${show}/sources`, payload);
const list = async (show = "show-of-main") => (await ask("GET", `/v1/shows/${show}/sources`)).body.data;

test("the connectors are listed with the schema of their settings", async () => {
  const { body } = await ask("GET", "/v1/connectors");
  expect(body.data).toMatchObject([
    { platform: "scripted", title: "Scripted", settings: { type: "object", properties: { account: {} } } },
  ]);
});

test("a source is added with tidied settings, shows how it is doing, and is removed", async () => {
  const { status, body } = await add({ platform: "scripted", account: "BrandHost" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ id: expect.any(String), platform: "scripted", source: "scripted/brandhost" });
  expect((await add({ platform: "scripted", account: "brandhost" })).body.id).toBe(body.id);
  await vi.waitFor(async () => {
    const [source] = await list();
    expect(source).toMatchObject({
      id: body.id,
      state: "live",
      detail: "scripted",
      gaps: [],
      counters: { received: 1, stored: 1, duplicates: 0, deadLettered: 0, reconnects: 0 },
    });
    expect(source.since).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:]{8}\.\d{3}Z$/);
  });
  const taken = await add({ platform: "scripted", account: "brandhost" }, "second");
  expect(taken).toMatchObject({ status: 409, body: { code: "source_taken" } });

  expect((await ask("DELETE", `/v1/shows/second/sources/${body.id}`)).status).toBe(404);
  expect((await ask("DELETE", `/v1/shows/show-of-main/sources/${body.id}`)).status).toBe(204);
  expect((await ask("DELETE", `/v1/shows/show-of-main/sources/${body.id}`)).status).toBe(404);
  expect(await list()).toEqual([]);
});

test.each([
  [{ platform: "scripted" }, "/account", "is missing"],
  [{ platform: "scripted", account: "" }, "/account", "fewer than 1"],
  [{ platform: "scripted", account: 7 }, "/account", "string"],
  [{ platform: "scripted", account: "two words" }, "/account", "no spaces"],
  [{ platform: "nowhere" }, "/platform", "scripted"],
  [{}, "/platform", "is missing"],
])("%j is refused and says what is wrong, and where", async (given, pointer, words) => {
  const { status, body } = await add(given);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }]);
  expect(await list()).toEqual([]);
});

test("shows of another workspace have no sources to see, add or remove", async () => {
  expect((await add({ platform: "scripted", account: "a" }, "show-of-other")).status).toBe(404);
  expect((await ask("GET", "/v1/shows/show-of-other/sources")).status).toBe(404);
  expect((await ask("DELETE", "/v1/shows/show-of-other/sources/any")).status).toBe(404);
});
