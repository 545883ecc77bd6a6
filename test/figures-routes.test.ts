import type { AggregateFunnel, Definitions, Lineage, ShowMetrics } from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
let show: string;
beforeAll(async () => {
  hub = await borrowHub();
  show = (await hub.post<{ id: string }>("/v1/shows", { title: "Figures" })).id;
  const chat = (id: string, text: string) => ({
    id,
    source: "test",
    type: "chat_message",
    subject: show,
    data: { platform: "native", actor: "a", text },
  });
  await hub.post("/v1/events", [chat("1", "Glow is great"), chat("2", "the rose serum?"), chat("3", "hello")]);
  await hub.post("/v1/flush");
}, 120_000);

const ask = (method: string, path: string, key: string, body?: unknown) =>
  fetch(hub.address + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const mentions = async () => (await hub.get<ShowMetrics>(`/v1/shows/${show}/metrics`)).metrics.mentions;

test("names of the brand and titles of products are what chat mentions", async () => {
  expect(await mentions()).toMatchObject({ value: null });
  const names = { names: [{ text: " Glow ", language: "en" }] };
  expect(await (await ask("PATCH", "/v1/brand-names", hub.key, names)).json()).toEqual({
    names: [{ text: "Glow", language: "en" }],
  });
  expect(await hub.get("/v1/brand-names")).toEqual({ names: [{ text: "Glow", language: "en" }] });
  expect(await mentions()).toMatchObject({ value: 1 });
  await hub.post("/v1/products", {
    sku: "rose",
    title: "Rose serum",
    price: { amountMicros: 1_000_000, currency: "EUR" },
    stock: 1,
  });
  expect(await mentions()).toMatchObject({ value: 2 });
  const bad = { names: [{ text: "Glow", language: "not a language" }] };
  expect((await ask("PATCH", "/v1/brand-names", hub.key, bad)).status).toBe(400);
});

test("a figure's lineage, its rows, the five rule sets and the platforms' counts are answered over HTTP", async () => {
  const lineage = await hub.get<Lineage>(`/v1/shows/${show}/metrics/comments/lineage`);
  expect(lineage).toMatchObject({ metric: "comments", sides: [{ side: "value", value: 3, rows: 3 }] });
  expect(lineage.queries[0]?.sql).toContain("FROM events");
  type Rows = { data: { id: string }[]; nextCursor: string | null };
  const first = await hub.get<Rows>(`/v1/shows/${show}/metrics/comments/lineage/rows?limit=2`);
  expect(first.data).toHaveLength(2);
  const rest = await hub.get<Rows>(
    `/v1/shows/${show}/metrics/comments/lineage/rows?limit=2&cursor=${first.nextCursor}`,
  );
  expect([...first.data, ...rest.data].map(({ id }) => id).sort()).toEqual(["1", "2", "3"]);
  const { sets } = await hub.get<Definitions>(`/v1/shows/${show}/definitions`);
  expect(sets.map(({ id }) => id)).toEqual(["ours", "tiktok", "bambuser", "firework", "lazada"]);
  const funnel = await hub.get<AggregateFunnel>(`/v1/shows/${show}/aggregate-funnel`);
  expect(funnel).toMatchObject({ kind: "aggregate", platforms: [{ platform: "native" }] });
});

test("what is not there is not found, in another workspace neither", async () => {
  const { ownerKey } = await hub.createWorkspace("Another");
  for (const path of ["metrics/comments/lineage", "metrics/comments/lineage/rows", "definitions", "aggregate-funnel"]) {
    expect((await ask("GET", `/v1/shows/${show}/${path}`, ownerKey)).status, path).toBe(404);
  }
  for (const path of ["nothing/lineage", "retention/lineage", "comments/lineage/rows?side=denominator"]) {
    expect((await ask("GET", `/v1/shows/${show}/metrics/${path}`, hub.key)).status, path).toBe(404);
  }
  expect((await ask("GET", `/v1/shows/${show}/metrics/comments/lineage/rows?cursor=x`, hub.key)).status).toBe(400);
});

test("who sees no figures reads what people wrote, and nothing else", async () => {
  const { key } = await hub.post<{ key: string }>("/v1/keys", { name: "Chat", role: "moderator" });
  const reply = await ask("GET", `/v1/shows/${show}/chat?limit=2`, key);
  const { data, nextCursor } = (await reply.json()) as { data: { data: { text: string } }[]; nextCursor: string };
  const rest = await ask("GET", `/v1/shows/${show}/chat?limit=2&cursor=${nextCursor}`, key);
  const texts = [...data, ...((await rest.json()) as { data: typeof data }).data].map((event) => event.data.text);
  expect(texts.sort()).toEqual(["Glow is great", "hello", "the rose serum?"]);
  const orders = await ask("GET", `/v1/shows/${show}/chat?type=purchase`, key);
  expect([orders.status, await orders.json()]).toMatchObject([400, { errors: [{ pointer: "/type" }] }]);
  expect((await ask("GET", `/v1/events?show=${show}`, key)).status).toBe(403);
});

test.each([
  ["/v1/events?limit=1.5", "/limit", "1.5"],
  ["/v1/shows?limit=", "/limit", ""],
  ["/v1/products/performance?limit=0x10", "/limit", "0x10"],
  ["/v1/accounting?from=2026-02-30T00:00:00Z", "/from", "2026-02-30T00:00:00Z"],
  ["/v1/events?to=2026-04-31T00:00:00Z", "/to", "2026-04-31T00:00:00Z"],
  ["/v1/shows/:show/metrics?from=2026-02-30T00:00:00Z", "/from", "2026-02-30T00:00:00Z"],
])("%s is refused by the field's name and what it was", async (path, pointer, given) => {
  const reply = await ask("GET", path.replace(":show", show), hub.key);
  const { errors } = (await reply.json()) as { errors: { pointer: string; detail: string }[] };
  expect([reply.status, reply.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
  expect(errors.map((error) => error.pointer)).toEqual([pointer]);
  expect(errors[0]?.detail).toMatch(/^must .*, but was /);
  expect(errors[0]?.detail).toContain(JSON.stringify(given));
});
