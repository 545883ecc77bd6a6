import type { AcceptedEvent } from "@showpulse/connectors/event";
import { askNewAndReturning, askProductsOverShows, askRepeatRate, askRetention } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  bought,
  intervalNumber,
  oracleNew,
  oracleRepeat,
  oracleRetention,
  purchasing,
  watched,
} from "./support/audience-oracle.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { audienceLog, zone } from "./support/random-audience.ts";

const RUNS = Number(process.env.AUDIENCE_RUNS ?? 60);
/** Logs that are stored at once, each in a workspace of its own. */
const BATCH = 20;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

let workspaces = 0;

/** Stores logs together and compares each with what brute force says of it. */
async function overLogs<Asked>(
  asked: fc.Arbitrary<Asked>,
  compare: (log: AcceptedEvent[], workspace: string, asked: Asked) => Promise<void>,
): Promise<void> {
  const batch = fc.array(fc.tuple(audienceLog, asked), { minLength: BATCH, maxLength: BATCH });
  await fc.assert(
    fc.asyncProperty(batch, async (logs) => {
      const first = workspaces;
      workspaces += logs.length;
      const named = (index: number) => `audience-${first + index}`;
      await clickhouse.store(logs.flatMap(([log], at) => log.map((one) => ({ ...one, workspace: named(at) }))));
      for (const [at, [log, one]] of logs.entries()) await compare(log, named(at), one);
    }),
    { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
  );
}

const iso = (time: number) => new Date(time).toISOString();
const PLATFORMS = ["native", "shopify", "tiktok"];
const PATIENCE = RUNS * 1000 + 60_000;

test(
  "retention is what counting person by person gives, in every zone and calendar",
  () =>
    overLogs(
      fc.record({
        interval: fc.constantFrom("day" as const, "week" as const, "month" as const),
        weekStart: fc.constantFrom("monday" as const, "sunday" as const),
        activity: fc.constantFrom("watched" as const, "bought" as const),
        timezone: zone,
        days: fc.constantFrom([0, 100], [0, 5], [2, 20], [1, 40]),
        later: fc.boolean(),
      }),
      async (log, workspace, { interval, weekStart, activity, timezone, days: [after = 0, long = 0], later }) => {
        const start = Math.min(...log.map(({ time }) => time));
        const from = start + after * 86_400_000;
        // As many days as can be shown.
        const to = from + Math.min(long, 50) * 86_400_000;
        const now = later ? to + 86_400_000 * 40 : to - 3_600_000;
        const request = { from: iso(from), to: iso(to), interval, weekStart, activity, timezone };
        const answer = await askRetention(clickhouse.client, workspace, request, now);
        const numberOf = (time: number) => intervalNumber(time, interval, timezone, weekStart);
        const end = Math.min(to, now);
        const acts = activity === "bought" ? bought(log) : watched(log);
        const scopes = activity === "bought" ? ["", ...PLATFORMS] : PLATFORMS;
        const truth = oracleRetention(acts, numberOf, from, end, scopes);
        const said = new Map(
          answer.groups.map(({ platform, cohorts }) => [
            platform ?? "",
            new Map(
              cohorts.flatMap(({ at, back }) =>
                back.flatMap((people, n): [string, number][] =>
                  people === 0 ? [] : [[`${numberOf(Date.parse(at))} ${n}`, people]],
                ),
              ),
            ),
          ]),
        );
        expect(said).toEqual(truth);
        expect(answer.intervals.map((at) => numberOf(Date.parse(at)))).toEqual(
          Array.from({ length: numberOf(end) - numberOf(from) + 1 }, (_, index) => numberOf(from) + index),
        );
        expect(answer.unfinished).toBe(numberOf(end + 1) === numberOf(end));
        for (const { cohorts, overall } of answer.groups) {
          for (const [n, { back, people, rate }] of overall.entries()) {
            const over = cohorts.filter(
              (cohort) => numberOf(Date.parse(cohort.at)) + n < numberOf(end) + (answer.unfinished ? 0 : 1),
            );
            const sum = (of: number) => over.reduce((total, cohort) => total + (cohort.back[of] ?? 0), 0);
            expect([back, people, rate]).toEqual([sum(n), sum(0), over.length === 0 ? null : sum(n) / sum(0)]);
          }
        }
      },
    ),
  PATIENCE,
);

test(
  "repeat rates count who ordered again within the days, of those whose days have passed",
  () =>
    overLogs(fc.constantFrom([0, 90, 200], [0, 30, 60], [10, 40, 75]), async (log, workspace, asked) => {
      const [from = 0, to = 0, now = 0] = asked.map(
        (days) => Math.min(...log.map(({ time }) => time)) + days * 86_400_000,
      );
      const request = { from: iso(from), to: iso(to) };
      const { groups } = await askRepeatRate(clickhouse.client, workspace, request, now);
      expect(groups).toEqual(oracleRepeat(bought(log), from, to, now, ["", ...PLATFORMS]));
    }),
  PATIENCE,
);

test(
  "new is whoever was never there before, and products add up from show to show",
  () =>
    overLogs(fc.constant(null), async (log, workspace) => {
      const shows = ["s1", "s2", "s3"];
      const rows = await askNewAndReturning(clickhouse.client, workspace, shows);
      const [seen, orders] = [watched(log), purchasing(log)];
      for (const show of shows) {
        for (const platform of PLATFORMS) {
          const [viewers, viewersNew] = oracleNew(seen, show, platform, (first) => first.show === show);
          const [buyers, buyersNew] = oracleNew(orders, show, platform, (first) => first.show === show);
          const row = rows.find((each) => each.show === show && each.platform === platform);
          const sells = platform !== "tiktok" || buyers > 0;
          const none = { viewers: 0, viewersNew: 0, buyers: 0, buyersNew: 0 };
          expect({ show, platform, ...(row ?? (viewers === 0 ? none : undefined)) }).toEqual({
            show,
            platform,
            viewers,
            viewersNew,
            ...(sells || !row ? { buyers, buyersNew } : { buyers: null, buyersNew: null }),
          });
        }
      }
      const products = await askProductsOverShows(clickhouse.client, workspace, shows);
      for (const { item, total, shows: own } of products) {
        expect(own.length).toBeGreaterThan(0);
        for (const { show, ...figures } of own)
          expect({ item, show, ...figures }).toEqual(productIn(log, item, [show]));
        const { item: _item, show: _show, ...truth } = productIn(log, item, shows);
        expect(total).toEqual(truth);
      }
      const named = new Set(
        log
          .filter(({ show }) => show !== "")
          .flatMap(({ data }) => [data.item, ...(data.items ?? []).map((line) => line.item)]),
      );
      for (const { item } of products) expect(named).toContain(item);
    }),
  PATIENCE,
);

/** Everything that happened with a product in some shows, event by event. */
function productIn(log: readonly AcceptedEvent[], item: string, shows: readonly string[]) {
  const own = log.filter(({ show }) => shows.includes(show));
  const about = (...types: string[]) =>
    own.filter(({ type, data }) => types.includes(type) && data.item === item).length;
  const orders = new Map<string, AcceptedEvent>();
  for (const one of own.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    const { order, platform } = one.data;
    if (one.type === "purchase") orders.set(JSON.stringify([one.show, platform, order ?? [one.source, one.id]]), one);
  }
  const lines = [...orders.values()].flatMap(({ data }) => {
    const all = data.items?.length
      ? data.items
      : [{ item: data.item, quantity: data.quantity, amountMicros: data.amountMicros }];
    return all
      .filter((line) => line.item === item)
      .map((line) => ({ units: line.quantity ?? 1, micros: line.amountMicros ?? 0, currency: data.currency }));
  });
  const revenue = [...Map.groupBy(lines, ({ currency }) => currency)].flatMap(([currency, paid]) =>
    currency === undefined ? [] : [{ amountMicros: paid.reduce((sum, { micros }) => sum + micros, 0), currency }],
  );
  const clicks = about("select_item", "select_promotion");
  return {
    item,
    show: shows[0],
    pins: about("product_pinned"),
    clicks,
    carts: about("add_to_cart"),
    lines: lines.length,
    units: lines.reduce((sum, { units }) => sum + units, 0),
    revenue: revenue.sort((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1)),
    ctorItem: clicks === 0 ? null : lines.length / clicks,
  };
}

test("a product bears the newest name that it was given", async () => {
  const workspace = "names";
  await clickhouse.store([
    event("product_pinned", { workspace, seconds: 5 }, { item: "x", itemName: "New name" }),
    event("product_pinned", { workspace, seconds: 1 }, { item: "x", itemName: "Old name" }),
    event("select_item", { workspace, seconds: 9 }, { item: "x" }),
    event("select_item", { workspace, seconds: 9 }, { item: "y" }),
    // An offer is called otherwise than its product, and is no use of it.
    event("offer_started", { workspace, seconds: 9 }, { item: "x", itemName: "Half price", offer: "o" }),
    event("offer_ended", { workspace, seconds: 9 }, { item: "z", itemName: "Half price", offer: "p" }),
  ]);
  const products = await askProductsOverShows(clickhouse.client, workspace, ["s"]);
  expect(products.map(({ item, name }) => [item, name])).toEqual([
    ["x", "New name"],
    ["y", null],
  ]);
});

test("what cannot be asked says where", async () => {
  const ask = (request: object) =>
    askRetention(
      clickhouse.client,
      "w",
      { from: "2026-01-01", to: "2026-12-31", interval: "week", weekStart: "monday", activity: "watched", ...request },
      START,
    );
  await expect(ask({ interval: "day" })).rejects.toMatchObject({ pointer: "/interval" });
  await expect(ask({ from: "2027-01-01" })).rejects.toMatchObject({ pointer: "/from" });
  await expect(ask({ timezone: "Mars/Base" })).rejects.toMatchObject({ pointer: "/timezone" });
  expect(await ask({ from: "2026-12-01" })).toEqual({ intervals: [], unfinished: false, groups: [] });
});
