import type { FunnelActor, FunnelAnswer } from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
beforeAll(async () => {
  hub = await borrowHub();
  const event = (id: string, type: string, seconds: number, data: object) => ({
    specversion: "1.0",
    id,
    source: "test/funnels",
    type,
    time: new Date(Date.UTC(2026, 10, 1, 20) + seconds * 1000).toISOString(),
    data,
  });
  await hub.post("/v1/events", [
    event("1", "join", 0, { actor: "ada", actorName: "Ada", properties: { note: "=cmd()" } }),
    event("2", "purchase", 30, { actor: "ada", order: "o", amountMicros: 19_900_000, currency: "EUR" }),
    event("3", "join", 5, { actor: "bo", properties: { note: 'said "hi", then left' } }),
  ]);
  await hub.post("/v1/flush");
});

const steps = [{ event: "join" }, { event: "purchase" }];
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(hub.address + path, {
    method,
    headers: {
      authorization: `Bearer ${hub.key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

test("a funnel, as JSON and as a table that no spreadsheet runs", async () => {
  const answer = await hub.post<FunnelAnswer>("/v1/funnels", { steps });
  expect(answer.steps.map(({ count }) => count)).toEqual([2, 1]);
  const body = { steps, breakdown: { prop: "note" } };
  const table = await send("POST", "/v1/funnels", body, { accept: "text/csv" });
  expect(table.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect((await table.text()).split("\r\n")).toEqual([
    "period,breakdown,step,event,count,conversionFromStart,conversionFromPrevious,averageSeconds,medianSeconds,amount",
    "asked,all,0,join,2,1,1,,,",
    "asked,all,1,purchase,1,0.5,0.5,30,30,19.9 EUR",
    "asked,'=cmd(),0,join,1,1,1,,,",
    "asked,'=cmd(),1,purchase,1,1,1,30,30,19.9 EUR",
    'asked,"said ""hi"", then left",0,join,1,1,1,,,',
    'asked,"said ""hi"", then left",1,purchase,0,0,0,,,',
    "",
  ]);
});

test("a trend as a table has a row for each interval", async () => {
  const body = { steps, view: "trend", from: "2026-11-01", to: "2026-11-02" };
  const table = await send("POST", "/v1/funnels", body, { accept: "text/csv" });
  expect((await table.text()).split("\r\n")).toEqual([
    "period,breakdown,at,from,to,rate",
    "asked,all,2026-11-01T00:00:00.000Z,2,1,50",
    "asked,all,2026-11-02T00:00:00.000Z,0,0,0",
    "",
  ]);
});

test("a table of many values: each in its lines, and the rest together", async () => {
  const visitors = Array.from({ length: 1200 }, (_, index) => ({
    specversion: "1.0",
    id: `visitor-${index}`,
    source: "test/funnels",
    type: "view_item",
    time: new Date(Date.UTC(2026, 10, 1, 21) + index).toISOString(),
    data: { actor: `visitor-${index}`, properties: { page: `/${String(index).padStart(4, "0")}?a="1,2"` } },
  }));
  await hub.post("/v1/events", visitors);
  await hub.post("/v1/flush");
  const body = {
    steps: [{ event: "view_item" }, { event: "add_to_cart" }],
    breakdown: { prop: "page", limit: 1000 },
  };
  const table = await send("POST", "/v1/funnels", body, { accept: "text/csv" });
  const lines = (await table.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 2 * (1 + 1000 + 1));
  expect(lines[1]).toBe("asked,all,0,view_item,1200,1,1,,,");
  expect(lines[3]).toBe('asked,"/0000?a=""1,2""",0,view_item,1,1,1,,,');
  expect(lines.at(-2)).toBe("asked,Other,0,view_item,200,1,1,,,");
});

test("who is behind a number, page by page", async () => {
  interface Page {
    data: FunnelActor[];
    nextCursor: string | null;
  }
  const lost = await hub.post<Page>("/v1/funnels/actors", { steps, step: 1, dropped: true });
  expect(lost.data.map(({ actor }) => actor)).toEqual(["bo"]);
  const first = await hub.post<Page>("/v1/funnels/actors?limit=1", { steps, step: 0 });
  expect(first.data).toMatchObject([{ actor: "ada", name: "Ada", step: 1 }]);
  const second = await hub.post<Page>(`/v1/funnels/actors?limit=1&cursor=${first.nextCursor}`, { steps, step: 0 });
  expect(second).toMatchObject({ data: [{ actor: "bo", name: null, step: 0 }], nextCursor: null });
  const row = { steps, step: 0, breakdown: { prop: "note" }, value: "=cmd()" };
  expect((await hub.post<Page>("/v1/funnels/actors", row)).data.map(({ actor }) => actor)).toEqual(["ada"]);
});

test("an impossible funnel is refused with the place of the fault", async () => {
  const body = { steps, exclusions: [{ event: "refund", fromStep: 1, toStep: 1 }] };
  for (const path of ["/v1/funnels", "/v1/funnels/actors"]) {
    const refused = await send("POST", path, { ...body, ...(path.endsWith("actors") ? { step: 1 } : {}) });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: "/exclusions/0/fromStep" }] });
  }
});

test("a field that is not known is refused, not passed over", async () => {
  const refused = await send("POST", "/v1/funnels", { steps, windowDays: 7 });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: "/windowDays", detail: "is not known here" }] });
});

test("a saved funnel is kept, changed, listed and removed; an impossible one is not kept", async () => {
  const made = await send("POST", "/v1/saved-funnels", { name: "Buyers", definition: { steps } });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const changed = await send("PATCH", `/v1/saved-funnels/${id}`, {
    name: "Buyers, strict",
    definition: { steps, order: "strict" },
  });
  expect(await changed.json()).toMatchObject({ id, name: "Buyers, strict", definition: { steps, order: "strict" } });
  expect(await hub.get("/v1/saved-funnels")).toMatchObject({
    data: [{ id, name: "Buyers, strict" }],
    nextCursor: null,
  });
  expect(await hub.get(`/v1/saved-funnels/${id}`)).toMatchObject({ id, definition: { steps, order: "strict" } });
  const impossible = { name: "No", definition: { steps, fromStep: 1 } };
  expect((await send("POST", "/v1/saved-funnels", impossible)).status).toBe(400);
  expect((await send("PATCH", `/v1/saved-funnels/${id}`, impossible)).status).toBe(400);
  const { id: workspace, ownerKey } = await hub.createWorkspace("Other");
  expect(workspace).not.toBe("");
  const elsewhere = { authorization: `Bearer ${ownerKey}` };
  expect((await send("GET", `/v1/saved-funnels/${id}`, undefined, elsewhere)).status).toBe(404);
  expect((await send("DELETE", `/v1/saved-funnels/${id}`, undefined, elsewhere)).status).toBe(404);
  expect((await send("DELETE", `/v1/saved-funnels/${id}`)).status).toBe(204);
  expect((await send("DELETE", `/v1/saved-funnels/${id}`)).status).toBe(404);
});
