import type { SwitchbackReadOut } from "@showpulse/metrics";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeyring } from "../apps/hub/src/access/keyring.ts";
import { type App, createApp } from "../apps/hub/src/app.ts";
import { createOfferClock } from "../apps/hub/src/modules/offers/offer-clock.ts";
import { offerRoutes } from "../apps/hub/src/modules/offers/routes.ts";
import { createSwitchbackClock } from "../apps/hub/src/modules/offers/switchback/clock.ts";
import { switchbackRoutes } from "../apps/hub/src/modules/offers/switchback/routes.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { event } from "./support/events.ts";
import { createMemoryIngest } from "./support/memory-ingest.ts";
import { eur } from "./support/selling.ts";

const START = Date.UTC(2026, 10, 21, 20);
const SECOND = 1000;
const OWNER = "owner-key-of-this-test";

interface View {
  id: string;
  status: string;
  seed: number;
  startsAt: string | null;
  blockCount: number;
  burnInSeconds: number;
  readOut: { level: number; fewestPairs: number };
  blocks: { on: boolean; from: string | null; switchedAt: string | null; cutAt: string | null }[];
  code: string;
  errors: { pointer: string }[];
  result: SwitchbackReadOut | null;
  spoilt: number;
}

/** Goes only when it is told to: the plans' minutes pass at once. */
let time = START;
const now = () => time;
const ingest = createMemoryIngest(now);
const log = pino({ level: "silent" });
let postgres: TestDatabase;
let clickhouse: TestClickHouse;
let app: App;
let clocks: ReturnType<typeof startClocks>;

function startClocks() {
  const { database } = postgres;
  const offers = createOfferClock({ database, ingest, now, log });
  const switchbacks = createSwitchbackClock({ database, ingest, offers, now, log });
  return {
    switchbacks,
    async close() {
      await switchbacks.close();
      await offers.close();
    },
    async tick() {
      switchbacks.wake();
      await switchbacks.settled();
      offers.wake();
      await offers.settled();
    },
  };
}

beforeAll(async () => {
  [postgres, clickhouse] = await Promise.all([startTestDatabase(), startTestClickHouse()]);
  const { database } = postgres;
  for (const id of ["main", "other"]) {
    await database.workspace.create({ data: { id, name: id } });
    await database.show.create({ data: { id: `show-of-${id}`, workspaceId: id, title: "A show" } });
  }
  const price = { priceMicros: 20_000_000, priceCurrency: "EUR" };
  await database.product.create({
    data: { id: "mug", workspaceId: "main", sku: "mug", title: "Mug", ...price, stock: 90 },
  });
  clocks = startClocks();
  // As routes know it: the clocks of the moment, also after a restart.
  const clock = { wake: () => clocks.switchbacks.wake(), settled: async () => {}, close: async () => {} };
  app = await createApp({
    keyring: createKeyring({ database, ownerKey: OWNER, workspace: "main", now: Date.now }),
    log,
  });
  await app.register(switchbackRoutes, { database, clickhouse: clickhouse.client, clock, now });
  await app.register(offerRoutes, { database, ingest, clock, now });
}, 60_000);
afterAll(async () => {
  await clocks.close();
  await app.close();
  await Promise.all([postgres.close(), clickhouse.stop()]);
});

async function ask(method: "GET" | "POST" | "DELETE", url: string, body?: object) {
  const headers = { authorization: `Bearer ${OWNER}` };
  const reply = await app.inject({ method, url, headers, ...(body && { payload: body }) });
  return { status: reply.statusCode, body: (reply.body === "" ? {} : reply.json()) as View };
}

const DEAL = { offer: { kind: "flash", items: [{ product: "mug", price: eur(15) }], stock: 5 } };
const PLAN = { show: "show-of-main", title: "Deal or none", switches: DEAL, blockSeconds: 120, blocks: 16 };

async function register(change: object = {}): Promise<View> {
  const { status, body } = await ask("POST", "/v1/switchbacks", { ...PLAN, ...change });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function passTo(moment: number): Promise<void> {
  for (; time < moment; time += 10 * SECOND) await clocks.tick();
  time = moment;
  await clocks.tick();
}

test("a plan that could not answer anything, or that is of elsewhere, is refused", async () => {
  const refused = async (change: object) => {
    const { status, body } = await ask("POST", "/v1/switchbacks", { ...PLAN, ...change });
    return [status, body.code, body.errors.map(({ pointer }) => pointer)];
  };
  expect(await refused({ blocks: 10 })).toEqual([400, "impossible_switchback", ["/blocks"]]);
  expect(await refused({ burnInSeconds: 120 })).toEqual([400, "impossible_switchback", ["/burnInSeconds"]]);
  const past = new Date(time).toISOString();
  expect(await refused({ startsAt: past })).toEqual([400, "impossible_switchback", ["/startsAt"]]);
  expect((await refused({ blocks: 13 }))[0]).toBe(400);
  expect((await refused({ show: "show-of-other" }))[0]).toBe(404);
  expect(await refused({ switches: { pin: "vase" } })).toEqual([404, undefined, ["/switches/pin"]]);
  expect((await refused({ switches: { pin: "mug", ...DEAL } }))[0]).toBe(400);
});

test("the deal runs in the blocks that were drawn before, and the result says by how much it sells more", async () => {
  const plan = await register();
  expect(plan).toMatchObject({
    status: "planned",
    startsAt: null,
    burnInSeconds: 20,
    readOut: { level: 0.05, fewestPairs: 6 },
  });
  expect((await ask("GET", `/v1/switchbacks/${plan.id}/result`)).body).toMatchObject({
    status: "planned",
    result: null,
  });
  time += 60 * SECOND;
  const { body: started } = await ask("POST", `/v1/switchbacks/${plan.id}/start`);
  expect(started).toMatchObject({ status: "running", seed: plan.seed });
  expect(started.blocks.map(({ on }) => on)).toEqual(plan.blocks.map(({ on }) => on));
  const from = Date.parse(started.startsAt ?? "");
  expect((await ask("DELETE", `/v1/switchbacks/${plan.id}`)).body.code).toBe("started");

  await passTo(from + 8 * 120 * SECOND);
  // Nobody peeks: what one sees halfway makes one stop when it looks good.
  expect((await ask("GET", `/v1/switchbacks/${plan.id}/result`)).body).toMatchObject({
    status: "running",
    result: null,
  });
  await passTo(from + 16 * 120 * SECOND);

  const { body: ended } = await ask("GET", `/v1/switchbacks/${plan.id}`);
  expect(ended.status).toBe("ended");
  expect(ended.blocks.every(({ from: planned, switchedAt }) => planned === switchedAt)).toBe(true);
  const deals = ingest.events.filter(({ data }) => data.offer?.startsWith(plan.id));
  const on = ended.blocks.flatMap((block, index) => (block.on ? [{ index, at: Date.parse(block.from ?? "") }] : []));
  expect(deals.filter(({ type }) => type === "offer_started").map(({ time: at, data }) => [data.offer, at])).toEqual(
    on.map(({ index, at }) => [`${plan.id}-${index}`, at]),
  );
  expect(deals.filter(({ type }) => type === "offer_ended").map(({ time: at }) => at)).toEqual(
    on.map(({ at }) => at + 120 * SECOND),
  );

  // 8 orders in on-blocks, 4 in the others, and one in each burn-in, which counts nowhere.
  const orders = ended.blocks.flatMap((block, index) => {
    const begin = Date.parse(block.from ?? "");
    const offsets = [5, ...Array.from({ length: block.on ? 8 : 4 }, (_, order) => 30 + order * 10)];
    return offsets.map((seconds) =>
      event(
        "purchase",
        { workspace: "main", show: "show-of-main", seconds: 0, time: begin + seconds * SECOND },
        { order: `${index}/${seconds}`, actor: `${index}/${seconds}`, amountMicros: 1, currency: "EUR" },
      ),
    );
  });
  await clickhouse.store(orders);
  const { body: said } = await ask("GET", `/v1/switchbacks/${plan.id}/result`);
  expect(said).toMatchObject({ status: "ended", spoilt: 0 });
  expect(said.result).toMatchObject({ ratio: 2, pairs: 8, pValue: 2 / 256, enough: true, orders: { on: 64, off: 32 } });
  expect(said.result?.low).toBeGreaterThan(1);
});

test("a hub that was away switches the block of its return, late; pairs that it missed are left out", async () => {
  const plan = await register({ switches: { pin: "mug" }, startsAt: new Date(time + 60 * SECOND).toISOString() });
  const from = Date.parse(plan.startsAt ?? "");
  await passTo(from + 120 * SECOND);
  await clocks.close();
  // Gone from within block 1 into block 5.
  time = from + 5 * 120 * SECOND + 50 * SECOND;
  clocks = startClocks();
  await passTo(from + 16 * 120 * SECOND);
  const { body } = await ask("GET", `/v1/switchbacks/${plan.id}`);
  const late = body.blocks.map(({ from: planned, switchedAt }) =>
    switchedAt === null ? null : (Date.parse(switchedAt) - Date.parse(planned ?? "")) / SECOND,
  );
  expect(late).toEqual([0, 0, null, null, null, 50, ...Array.from({ length: 10 }, () => 0)]);
  const { body: said } = await ask("GET", `/v1/switchbacks/${plan.id}/result`);
  expect(said.spoilt).toBe(4);
  expect(said.result?.pairs).toBe(6);

  const pins = ingest.events.filter(({ id }) => id.includes(plan.id));
  const switched = body.blocks.flatMap(({ on, switchedAt }) =>
    switchedAt === null ? [] : [[on, Date.parse(switchedAt)]],
  );
  expect(pins.map(({ type, time: at }) => [type === "product_pinned", at])).toEqual([
    ...switched,
    [false, from + 16 * 120 * SECOND],
  ]);
});

test("stopped by hand: what is on ends at once, and what is left is too little to say anything", async () => {
  const plan = await register();
  time += SECOND;
  const { body: started } = await ask("POST", `/v1/switchbacks/${plan.id}/start`);
  const from = Date.parse(started.startsAt ?? "");
  const firstOn = plan.blocks.findIndex(({ on }) => on);
  await passTo(from + firstOn * 120 * SECOND);
  time += 30 * SECOND;
  const stopped = await ask("POST", `/v1/switchbacks/${plan.id}/stop`);
  expect(stopped.body.status).toBe("stopped");
  const stoppedAt = time;
  await clocks.tick();
  const ends = ingest.events.filter(({ type, data }) => type === "offer_ended" && data.offer?.startsWith(plan.id));
  expect(ends.map(({ time: at }) => at)).toEqual([stoppedAt]);
  await passTo(from + 16 * 120 * SECOND);
  expect(
    ingest.events.filter(({ type, data }) => type === "offer_started" && data.offer?.startsWith(plan.id)),
  ).toHaveLength(1);
  const { body: said } = await ask("GET", `/v1/switchbacks/${plan.id}/result`);
  expect(said).toMatchObject({ status: "stopped", result: { enough: false } });
  expect((await ask("POST", `/v1/switchbacks/${plan.id}/start`)).body.code).toBe("stopped");
});

test("an offer stopped by hand cuts its block only", async () => {
  const plan = await register();
  time += SECOND;
  const { body: started } = await ask("POST", `/v1/switchbacks/${plan.id}/start`);
  const from = Date.parse(started.startsAt ?? "");
  const firstOn = plan.blocks.findIndex(({ on }) => on);
  await passTo(from + firstOn * 120 * SECOND + 30 * SECOND);
  await ask("POST", `/v1/offers/${plan.id}-${firstOn}/stop`);
  const stoppedAt = time;
  await passTo(from + 16 * 120 * SECOND);
  const { body: ended } = await ask("GET", `/v1/switchbacks/${plan.id}`);
  expect(ended.status).toBe("ended");
  expect(ended.blocks.flatMap(({ cutAt }, index) => (cutAt === null ? [] : [[index, Date.parse(cutAt)]]))).toEqual([
    [firstOn, stoppedAt],
  ]);
  const { body: said } = await ask("GET", `/v1/switchbacks/${plan.id}/result`);
  expect(said).toMatchObject({ spoilt: 1, result: { pairs: 7 } });
});

test("a show that ends stops its experiment: nothing is switched after it, and nothing of that time counts", async () => {
  const { database } = postgres;
  const show = "show-that-ends";
  await database.show.create({ data: { id: show, workspaceId: "main", title: "Ends early" } });
  const plan = await register({ show, blocks: 20, startsAt: new Date(time + SECOND).toISOString() });
  const from = Date.parse(plan.startsAt ?? "");
  // In the middle of block 14, so that seven pairs are whole.
  const end = from + 14.5 * 120 * SECOND;
  await passTo(end);
  await database.show.update({ where: { id: show }, data: { endedAt: new Date(end) } });
  expect((await ask("GET", `/v1/switchbacks/${plan.id}`)).body.status).toBe("stopped");
  await passTo(end + 30 * SECOND);
  // Started again, the show does not go on with it.
  await database.show.update({ where: { id: show }, data: { endedAt: null } });
  await passTo(from + 20 * 120 * SECOND);

  const told = ingest.events.filter(({ data }) => data.offer?.startsWith(plan.id)).map(({ time: at }) => at);
  expect(Math.max(...told)).toBeLessThanOrEqual(end);
  const order = { order: "late", actor: "late", amountMicros: 1, currency: "EUR" };
  await clickhouse.store([
    event("purchase", { workspace: "main", show, seconds: 0, time: from + 17 * 120 * SECOND }, order),
  ]);
  const { body: said } = await ask("GET", `/v1/switchbacks/${plan.id}/result`);
  expect(said).toMatchObject({ status: "stopped", spoilt: 6, result: { pairs: 7, orders: { on: 0, off: 0 } } });
});

test("two experiments do not have one show at the same time", async () => {
  const show = "show-of-two";
  await postgres.database.show.create({ data: { id: show, workspaceId: "main", title: "Asked twice" } });
  const first = await register({ show, title: "First" });
  const second = await register({ show, title: "Second" });
  time += SECOND;
  expect((await ask("POST", `/v1/switchbacks/${first.id}/start`)).status).toBe(200);
  const refused = {
    status: 409,
    body: { code: "another_experiment", detail: expect.stringContaining('"First" has this show') },
  };
  expect(await ask("POST", `/v1/switchbacks/${second.id}/start`)).toMatchObject(refused);
  const during = { ...PLAN, show, startsAt: new Date(time + 60 * SECOND).toISOString() };
  expect(await ask("POST", "/v1/switchbacks", during)).toMatchObject(refused);
  await register({ show, startsAt: new Date(time + PLAN.blocks * 120 * SECOND).toISOString() });
  // Another show has its own.
  expect((await ask("POST", `/v1/switchbacks/${(await register()).id}/start`)).status).toBe(200);
  await ask("POST", `/v1/switchbacks/${first.id}/stop`);
  // It ends as the next begins.
  expect((await ask("POST", `/v1/switchbacks/${second.id}/start`)).status).toBe(200);
});
