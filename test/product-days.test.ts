import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { ProductPerformanceParams } from "@showpulse/metrics";
import {
  askProductPerformance,
  eventRow,
  migrateClickHouse,
  onCluster,
  removeShows,
  statementsOf,
} from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";
import { productOracle } from "./support/product-oracle.ts";

const RUNS = Number(process.env.PRODUCT_RUNS ?? 100);
/** Logs that are stored at once, each in a workspace of its own. */
const BATCH = 50;
const MIGRATIONS = new URL("../packages/metrics/src/server/migrations/", import.meta.url);
const MIGRATION = "0010_products.sql";

let clickhouse: TestClickHouse;
let folder: string;
beforeAll(async () => {
  clickhouse = await startTestClickHouse({ migrated: false });
  folder = await mkdtemp(join(tmpdir(), "showpulse-products-"));
  for (const file of await readdir(MIGRATIONS)) {
    if (file < MIGRATION) await cp(new URL(file, MIGRATIONS), join(folder, file));
  }
  await migrateClickHouse(clickhouse.client, { folder: pathToFileURL(`${folder}/`) });
});
afterAll(async () => {
  await clickhouse.stop();
  await rm(folder, { recursive: true, force: true });
});

const asked: ProductPerformanceParams = { sort: "revenue", limit: 25 };
const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const run = (query: string) => clickhouse.client.command({ query });

/** An evening on both sides of midnight: seen and clicked, put into carts, an order that is told twice. */
function evening(workspace: string, show: string): AcceptedEvent[] {
  const money = { amountMicros: 19_990_001, currency: "EUR" };
  const told: [type: string, time: string, data: EventData][] = [
    ["view_item", "2026-11-20T23:59:59.999Z", { item: "mug" }],
    ["view_promotion", "2026-11-20T23:59:59.999Z", { item: "mug" }],
    ["view_item", "2026-11-21T00:00:00.000Z", { item: "mug" }],
    ["view_item", "2026-11-21T00:00:00.001Z", { item: "hat" }],
    ["select_item", "2026-11-21T00:00:01.000Z", { item: "hat" }],
    ["view_item", "2026-11-21T00:00:02.000Z", {}],
    ["add_to_cart", "2026-11-21T00:00:03.000Z", { item: "hat" }],
    ["purchase", "2026-11-21T00:01:00.000Z", { order: show, items: [{ item: "hat" }, { item: "mug" }], ...money }],
    [
      "purchase",
      "2026-11-21T00:02:00.000Z",
      { order: show, items: [{ item: "hat", quantity: 3 }, { item: "mug" }, { item: "hat" }], ...money },
    ],
    ["purchase", "2026-11-21T00:03:00.000Z", { item: "mug", quantity: 2, ...money }],
    ["purchase", "2026-11-21T00:04:00.000Z", money],
  ];
  return told.map(([type, time, data]) => event(type, { workspace, show, time: Date.parse(time) }, data));
}

/** The figures of everything, and of each side of midnight by itself. */
function figures(workspace: string) {
  const ask = (request: Partial<ProductPerformanceParams>) =>
    askProductPerformance(clickhouse.client, workspace, { ...asked, ...request });
  return Promise.all([ask({}), ask({ to: "2026-11-20" }), ask({ from: "2026-11-21" })]);
}

/** The same, event by event. */
function figuresOf(log: readonly AcceptedEvent[]) {
  const midnight = Date.parse("2026-11-21T00:00:00.000Z");
  return [
    productOracle(log, asked, EVER),
    productOracle(log, asked, { ...EVER, to: midnight - 1 }),
    productOracle(log, asked, { ...EVER, from: midnight }),
  ];
}

test("what was stored before its tables counts once, by whoever they are made and however often", async () => {
  const before = ["a", "b"].flatMap((show) => evening("upgraded", show));
  await clickhouse.store(before);
  // Two hubs of the new version start at once.
  await Promise.all([migrateClickHouse(clickhouse.client), migrateClickHouse(clickhouse.client)]);
  expect(await figures("upgraded")).toEqual(figuresOf(before));

  const since = ["b", "c"].flatMap((show) => evening("upgraded", show));
  await clickhouse.store(since);
  expect(await figures("upgraded")).toEqual(figuresOf([...before, ...since]));

  // Another was interrupted before it could note what it had done, and does it again among new events.
  await run("DELETE FROM migrations WHERE name = '0010_products.sql'");
  expect(await migrateClickHouse(clickhouse.client)).toEqual([MIGRATION]);
  expect(await figures("upgraded")).toEqual(figuresOf([...before, ...since]));
  await run("OPTIMIZE TABLE item_days FINAL");
  expect(await figures("upgraded")).toEqual(figuresOf([...before, ...since]));
});

test("a block that is sent again counts once, and so does an order that is there twice", async () => {
  const log = evening("again", "a");
  const rows = log.map(eventRow).join("\n");
  for (const _ of [1, 2]) {
    const { stream } = await clickhouse.client.exec({
      query: `INSERT INTO events SETTINGS async_insert = 0, insert_deduplicate = 1, insert_deduplication_token = 'again',
        deduplicate_blocks_in_dependent_materialized_views = 1 FORMAT JSONEachRow`,
      values: Readable.from([rows], { objectMode: false }),
    });
    await finished(stream.resume());
  }
  expect(await figures("again")).toEqual(figuresOf(log));
  await run("INSERT INTO sold SELECT * FROM sold WHERE workspace = 'again' SETTINGS insert_deduplicate = 0");
  expect(await figures("again")).toEqual(figuresOf(log));
});

test("a show that is removed takes its products along", async () => {
  const log = ["a", "b"].flatMap((show) => evening("removing", show));
  await clickhouse.store(log);
  await removeShows(clickhouse.client, { workspace: "removing", shows: ["a"] });
  expect(await figures("removing")).toEqual(figuresOf(log.filter(({ show }) => show === "b")));
});

test("its statements have a form for clusters, in which views feed what is on their own node", async () => {
  const statements = statementsOf(await readFile(new URL(MIGRATION, MIGRATIONS), "utf8"));
  const clustered = statements.flatMap((one) => onCluster(one, "main"));
  expect(clustered.filter((one) => / TO item_days_local AS[^;]*FROM events_local\s/.test(one))).toHaveLength(1);
  expect(clustered.filter((one) => / TO sold_local AS[^;]*FROM events_local\s/.test(one))).toHaveLength(1);
  expect(clustered.filter((one) => one.includes("cityHash64(workspace, show)"))).toHaveLength(2);
});

const ZONES = { UTC: "Z", "Asia/Kathmandu": "+05:45", "Asia/Tehran": "+03:30", "America/New_York": "-05:00" } as const;
const DAYS = ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"] as const;
const DAY = 86_400_000;

const zone = fc.constantFrom(...(Object.keys(ZONES) as (keyof typeof ZONES)[]));
const day = fc.constantFrom(...DAYS);
const midnight = (of: string, where: keyof typeof ZONES): number => Date.parse(`${of}T00:00:00.000${ZONES[where]}`);
/** About the moments at which days begin somewhere, and in the middle of them. */
const moment = fc
  .tuple(day, zone, fc.constantFrom(-1, 0, 1, DAY / 2))
  .map(([day, zone, offset]) => midnight(day, zone) + offset);

const drawn = fc.record({
  type: fc.constantFrom("view_item", "view_promotion", "select_item", "select_promotion", "add_to_cart", "purchase"),
  time: moment,
  show: fc.constantFrom("s", "t", ""),
  platform: fc.constantFrom("tiktok", "native"),
  item: fc.option(fc.constantFrom("mug", "cup", "hat"), { nil: undefined, freq: 5 }),
  order: fc.constantFrom("o1", "o2", "o3"),
});

const log = fc.array(drawn, { minLength: 5, maxLength: 30, size: "max" }).map((all) =>
  all.map(({ type, time, show, order, item, platform }, index) => {
    const data: EventData = { platform, ...(item === undefined ? {} : { item }) };
    if (type === "purchase") Object.assign(data, { order, amountMicros: 1_000_000 * (index + 1), currency: "EUR" });
    return event(type, { time, show, seq: index + 1, id: `e${index}` }, data);
  }),
);

const end = fc.option(fc.oneof(day, moment), { nil: undefined, freq: 4 });
const question = fc
  .record({
    timezone: zone,
    first: end,
    last: end,
    show: fc.constantFrom(undefined, undefined, "s"),
    platform: fc.constantFrom(undefined, undefined, "native"),
  })
  .map(({ timezone, first, last, show, platform }) => {
    const textOf = (one: typeof first) => (typeof one === "number" ? new Date(one).toISOString() : one);
    const ends = { from: textOf(first), to: textOf(last), show, platform };
    const given = Object.fromEntries(Object.entries(ends).filter(([, value]) => value !== undefined));
    const from = typeof first === "string" ? midnight(first, timezone) : (first ?? EVER.from);
    const to = typeof last === "string" ? midnight(last, timezone) + DAY - 1 : (last ?? EVER.to);
    return { request: { ...asked, ...given, timezone }, span: { from, to } };
  })
  .filter(({ span: { from, to } }) => from <= to);

let workspaces = 0;

test(
  "any period comes out as event by event, wherever its days begin and end",
  async () => {
    const batch = fc.array(fc.tuple(log, question), { minLength: BATCH, maxLength: BATCH });
    await fc.assert(
      fc.asyncProperty(batch, async (cases) => {
        const named = cases.map(() => `days-${(workspaces += 1)}`);
        await clickhouse.store(
          cases.flatMap(([log], which) => log.map((one) => ({ ...one, workspace: named[which] ?? "" }))),
        );
        for (const [which, [log, { request, span }]] of cases.entries()) {
          expect(await askProductPerformance(clickhouse.client, named[which] ?? "", request)).toEqual(
            productOracle(log, request, span),
          );
        }
      }),
      { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
    );
  },
  RUNS * 1000 + 60_000,
);
