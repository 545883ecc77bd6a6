import { randomUUID } from "node:crypto";
import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createKeyring, type Keyring } from "../apps/hub/src/access/keyring.ts";
import { hashToken, newToken } from "../apps/hub/src/access/tokens.ts";
import { type App, createApp } from "../apps/hub/src/app.ts";
import { createLive, type Live } from "../apps/hub/src/live/live.ts";
import { liveRoutes } from "../apps/hub/src/live/routes.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { createMemoryIngest, type MemoryIngest } from "./support/memory-ingest.ts";

const OWNER_KEY = "owner-key-of-this-test";
const PUBLIC_URL = "https://shows.example.com";
let postgres: TestDatabase;
let keyring: Keyring;
let ingest: MemoryIngest;
let live: Live;
let app: App;
let address: string;

beforeAll(async () => {
  postgres = await startTestDatabase();
  const { database } = postgres;
  for (const id of ["main", "other"]) {
    await database.workspace.create({ data: { id, name: id } });
    await database.show.create({ data: { id: `show-of-${id}`, workspaceId: id, title: "A show" } });
  }
  keyring = createKeyring({ database, ownerKey: OWNER_KEY, workspace: "main", now: Date.now });
  ingest = createMemoryIngest();
  live = createLive({ ingest, history: async function* () {}, now: Date.now });
  app = await createApp({ keyring, log: pino({ level: "silent" }) });
  await app.register(liveRoutes, { database, live, keyring, publicUrl: () => PUBLIC_URL });
  address = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await live.close();
  await app.close();
  await postgres.close();
});

interface Client {
  socket: WebSocket;
  messages: { type: string; [key: string]: unknown }[];
  /** Resolves with the close code. */
  closed: Promise<number>;
}

interface Opening {
  key?: string;
  cookie?: string;
  origin?: string;
  path?: string;
}

/** Opens a socket; rejects with the status when it is refused before the upgrade. */
function open({ key = OWNER_KEY, cookie, origin, path = "?show=show-of-main" }: Opening = {}): Promise<Client> {
  const headers = { ...(origin === undefined ? {} : { origin }), ...(cookie === undefined ? {} : { cookie }) };
  const protocols = cookie === undefined ? [`bearer.${key}`] : [];
  const socket = new WebSocket(`${address.replace("http", "ws")}/v1/live${path}`, protocols, { headers });
  const messages: Client["messages"] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => {
    socket.on("close", resolve);
  });
  return new Promise((resolve, reject) => {
    socket.on("unexpected-response", (_, response) => reject(response.statusCode));
    socket.on("error", reject);
    socket.on("open", () => resolve({ socket, messages, closed }));
  });
}

async function makeKey(role: string, options: { ingestOnly?: boolean; workspaceId?: string } = {}) {
  const key = newToken("sp_key");
  const id = randomUUID();
  const { ingestOnly = false, workspaceId = "main" } = options;
  const data = { id, workspaceId, name: role, role, ingestOnly, hash: hashToken(key), prefix: "sp" };
  await postgres.database.key.create({ data });
  return { id, key };
}

const chat = (text: string) => ({
  id: randomUUID(),
  source: "test",
  subject: "show-of-main",
  type: "chat_message",
  data: { platform: "native", actor: "a", actorName: "Ann", text },
});

const connections = () => new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a socket gets the figures, what is written, and what changes", async () => {
  const { socket, messages } = await open();
  await vi.waitFor(() => expect(messages).toMatchObject([{ type: "tick", show: "show-of-main" }]));
  await ingest.accept("main", [chat("hello")]);
  await vi.waitFor(() => expect(messages.map(({ type }) => type)).toEqual(["tick", "tick", "event"]));
  expect(messages[2]).toMatchObject({
    event: { specversion: "1.0", subject: "show-of-main", data: { actorName: "Ann", text: "hello" } },
  });
  live.onSourceChange("main", { show: "show-of-main" });
  await vi.waitFor(() => expect(messages.at(-1)).toMatchObject({ type: "source", show: "show-of-main" }));
  socket.close();
});

test("without a key, with a wrong one, or with one that may only send: refused before the upgrade", async () => {
  await expect(open({ key: "nonsense" })).rejects.toBe(401);
  await expect(open({ cookie: "other=1" })).rejects.toBe(401);
  const { key } = await makeKey("owner", { ingestOnly: true });
  await expect(open({ key })).rejects.toBe(403);
  // Nobody else would ever end these connections: no time-out applies to an upgrade.
  await vi.waitFor(() => expect(connections()).resolves.toBe(0));
});

test("a show of another workspace looks like none at all, also beside one's own", async () => {
  await expect(open({ path: "?show=show-of-other" })).rejects.toBe(404);
  await expect(open({ path: "?show=none" })).rejects.toBe(404);
  await expect(open({ path: "?show=show-of-main&show=show-of-other" })).rejects.toBe(404);
  await expect(open({ path: "" })).rejects.toBe(400);
  const { key } = await makeKey("viewer", { workspaceId: "other" });
  await expect(open({ key })).rejects.toBe(404);
});

test("foreign, null and look-alike origins are refused before the upgrade; the hub's own and programs are not", async () => {
  const { host } = new URL(address);
  const foreign = [
    "https://evil.example",
    "null",
    "",
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    `http://${host}@evil.example`,
    `http://${host}/`,
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://shows.example.com.evil.example",
    "https://xshows.example.com",
    "http://shows.example.com",
    "https://shows.example.com:444",
    `file://${host}`,
  ];
  const answers = foreign.map((origin) => open({ origin }).catch((status) => [origin, status]));
  expect(await Promise.all(answers)).toEqual(foreign.map((origin) => [origin, 403]));
  for (const origin of [`http://${host}`, PUBLIC_URL, undefined]) {
    const { socket } = await open(origin === undefined ? {} : { origin });
    socket.close();
  }
});

test("a cookie opens a socket as a key does, and only from the hub's own pages", async () => {
  const token = newToken("sp_session");
  const expiresAt = new Date(Date.now() + 60_000);
  const session = { hash: hashToken(token), workspaceId: "main", name: "Owner", role: "owner", expiresAt };
  await postgres.database.session.create({ data: session });
  const cookie = `showpulse_session=${token}`;
  await expect(open({ cookie, origin: "https://evil.example" })).rejects.toBe(403);
  const client = await open({ cookie, origin: address });
  await postgres.database.session.delete({ where: { hash: session.hash } });
  const before = Date.now();
  expect(await client.closed).toBe(1008);
  expect(Date.now() - before).toBeLessThan(5000);
});

test("a revoked key's sockets are closed within 5 s, others stay", async () => {
  const [gone, stays] = [await makeKey("viewer"), await makeKey("viewer")];
  const [revoked, other] = [await open({ key: gone.key }), await open({ key: stays.key })];
  const before = Date.now();
  await postgres.database.key.update({ where: { id: gone.id }, data: { revokedAt: new Date() } });
  expect(await revoked.closed).toBe(1008);
  expect(Date.now() - before).toBeLessThan(5000);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
});

test("a frame over 64 KiB closes with 1009, one of 64 KiB does not", async () => {
  const { socket, closed } = await open();
  socket.send("x".repeat(64 * 1024));
  await pause(50);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.send("x".repeat(64 * 1024 + 1));
  expect(await closed).toBe(1009);
});

test("more than 20 messages a second close with 1008, 20 do not", async () => {
  const { socket, closed } = await open();
  for (let count = 0; count < 20; count += 1) socket.send("{}");
  await pause(1100);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on("warning", warn);
  for (let count = 0; count < 100; count += 1) socket.send("{}");
  expect(await closed).toBe(1008);
  process.off("warning", warn);
  expect(warnings, "a flood costs one close").toEqual([]);
});

test("a moderator reads chat and sees no figure", async () => {
  const { key } = await makeKey("moderator");
  const [moderator, viewer] = [await open({ key }), await open()];
  await ingest.accept("main", [chat("hi"), { ...chat(""), type: "purchase" }]);
  await vi.waitFor(() => expect(viewer.messages.filter(({ type }) => type === "event")).toHaveLength(2));
  expect(moderator.messages).toMatchObject([{ type: "event", event: { type: "chat_message" } }]);
  moderator.socket.close();
  viewer.socket.close();
});

test("a socket that does not read is dropped, and nobody else notices", async () => {
  const [stuck, reader] = [await open(), await open()];
  stuck.socket.pause();
  const before = app.websocketServer.clients.size;
  const text = "x".repeat(60_000);
  await vi.waitFor(
    async () => {
      await ingest.accept("main", [chat(text), chat(text)]);
      expect(app.websocketServer.clients.size).toBe(before - 1);
    },
    { timeout: 15_000, interval: 55 },
  );
  expect(reader.socket.readyState).toBe(WebSocket.OPEN);
  await ingest.accept("main", [chat("still here")]);
  await vi.waitFor(() => expect(JSON.stringify(reader.messages.at(-1))).toContain("still here"), { timeout: 5000 });
  stuck.socket.terminate();
  reader.socket.close();
});

test("when the hub stops, sockets are told to come back later, and one that does not answer holds nothing up", async () => {
  const [client, stuck] = [await open(), await open()];
  stuck.socket.pause();
  const before = Date.now();
  await live.close();
  expect(await client.closed).toBe(1001);
  expect(Date.now() - before).toBeLessThan(2000);
  stuck.socket.terminate();
});
