import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoutePolicy } from "../apps/hub/src/access/caller.ts";
import { readConfig } from "../apps/hub/src/config.ts";
import { type Hub, startHub } from "../apps/hub/src/start.ts";
import { copyPrepared } from "./support/prepared.ts";

/** The contract's table of who may do what, written down a second time on purpose. */
const ROLES: Record<string, string[]> = {
  member: ["owner", "admin", "marketer", "host", "moderator", "viewer"],
  chat: ["owner", "admin", "marketer", "host", "moderator", "viewer"],
  read: ["owner", "admin", "marketer", "host", "viewer"],
  run: ["owner", "admin", "marketer", "host"],
  plan: ["owner", "admin", "marketer"],
  ingest: ["owner", "admin", "marketer"],
  admin: ["owner", "admin"],
};

const ownerKey = "owner-key-of-this-test";
let folder: string;
let hub: Hub;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "showpulse-access-"));
  await copyPrepared(["clickhouse", "postgres", "postgres-password"], folder);
  hub = await startHub(readConfig({ HUB_PORT: "0", HUB_DATA_DIR: folder, HUB_OWNER_KEY: ownerKey }));
});

afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (method: string, path: string, key?: string, body?: unknown) =>
  fetch(hub.address + path, {
    method,
    redirect: "manual",
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function makeKey(by: string, role: string, ingestOnly = false): Promise<string> {
  const reply = await ask("POST", "/v1/keys", by, { name: role, role, ingestOnly });
  expect(reply.status).toBe(201);
  return ((await reply.json()) as { key: string }).key;
}

const guarded = () =>
  hub.routes.filter(
    ({ policy, method }) => policy !== "public" && policy !== "local" && !["HEAD", "OPTIONS"].includes(method),
  );

/** A socket route answers a plain GET by its guard first; ids are of nothing. */
const attempt = ({ method, url }: RoutePolicy, key?: string) => ask(method, url.replaceAll(/:\w+/g, "none"), key);

test("every guarded route refuses who has no key, a wrong one or a tampered one", async () => {
  const viewer = await makeKey(ownerKey, "viewer");
  expect(guarded().length).toBeGreaterThan(20);
  for (const route of guarded()) {
    for (const key of [undefined, "nonsense", `${viewer.slice(0, -1)}${viewer.endsWith("A") ? "B" : "A"}`]) {
      const { status } = await attempt(route, key);
      expect(status, `${route.method} ${route.url} with ${key ? "a wrong key" : "no key"}`).toBe(401);
    }
  }
});

test("every guarded route refuses the roles that the table leaves out, and no other", async () => {
  const asked = (ROLES.member ?? []).map(async (role) => {
    const key = await makeKey(ownerKey, role);
    for (const route of guarded()) {
      // Signing out, removing the sample and flushing are harmless; what has a body is refused for it, after the role.
      const { status } = await attempt(route, key);
      const allowed = ROLES[route.policy]?.includes(role) ?? false;
      expect(status === 403, `${role}: ${route.method} ${route.url} gave ${status}`).toBe(!allowed);
    }
  });
  await Promise.all(asked);
});

test("a key narrowed to sending events can do nothing else", async () => {
  const key = await makeKey(ownerKey, "viewer", true);
  for (const route of guarded()) {
    const { status } = await attempt(route, key);
    expect(status === 403, `${route.method} ${route.url} gave ${status}`).toBe(route.policy !== "ingest");
  }
});

test("a revoked key stops working at once", async () => {
  const made = await ask("POST", "/v1/keys", ownerKey, { name: "short", role: "admin" });
  const { id, key } = (await made.json()) as { id: string; key: string };
  expect((await ask("GET", "/v1/keys", key)).status).toBe(200);
  expect((await ask("DELETE", `/v1/keys/${id}`, ownerKey)).status).toBe(204);
  expect((await ask("GET", "/v1/keys", key)).status).toBe(401);
});

test("an admin can neither make nor revoke an owner, nor a workspace's owner make another workspace", async () => {
  const admin = await makeKey(ownerKey, "admin");
  const owner = await ask("POST", "/v1/keys", ownerKey, { name: "second", role: "owner" });
  const { id } = (await owner.json()) as { id: string };
  expect((await ask("DELETE", `/v1/keys/${id}`, admin)).status).toBe(403);
  expect((await ask("POST", "/v1/keys", admin, { name: "up", role: "owner" })).status).toBe(403);
  const made = await ask("POST", "/v1/workspaces", ownerKey, { name: "Other brand" });
  const other = (await made.json()) as { ownerKey: string };
  expect((await ask("POST", "/v1/workspaces", other.ownerKey, { name: "Third" })).status).toBe(403);
});

test("what belongs to another workspace looks as if it did not exist", async () => {
  const other = (await (await ask("POST", "/v1/workspaces", ownerKey, { name: "Apart" })).json()) as {
    ownerKey: string;
  };
  const show = (await (await ask("POST", "/v1/shows", ownerKey, { title: "Mine" })).json()) as { id: string };
  for (const { method, url } of guarded().filter(({ url }) => url.startsWith("/v1/shows/:id"))) {
    const path = url.replace(":id", show.id).replaceAll(/:\w+/g, "none");
    const body = url.endsWith("/sources") ? { platform: "tiktok", handle: "brandhost" } : {};
    const reply = await ask(method, path, other.ownerKey, ["POST", "PATCH"].includes(method) ? body : undefined);
    expect(reply.status, `${method} ${url}`).toBe(404);
  }
  const { data } = (await (await ask("GET", "/v1/shows", other.ownerKey)).json()) as { data: unknown[] };
  expect(data).toEqual([]);
});

test("the sign-in link works once and opens a session; another site's page cannot use it", async () => {
  const link = hub.signInLink ?? "";
  const first = await fetch(link, { redirect: "manual" });
  expect(first.status).toBe(302);
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(first.headers.get("set-cookie")).toMatch(/HttpOnly/);
  expect((await fetch(link, { redirect: "manual" })).headers.get("set-cookie")).toBeNull();

  const session = (headers: Record<string, string>, method = "GET") =>
    fetch(`${hub.address}/v1/session`, { method, headers: { cookie, ...headers } });
  expect((await session({})).status).toBe(200);
  expect((await session({ "sec-fetch-site": "cross-site" }, "DELETE")).status).toBe(403);
  expect((await session({ origin: "https://evil.example" }, "DELETE")).status).toBe(403);
  expect((await session({ "sec-fetch-site": "same-origin" }, "DELETE")).status).toBe(204);
  expect((await session({})).status).toBe(401);
});

test("a show takes its own fields and no other, and does not end before it starts", async () => {
  const make = (body: object) => ask("POST", "/v1/shows", ownerKey, body);
  const made = (await (await make({ title: "A", sample: true, workspaceId: "other" })).json()) as { id: string };
  expect(made).toMatchObject({ title: "A", sample: false });
  const change = (body: object) => ask("PATCH", `/v1/shows/${made.id}`, ownerKey, body);
  expect((await change({ workspaceId: "other", title: "B" })).status).toBe(200);
  expect(await (await ask("GET", `/v1/shows/${made.id}`, ownerKey)).json()).toMatchObject({ title: "B" });
  expect((await change({ endsAt: "2026-12-01T21:00:00Z" })).status).toBe(200);
  expect((await change({ startsAt: "2026-12-01T22:00:00Z" })).status).toBe(400);
  expect((await make({ title: "a\0" })).status).toBe(400);
});

test("a request with nothing to send may still say that it is JSON", async () => {
  const headers = { authorization: `Bearer ${ownerKey}`, "content-type": "application/json" };
  const flush = await fetch(`${hub.address}/v1/flush`, { method: "POST", headers, body: "" });
  expect(flush.status).toBe(200);
  const nothing = await fetch(`${hub.address}/v1/shows`, { method: "POST", headers, body: "" });
  expect(nothing.status).toBe(400);
});

test("the description of the API says of every route who may call it, what it takes and how it answers", async () => {
  interface Operation {
    tags: string[];
    description: string;
    security?: object[];
    requestBody?: { content: Record<string, object> };
    responses: Record<string, { content?: object }>;
  }
  const reply = await ask("GET", "/openapi.json");
  const { openapi, paths } = (await reply.json()) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  };
  expect(openapi).toMatch(/^3\.1/);
  for (const { method, url, policy } of hub.routes.filter(({ url }) =>
    /^\/(v1|r|healthz|readyz|metrics)\b/.test(url),
  )) {
    if (method === "HEAD" || url === "/v1/live") continue;
    const operation = paths[url.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
    expect(operation, `${method} ${url}`).toBeDefined();
    expect(Object.keys(operation?.responses ?? {}).filter((status) => status.startsWith("2"))).toHaveLength(1);
    expect(operation?.responses.default?.content).toHaveProperty("application/problem+json");
    expect(operation?.security?.length === 0, `${method} ${url}`).toBe(policy === "public");
    for (const role of ROLES[policy] ?? []) expect(operation?.description).toContain(role);
  }
  expect(paths["/v1/shows"]?.post).toMatchObject({ tags: ["shows"], responses: { 201: {} }, requestBody: {} });
  expect(Object.keys(paths["/v1/events"]?.post?.requestBody?.content ?? {})).toContain("application/x-ndjson");
});

test("faults are problem documents that name the field, what it was and what it may be", async () => {
  const reply = await ask("POST", "/v1/keys", ownerKey, { name: "x", role: "king" });
  expect(reply.status).toBe(400);
  expect(reply.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = (await reply.json()) as { errors: { pointer: string; detail: string }[] };
  expect(problem.errors).toHaveLength(1);
  expect(problem.errors[0]).toMatchObject({ pointer: "/role" });
  expect(problem.errors[0]?.detail).toMatch(/viewer.*king/);

  const show = (await (await ask("POST", "/v1/shows", ownerKey, { title: "A" })).json()) as { id: string };
  const backwards = "from=2026-11-26T20:00:00Z&to=2026-11-26T19:00:00Z";
  const figures = await ask("GET", `/v1/shows/${show.id}/metrics?${backwards}`, ownerKey);
  expect([figures.status, await figures.json()]).toMatchObject([400, { errors: [{ pointer: "/from" }] }]);
});

test("with another owner key, what the old one or a link let in is out, and what a key let in stays", async () => {
  const signIn = async (key: string) => {
    const reply = await ask("POST", "/v1/session", undefined, { key });
    return reply.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const admin = await signIn(await makeKey(ownerKey, "admin"));
  const owner = await signIn(ownerKey);
  const { url } = (await (await ask("POST", "/v1/sign-in-links", ownerKey)).json()) as { url: string };
  const unused = (await (await ask("POST", "/v1/sign-in-links", ownerKey)).json()) as { url: string };
  const linked = (await fetch(url, { redirect: "manual" })).headers.get("set-cookie")?.split(";")[0] ?? "";
  const statuses = () =>
    Promise.all(
      [admin, owner, linked].map(
        async (cookie) => (await fetch(`${hub.address}/v1/session`, { headers: { cookie } })).status,
      ),
    );
  expect(await statuses()).toEqual([200, 200, 200]);
  await hub.close();
  hub = await startHub(
    readConfig({ HUB_PORT: "0", HUB_DATA_DIR: folder, HUB_OWNER_KEY: "another-owner-key-of-this-test" }),
  );
  expect(await statuses()).toEqual([200, 401, 401]);
  const late = await fetch(hub.address + new URL(unused.url).pathname, { redirect: "manual" });
  expect(late.headers.get("set-cookie")).toBeNull();
});
