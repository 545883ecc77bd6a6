import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import { type AttributionRequest, CostlyQuestion, ImpossibleAttribution } from "@showpulse/metrics";
import { askAttribution, askBuyerJourney, askReconciliation } from "@showpulse/metrics/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const HOUR = 3600;
const DAY = 24 * HOUR;
const period = { from: "2026-11-01", to: "2026-12-31" } as const;

let made = 0;
/** Stores a log of its own and asks it. */
async function asked(log: AcceptedEvent[], request: Partial<AttributionRequest>) {
  const workspace = `attribution-${(made += 1)}`;
  await clickhouse.store(log.map((one) => ({ ...one, workspace })));
  return askAttribution(clickhouse.client, workspace, { ...period, model: "last", groupBy: "campaign", ...request });
}

const seen = (campaign: string, seconds: number, actor = "ann") =>
  event("page_view", { show: "", seconds }, { actor, campaign });
const bought = (seconds: number, euros: number, data: EventData = {}) =>
  event("purchase", { show: "", seconds }, { actor: "ann", amountMicros: euros * 1_000_000, currency: "EUR", ...data });

/** Key → [conversions, micros]. */
const credited = (answer: Awaited<ReturnType<typeof asked>>) =>
  Object.fromEntries(
    [...answer.rows, { key: "none", ...answer.unattributed }]
      .filter(({ conversions }) => conversions > 0)
      .map(({ key, conversions, amount }) => [key, [conversions, amount[0]?.amountMicros]]),
  );

test("who is joined to another while it is answered is seen whole, not half before and half after", async () => {
  const workspace = "attribution-joined-meanwhile";
  const store = (...log: AcceptedEvent[]) => clickhouse.store(log.map((one) => ({ ...one, workspace })));
  const request = { ...period, model: "last", groupBy: "campaign" } as const;
  await store(seen("news", 0, "bbb"), bought(HOUR, 100, { actor: "bbb", order: "1" }));
  let joined: Promise<unknown> | undefined;
  // Touches wait until somebody was joined, and another question has looked at it.
  const late = new Proxy(clickhouse.client, {
    get(client, name) {
      const own: unknown = Reflect.get(client, name, client);
      if (typeof own !== "function" || name !== "exec") return typeof own === "function" ? own.bind(client) : own;
      return async (parameters: Parameters<typeof client.exec>[0]) => {
        if (parameters.query.includes("FROM touches")) {
          joined ??= store(event("identify", { show: "", seconds: 2 * HOUR }, { actor: "bbb", alias: "aaa" })).then(
            () => askAttribution(client, workspace, request),
          );
          await joined;
        }
        return client.exec(parameters);
      };
    },
  });
  expect(credited(await askAttribution(late, workspace, request))).toEqual({ news: [1, 100_000_000] });
  expect(joined).toBeDefined();
});

describe("one order after four touches", () => {
  // News, two days later an ad, a mail the next day, a day later the ad again, and bought a day after that.
  const log = [
    seen("news", 0),
    seen("ad", 2 * DAY),
    seen("mail", 3 * DAY),
    seen("ad", 4 * DAY),
    bought(5 * DAY, 100, { order: "1" }),
  ];

  test.each<[Partial<AttributionRequest>, Record<string, [number, number]>]>([
    [{ model: "first" }, { news: [1, 100_000_000] }],
    [{ model: "last" }, { ad: [1, 100_000_000] }],
    [{ model: "last_non_direct" }, { ad: [1, 100_000_000] }],
    [{ model: "linear" }, { ad: [0.5, 50_000_000], mail: [0.25, 25_000_000], news: [0.25, 25_000_000] }],
    [{ model: "position" }, { ad: [0.5, 50_000_000], news: [0.4, 40_000_000], mail: [0.1, 10_000_000] }],
    [
      { model: "position", weights: [10, 80, 10] },
      { ad: [0.5, 50_000_000], mail: [0.4, 40_000_000], news: [0.1, 10_000_000] },
    ],
    // Halved each day: 1/16 + 1/4 + 1/2 + 1 = 29/16, so 1 : 4 + 16 : 8 of 29.
    [
      { model: "time_decay", halfLifeSeconds: DAY },
      { ad: [0.689655, 68_965_517], mail: [0.275862, 27_586_207], news: [0.034483, 3_448_276] },
    ],
    [{ model: "any" }, { ad: [1, 100_000_000], mail: [1, 100_000_000], news: [1, 100_000_000] }],
    [{ model: "shapley" }, { ad: [0.333333, 33_333_333], mail: [0.333333, 33_333_333], news: [0.333334, 33_333_334] }],
  ])("%o", async (request, expected) => {
    expect(credited(await asked(log, request))).toEqual(expected);
  });
});

test("markov: what would be lost without a key, over all paths", async () => {
  // Ways: news → ad, ad, news → mail. So start → news 2/3, ad 1/3; news → ad 1/2, mail 1/2; ad and mail → bought.
  // Lost without news 2/3, without ad 1/3 + 1/3, without mail 1/3; of 5/3 together: 2/5, 2/5, 1/5 of the three orders.
  const log = [
    seen("news", 0, "ann"),
    seen("ad", 10, "ann"),
    bought(20, 30, { order: "1" }),
    seen("ad", 0, "ben"),
    bought(20, 30, { order: "2", actor: "ben" }),
    seen("news", 0, "cleo"),
    seen("mail", 10, "cleo"),
    bought(20, 30, { order: "3", actor: "cleo" }),
    bought(20, 5, { order: "4", actor: "nobody's" }),
  ];
  const answer = await asked(log, { model: "markov" });
  expect(credited(answer)).toEqual({
    ad: [1.2, 36_000_000],
    news: [1.2, 36_000_000],
    mail: [0.6, 18_000_000],
    none: [1, 5_000_000],
  });
  expect(answer.total).toEqual({ conversions: 4, amount: [{ amountMicros: 95_000_000, currency: "EUR" }], share: 1 });
});

test("thirds of many orders are as many orders: only the sum is rounded", async () => {
  const log = Array.from({ length: 12 }, (_, index) => {
    const actor = `buyer-${index}`;
    const touches = ["news", "ad", "mail"].map((campaign, at) => seen(campaign, at, actor));
    return [...touches, bought(20, 1, { order: `${index}`, actor })];
  }).flat();
  const answer = await asked(log, { model: "linear" });
  expect(answer.rows.map(({ key, conversions }) => [key, conversions])).toEqual([
    ["ad", 4],
    ["mail", 4],
    ["news", 4],
  ]);
  const micros = answer.rows.map(({ amount }) => amount[0]?.amountMicros ?? 0);
  expect(micros.reduce((sum, one) => sum + one, 0)).toBe(12_000_000);
});

test("a direct visit counts in last only, and not when it comes from somewhere", async () => {
  const visit = (seconds: number, data: EventData) =>
    event("page_view", { show: "", seconds }, { actor: "ann", ...data });
  const order = bought(100, 10, { order: "1" });
  const direct = [seen("ad", 0), visit(50, {}), order];
  expect(credited(await asked(direct, { model: "last" }))).toEqual({ "(direct)": [1, 10_000_000] });
  expect(credited(await asked(direct, { model: "last_non_direct" }))).toEqual({ ad: [1, 10_000_000] });
  expect(credited(await asked(direct, { model: "first" }))).toEqual({ ad: [1, 10_000_000] });
  const fromSomewhere = [
    seen("ad", 0),
    visit(50, { referrer: "https://example.org/" }),
    visit(60, { utm: { source: "x" } }),
    order,
  ];
  expect(credited(await asked(fromSomewhere, { model: "last" }))).toEqual({ ad: [1, 10_000_000] });
});

describe("watching", () => {
  const there = (type: string, seconds: number) =>
    event(type, { show: "live", seconds }, { actor: "ann", platform: "tiktok" });
  const order = bought(100, 10, { order: "1" });
  const show = { groupBy: "show", model: "first" } as const;

  test.each<[string, AcceptedEvent[], boolean]>([
    ["10 s until a leave", [there("join", 0), there("leave", 10)], true],
    ["less than 10 s until a leave", [there("join", 0), there("leave", 9.999), there("heartbeat", 30)], false],
    ["10 s until the last heartbeat", [there("join", 0), there("heartbeat", 5), there("heartbeat", 10)], true],
    ["less than 10 s until the last heartbeat", [there("join", 0), there("heartbeat", 5)], false],
    ["10 s until the order", [there("join", 90)], true],
    ["less than 10 s until the order", [there("join", 91)], false],
    ["until the next join", [there("join", 95), there("join", 105), there("leave", 106)], true],
    ["after the order", [there("join", 101), there("leave", 200)], false],
  ])("%s", async (_, log, counts) => {
    const answer = await asked([...log, order], show);
    expect(credited(answer)).toEqual(counts ? { live: [1, 10_000_000] } : { none: [1, 10_000_000] });
    const byPlatform = await asked([...log, order], { ...show, groupBy: "platform" });
    expect(byPlatform.rows.map(({ key }) => key)).toEqual(counts ? ["tiktok"] : []);
  });

  test("counts from the join, which is what the lookback asks", async () => {
    const log = [there("join", 0), there("leave", 90), order];
    expect((await asked(log, { ...show, lookbackSeconds: 100 })).rows).toHaveLength(1);
    expect((await asked(log, { ...show, lookbackSeconds: 99.9 })).rows).toHaveLength(0);
  });

  test("a click counts at once; other things done in a show do not", async () => {
    expect((await asked([there("select_promotion", 99), order], show)).rows).toMatchObject([{ key: "live" }]);
    expect((await asked([there("chat_message", 50), order], show)).rows).toEqual([]);
  });
});

test("a key that the purchase declares is a touch at its own time, once", async () => {
  const log = [seen("ad", 0), bought(100, 10, { order: "1", campaign: "own" })];
  expect(credited(await asked(log, { model: "linear" }))).toEqual({ ad: [0.5, 5_000_000], own: [0.5, 5_000_000] });
  const nobody = [event("purchase", { show: "live", seconds: 1 }, { order: "2" })];
  expect(credited(await asked(nobody, { groupBy: "show" }))).toEqual({ live: [1, undefined] });
});

test("an order counts once, as its newest purchase says, also over ids joined later", async () => {
  const log = [
    seen("ad", 0, "visitor"),
    bought(100, 10, { order: "1" }),
    bought(200, 12, { order: "1" }),
    bought(200, 99, { order: "1", platform: "shopify", actor: "else" }),
    event("identify", { show: "", seconds: 9000 }, { actor: "visitor", alias: "ann" }),
  ];
  expect(credited(await asked(log, {}))).toEqual({ ad: [1, 12_000_000], none: [1, 99_000_000] });
  const until = { to: new Date(log[1]?.time ?? 0).toISOString() };
  expect((await asked(log, until)).total.conversions).toBe(0);
});

test("money of several currencies stays apart, and what is left over is somebody's", async () => {
  const log = [
    ...["x", "y", "z"].map((campaign, index) => seen(campaign, index)),
    bought(10, 10, { order: "1" }),
    bought(10, 1, { order: "2", currency: "USD", amountMicros: 1 }),
  ];
  const { rows, total } = await asked(log, { model: "linear" });
  expect(rows.map(({ amount }) => amount.map(({ amountMicros }) => amountMicros))).toEqual([
    [3_333_334, 1],
    [3_333_333, 0],
    [3_333_333, 0],
  ]);
  expect(total.amount).toEqual([
    { amountMicros: 10_000_000, currency: "EUR" },
    { amountMicros: 1, currency: "USD" },
  ]);
});

test("another event than a purchase can be what is credited", async () => {
  const log = [
    seen("ad", 0),
    event("follow", { seconds: 5 }, { actor: "ann" }),
    event("follow", { seconds: 6 }, { actor: "ben" }),
  ];
  const { rows, unattributed } = await asked(log, { conversion: "follow" });
  expect(rows).toEqual([{ key: "ad", conversions: 1, amount: [], share: 0.5 }]);
  expect(unattributed).toMatchObject({ conversions: 1 });
});

test.each<[string, Partial<AttributionRequest>, string]>([
  ["a period that ends before it starts", { from: "2026-12-31", to: "2026-01-01" }, "/from"],
  ["a day that there is not", { from: "2026-02-30" }, "/from"],
  ["a time zone that there is not", { timezone: "Mars/Olympus" }, "/timezone"],
  ["weights of nothing", { model: "position", weights: [0, 0, 0] }, "/weights"],
])("%s is impossible", async (_, request, pointer) => {
  const refused = asked([], request);
  await expect(refused).rejects.toThrow(ImpossibleAttribution);
  await expect(refused).rejects.toMatchObject({ pointer });
});

test("days end where they end in the time zone given, also when the clock is put back", async () => {
  // 25 October 2026 lasts 25 hours in Berlin: from 22:00 the day before until 23:00 in UTC.
  const at = (time: string) =>
    event("purchase", { show: "", time: Date.parse(time) }, { order: time, amountMicros: 1, currency: "EUR" });
  const log = [
    at("2026-10-24T21:59:59.999Z"),
    at("2026-10-24T22:00:00Z"),
    at("2026-10-25T22:59:59.999Z"),
    at("2026-10-25T23:00:00Z"),
  ];
  const day = { from: "2026-10-25", to: "2026-10-25" };
  expect((await asked(log, { ...day, timezone: "Europe/Berlin" })).total.conversions).toBe(2);
  expect((await asked(log, day)).total.amount).toEqual([{ amountMicros: 2, currency: "EUR" }]);
});

test("what platforms claim stands beside what the orders say", async () => {
  const workspace = "reconciliation";
  const watched = (platform: string, actor: string) => [
    event("join", { workspace, seconds: 0 }, { platform, actor }),
    event("leave", { workspace, seconds: 60 }, { platform, actor }),
  ];
  const report = (seconds: number, orders: number, euros: number) =>
    event(
      "report_row",
      { workspace, seconds },
      {
        platform: "tiktok",
        value: orders,
        amountMicros: euros * 1_000_000,
        currency: "EUR",
        properties: { metric: "orders", from: "2026-11-21", to: "2026-11-21" },
      },
    );
  await clickhouse.store(
    [
      ...watched("tiktok", "ann"),
      ...watched("youtube", "ann"),
      ...watched("youtube", "ben"),
      bought(100, 10, { order: "1" }),
      bought(100, 20, { order: "2", actor: "ben" }),
      bought(100, 40, { order: "3", actor: "cleo" }),
      // The newer row replaces the one before.
      report(1000, 9, 90),
      report(2000, 7, 70),
    ].map((one) => ({ ...one, workspace })),
  );
  const answer = await askReconciliation(clickhouse.client, workspace, period);
  const money = (euros: number) => [{ amountMicros: euros * 1_000_000, currency: "EUR" }];
  expect(answer).toEqual({
    platforms: [
      {
        platform: "tiktok",
        claimed: { orders: 7, amount: money(70) },
        found: { orders: 1, amount: money(10) },
        foundAlone: { orders: 0, amount: [] },
      },
      {
        platform: "youtube",
        claimed: { orders: null, amount: null },
        found: { orders: 2, amount: money(30) },
        foundAlone: { orders: 1, amount: money(20) },
      },
    ],
    claimedBySeveral: { orders: 1, amount: money(10) },
    claimedByNone: { orders: 1, amount: money(40) },
    total: { orders: 3, amount: money(70) },
  });
});

test("a platform may report its money and say nothing of orders", async () => {
  const workspace = "money-reported";
  const report = event(
    "report_row",
    { workspace, seconds: 0 },
    { platform: "tiktok", amountMicros: 5_000_000, currency: "EUR", properties: { metric: "gmv" } },
  );
  await clickhouse.store([report]);
  const { platforms } = await askReconciliation(clickhouse.client, workspace, period);
  expect(platforms.map(({ platform, claimed }) => [platform, claimed])).toEqual([
    ["tiktok", { orders: null, amount: [{ amountMicros: 5_000_000, currency: "EUR" }] }],
  ]);
});

test("a buyer's way is that of every id of the person, in order", async () => {
  const workspace = "way";
  const log = [
    seen("ad", 0, "visitor"),
    bought(100, 10, { order: "1" }),
    event("identify", { show: "", seconds: 9 }, { actor: "visitor", alias: "ann" }),
    seen("ad", 5, "ben"),
  ];
  await clickhouse.store(log.map((one) => ({ ...one, workspace })));
  const { ids, complete, steps } = await askBuyerJourney(clickhouse.client, workspace, "ann");
  expect({ ids, complete }).toEqual({ ids: ["ann", "visitor"], complete: true });
  expect(steps).toEqual([
    { at: "2026-11-21T20:00:00.000Z", type: "page_view", platform: "native", actor: "visitor", campaign: "ad" },
    {
      at: "2026-11-21T20:01:40.000Z",
      type: "purchase",
      platform: "native",
      actor: "ann",
      order: "1",
      amount: { amountMicros: 10_000_000, currency: "EUR" },
    },
  ]);
});

test("an id with more orders and touches than a person has is refused, not walked", async () => {
  const workspace = "machine";
  const log = [
    ...Array.from({ length: 4500 }, (_, index) => seen("ad", index)),
    ...Array.from({ length: 4500 }, (_, index) => bought(5000 + index, 1, { order: `${index}` })),
  ];
  await clickhouse.store(log.map((one) => ({ ...one, workspace })));
  const refused = askAttribution(clickhouse.client, workspace, { ...period, model: "linear", groupBy: "campaign" });
  await expect(refused).rejects.toThrow(CostlyQuestion);
});
