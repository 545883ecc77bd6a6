import type { EventData } from "@showpulse/connectors/event";
import type { Concept, Definitions, RuleSetId } from "@showpulse/metrics";
import { askAggregateFunnel, askDefinitions } from "@showpulse/metrics/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (seconds: number, type: string, data: EventData, show = "s") =>
  event(type, { workspace: "five", show, time: START + seconds * 1000 }, data);
const buy = (seconds: number, actor: string, order: string, lines: [item: string, euros: number][], show = "s") =>
  at(
    seconds,
    "purchase",
    {
      actor,
      order,
      amountMicros: lines.reduce((sum, [, euros]) => sum + euros, 0) * 1_000_000,
      currency: "EUR",
      items: lines.map(([item, euros]) => ({ item, quantity: 1, amountMicros: euros * 1_000_000 })),
    },
    show,
  );

/**
 * A show of one hour in one's own room, whole. Four people on five devices: Ann comes twice, on two devices; Bob is
 * gone after 2 s; Cid watches and comments; Dee watches only. The serum is pinned for the whole show, nothing else.
 */
const RAW = [
  at(0, "show_started", {}),
  at(0, "product_pinned", { item: "serum" }),
  // Ann: 10 minutes on the phone, and from 0:20 for 20 minutes on the computer. 10 + 20 = 30 minutes.
  at(0, "join", { actor: "ann", session: "ann-phone" }),
  at(10 * MINUTE, "leave", { actor: "ann", session: "ann-phone" }),
  at(20 * MINUTE, "join", { actor: "ann", session: "ann-desk" }),
  at(40 * MINUTE, "leave", { actor: "ann", session: "ann-desk" }),
  // Bob: 2 s.
  at(1 * MINUTE, "join", { actor: "bob", session: "bob" }),
  at(1 * MINUTE + 2, "leave", { actor: "bob", session: "bob" }),
  // Cid: 50 minutes. Between his question at 0:12 and his leaving at 0:55 no sign: a pause of 43 minutes.
  at(5 * MINUTE, "join", { actor: "cid", session: "cid" }),
  at(12 * MINUTE, "chat_message", { actor: "cid", session: "cid", text: "is it vegan?" }),
  at(55 * MINUTE, "leave", { actor: "cid", session: "cid" }),
  // Dee: 39 min 58 s.
  at(15 * MINUTE, "join", { actor: "dee", session: "dee" }),
  at(55 * MINUTE - 2, "leave", { actor: "dee", session: "dee" }),
  // Likes in bursts: 6 of Ann, 2 of Cid, and a follow of Dee.
  at(6 * MINUTE, "like", { actor: "ann", session: "ann-phone", quantity: 6 }),
  at(7 * MINUTE, "like", { actor: "cid", session: "cid", quantity: 2 }),
  at(30 * MINUTE, "follow", { actor: "dee", session: "dee" }),
  // The serum is shown to Ann twice, to Cid and to Dee; Ann clicks it twice, Cid once.
  ...[21, 22].map((minute) => at(minute * MINUTE, "view_item", { actor: "ann", session: "ann-desk", item: "serum" })),
  at(11 * MINUTE, "view_item", { actor: "cid", session: "cid", item: "serum" }),
  at(31 * MINUTE, "view_item", { actor: "dee", session: "dee", item: "serum" }),
  ...[23, 24].map((minute) => at(minute * MINUTE, "select_item", { actor: "ann", session: "ann-desk", item: "serum" })),
  at(11 * MINUTE + 30, "select_item", { actor: "cid", session: "cid", item: "serum" }),
  // Orders of the show, while it runs: Ann's serum and brush for 30 + 10 €, Dee's brush alone for 10 €.
  buy(25 * MINUTE, "ann", "A1", [
    ["serum", 30],
    ["brush", 10],
  ]),
  buy(35 * MINUTE, "dee", "D1", [["brush", 10]]),
  at(60 * MINUTE, "show_ended", {}),
  // Ann's first order comes back in part: 10 €.
  at(3 * HOUR, "refund", { actor: "ann", order: "A1", amountMicros: 10_000_000, currency: "EUR" }),
  // Later, in the shop, outside any show:
  buy(20 * HOUR, "cid", "C1", [["serum", 30]], ""), // within 24 h
  buy(3 * DAY, "dee", "D2", [["serum", 30]], ""), // within 7 days
  buy(
    20 * DAY,
    "cid",
    "C2",
    [
      ["serum", 30],
      ["oil", 20],
    ],
    "",
  ), // within 30 days
  buy(25 * DAY, "ann", "A2", [["oil", 20]], ""), // within 30 days, without the serum
  buy(40 * DAY, "cid", "C3", [["serum", 30]], ""), // too late for everybody
  buy(2 * DAY, "eve", "E1", [["serum", 30]], ""), // never watched
];

const EUR = (euros: number) => [{ amountMicros: Math.round(euros * 1_000_000), currency: "EUR" }];

/** Every figure of every rule set, worked out by hand from the list above. */
const BY_HAND: Record<RuleSetId, Partial<Record<Concept, number | ReturnType<typeof EUR>>>> = {
  ours: {
    sales: EUR(40), // A1 40 + D1 10 − 10 that came back
    // Within 7 days of watching: A1 40 + D1 10 + C1 30 + D2 30.
    sales_after: EUR(110),
    viewers: 4, // ann, bob, cid, dee
    views: 5, // five entries
    // (30 min + 2 s + 50 min + 39 min 58 s) ÷ 4 people = 7,200 s ÷ 4
    watch_time: 1800,
    // ann (like), cid (chat, like), dee (follow) ÷ 4; a product click does not engage
    engagement: 3 / 4,
    clicks: 3 / 4, // 3 clicks ÷ 4 times shown
    conversion: 2 / 4, // ann, dee ÷ 4
    price: EUR(25), // (40 + 10) ÷ 2 orders
  },
  tiktok: {
    sales: EUR(50), // A1 40 + D1 10, whatever came back
    sales_after: EUR(80), // + C1 30 within 24 h
    viewers: 4,
    views: 5,
    watch_time: 7200 / 5,
    engagement: 8 / 5, // 8 likes ÷ 5 views: 160 %
    clicks: 3 / 5,
    conversion: 3 / 3, // lines serum, brush, brush ÷ 3 clicks
    price: EUR(50 / 3), // 50 € ÷ 3 items
  },
  bambuser: {
    // Whole orders with the serum within 30 days of watching: A1 40, C1 30, D2 30, C2 50.
    sales: EUR(150),
    viewers: 5, // ann-phone, ann-desk, bob, cid, dee
    views: 6, // one each, and Cid's second after the pause of 43 minutes
    watch_time: 7200 / 5,
  },
  firework: {
    // Ann and Cid interacted; whatever they bought within 30 days: A1 40, C1 30, C2 50, A2 20.
    sales: EUR(140),
    viewers: 4,
    views: 4, // without Bob's 2 s
    watch_time: 7200 / 4,
    engagement: 2 / 4, // ann, cid
    clicks: 2 / 3, // ann, cid ÷ ann, cid, dee
    conversion: 2 / 2,
    price: EUR(35), // 140 € ÷ 4 orders
  },
  lazada: {
    sales: EUR(30), // the serum of A1, no brush
    sales_after: EUR(60), // the serum of C1 and D2, within 7 days of the end
    viewers: 4,
    views: 5,
    watch_time: 7200 / 4,
    engagement: 3, // ann, cid, dee (a follow)
    clicks: 2 / 4,
    conversion: 3 / 2, // ann, cid, dee bought the serum; ann, cid clicked
  },
};

test("one show under five rule sets: each figure is what the raw events give by hand", async () => {
  await clickhouse.store(RAW);
  const { sets } = await askDefinitions(clickhouse.client, "five", { show: "s" });
  const found = Object.fromEntries(
    sets.map(({ id, figures }) => [id, Object.fromEntries(figures.map(({ concept, value }) => [concept, value]))]),
  );
  expect(found).toEqual(rounded(BY_HAND));
});

test("each figure says how far it is from ours and why, and unlike units are not subtracted", async () => {
  const { sets } = await askDefinitions(clickhouse.client, "five", { show: "s" });
  const figure = (set: RuleSetId, concept: Concept) => figuresOf(sets, set).find((one) => one.concept === concept);
  expect(figure("bambuser", "sales")).toMatchObject({ ours: "gmv_net", oursValue: EUR(40), difference: EUR(110) });
  expect(figure("tiktok", "watch_time")).toMatchObject({
    name: "avg_viewing_duration",
    numerator: 7200,
    denominator: 5,
    difference: 1440 - 1800,
  });
  expect(figure("lazada", "engagement")).toMatchObject({ unit: "people", oursValue: 3 / 4, difference: null });
  for (const { id, figures } of sets) {
    for (const { why, formula } of figures)
      expect([formula === "", why === "" && id !== "ours"]).toEqual([false, false]);
  }
});

test("a show of which nothing is known gives no figure under any rules", async () => {
  const { sets } = await askDefinitions(clickhouse.client, "nothing", { show: "s" });
  expect(sets.flatMap(({ figures }) => figures.filter(({ value }) => value !== null))).toEqual([]);
});

test("the aggregate funnel takes the platform's report before counts, and divides only what one platform gives", async () => {
  const workspace = "aggregate";
  const report = (platform: string, metric: string, value: number) =>
    event("report_row", { workspace, source: `${platform}/report` }, { platform, value, properties: { metric } });
  const many = (count: number, type: string, platform: string) =>
    Array.from({ length: count }, () => event(type, { workspace }, { platform }));
  await clickhouse.store([
    report("tiktok", "impressions", 1000),
    report("tiktok", "product_clicks", 30),
    report("tiktok", "orders", 3),
    ...many(100, "join", "tiktok"),
    ...many(50, "join", "native"),
    ...many(20, "select_item", "native"),
    ...many(4, "purchase", "native"),
    ...many(1, "chat_message", "youtube"),
  ]);
  const funnel = await askAggregateFunnel(clickhouse.client, workspace, { show: "s" });
  const step = (value: number | null, source: string | null, rate: number | null, rateIsMixed = false) =>
    expect.objectContaining({ value, source, rate, rateIsMixed });
  expect(funnel).toMatchObject({ kind: "aggregate", show: "s" });
  // YouTube gives none of the four and is left out.
  expect(funnel.platforms.map(({ platform }) => platform)).toEqual(["native", "tiktok"]);
  expect(funnel.platforms[0]?.steps).toEqual([
    step(null, null, null),
    step(50, "measured", null),
    step(20, "measured", 20 / 50),
    step(4, "measured", 4 / 20),
  ]);
  expect(funnel.platforms[1]?.steps).toEqual([
    step(1000, "reported", null),
    step(100, "measured", 100 / 1000, true),
    step(30, "reported", 30 / 100, true),
    step(3, "reported", 3 / 30),
  ]);
  expect(funnel.together).toEqual([
    step(1000, "reported", null),
    step(150, "measured", 100 / 1000, true),
    step(50, "mixed", 50 / 150, true),
    step(7, "mixed", 7 / 50),
  ]);
});

const figuresOf = (sets: Definitions["sets"], id: RuleSetId) => sets.find((set) => set.id === id)?.figures ?? [];

/** Money to the nearest millionth, as it is kept; ratios as they are. */
const rounded = (all: typeof BY_HAND) => JSON.parse(JSON.stringify(all)) as typeof BY_HAND;
