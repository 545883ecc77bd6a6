import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { MetricValue } from "@showpulse/metrics";
import { askShowMetrics } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { FurtherOracle } from "./support/further-oracle.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PAGE_TYPES = [
  "link_click",
  "page_view",
  "view_item",
  "select_item",
  "select_promotion",
  "add_to_cart",
  "remove_from_cart",
  "begin_checkout",
  "add_payment_info",
  "purchase",
];

const minutes = (...all: number[]) => all.map((one) => one * MINUTE);
const SHORT = minutes(0, 1, 2, 3, 4, 5, 6, 8);
const PAUSES = minutes(0, 5, 29, 30, 31, 60, 61, 62, 92);
const LATER = minutes(0, 1, 3, 23.5 * 60, 24 * 60, 25 * 60, 6.9 * 1440, 7 * 1440, 7.1 * 1440, 31 * 1440);

/** Each log is about one thing, with few people, products and times, so that everything meets on both sides of a rule. */
const ABOUT = [
  { types: ["join", "leave", "product_pinned", "product_unpinned", "purchase", "purchase"], times: SHORT },
  { types: ["join", "heartbeat", "offer_started", "offer_ended", "select_item", "purchase", "purchase"], times: SHORT },
  { types: ["join", "heartbeat", "purchase", "purchase", "identify"], times: LATER },
  { types: ["purchase", "purchase", "refund", "link_click", "identify"], times: LATER },
  { types: ["join", "page_view", "view_item", "purchase", "identify"], times: LATER },
  { types: ["add_to_cart", "purchase"], times: LATER },
  { types: ["page_view", "link_click", "select_item", "add_to_cart"], times: PAUSES },
  { types: ["join", "leave", "heartbeat", "poll_opened", "poll_vote", "poll_vote", "poll_closed"], times: SHORT },
];

const drawn = ({ types, times }: (typeof ABOUT)[number]) =>
  fc.record({
    type: fc.constantFrom(...types),
    show: fc.constantFrom("s", "s", "s", "t", ""),
    time: fc.constantFrom(...times),
    actor: fc.constantFrom("a", "b", "c", "d", undefined),
    other: fc.constantFrom("a", "b", "c", "d"),
    platform: fc.constantFrom("native", "native", "csv"),
    session: fc.constantFrom("s1", "s2", undefined),
    item: fc.constantFrom("x", "y", undefined),
    offer: fc.constantFrom("o1", "o2", undefined),
    order: fc.constantFrom("1", "2", "3", "4", "5", undefined),
    amountMicros: fc.constantFrom(0, 5_000_000, 7_000_001, 20_000_000),
    currency: fc.constantFrom("EUR", "EUR", "USD"),
    link: fc.constantFrom("l1", undefined, undefined),
    coupon: fc.constantFrom("c1", undefined, undefined),
    poll: fc.constantFrom("p1", "p2"),
    lines: fc.constantFrom(
      [],
      [],
      [
        { item: "x", quantity: 2, amountMicros: 4_000_000 },
        { item: "y", amountMicros: 3_000_001, offer: "o1" },
      ],
      [{ item: "x", quantity: 2 }, { item: "z" }],
    ),
  });
type Drawn = ReturnType<typeof drawn> extends fc.Arbitrary<infer One> ? One : never;

function dataOf(one: Drawn): EventData {
  const { type, actor, other, session, item, offer, order, amountMicros, currency, link, coupon, poll, lines } = one;
  const data: Record<string, unknown> = { actor, session };
  if (/^(product|offer|select|purchase|view)/.test(type)) data.item = item;
  if (/^(offer|purchase|select)/.test(type)) data.offer = offer;
  if (type === "purchase")
    Object.assign(data, { amountMicros, currency, order, coupon, ...(lines.length ? { items: lines } : {}) });
  if (type === "refund") Object.assign(data, { order });
  if (type === "link_click") data.link = link ?? "l2";
  if (type.startsWith("poll")) data.properties = { poll };
  if (type === "identify") Object.assign(data, { actor: actor ?? "a", alias: other });
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

const log = fc
  .constantFrom(...ABOUT)
  .chain((about) => fc.array(drawn(about), { minLength: 12, maxLength: 40, size: "max" }))
  .map((all) =>
    all.map(
      (one, index): AcceptedEvent =>
        event(
          one.type,
          { show: one.show, time: START + one.time, id: `q${index}`, seq: index + 1 },
          { platform: one.platform, ...dataOf(one) },
        ),
    ),
  );

const close = (value: MetricValue | undefined) =>
  typeof value === "number" ? Number(value.toPrecision(10)) : (value ?? null);
const share = ([over, under]: readonly [number, number]) => (under === 0 ? null : over / under);

test("what a show's viewers bought, who is new, visits, polls and the comparison with the shop agree with brute force", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(log, async (events) => {
      const workspace = `further-${(run += 1)}`;
      await clickhouse.store(events.map((one) => ({ ...one, workspace })));
      const { metrics } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
      const oracle = new FurtherOracle(events);
      const show = events.filter((one) => one.show === "s");
      const has = (...types: string[]) => show.some(({ type }) => types.includes(type));
      const native = show.some(({ data }) => data.platform === "native");
      const sells = native || has("purchase");
      const value = (id: string) => close(metrics[id]?.value);

      const viewKnown = native || has("product_pinned", "offer_started", "select_item");
      expect({ gmv_direct: value("gmv_direct") }).toEqual({
        gmv_direct: viewKnown && sells ? oracle.gmvDirect() : null,
      });
      for (const [id, milliseconds] of [
        ["gmv_24h", DAY],
        ["gmv_7d", 7 * DAY],
      ] as const) {
        const amounts = oracle.gmvWithin(milliseconds);
        expect({ [id]: value(id) }).toEqual({ [id]: has("join") && (sells || amounts.length > 0) ? amounts : null });
      }
      expect({ buyers_new: value("buyers_new") }).toEqual({ buyers_new: sells ? oracle.buyersNew() : null });
      expect({ acquired: value("acquired_by_link") }).toEqual({ acquired: sells ? oracle.acquired() : null });

      const against = (own: MetricValue | undefined, other: number | null) =>
        typeof own === "number" && other ? close(own / other) : null;
      expect({ refunds: value("refund_rate_ratio") }).toEqual({
        refunds: against(metrics.refund_rate?.value, share(oracle.otherOrders())),
      });
      expect({ carts: value("cart_abandonment_ratio") }).toEqual({
        carts: against(metrics.cart_abandonment?.value, share(oracle.otherCarts())),
      });
      const [milliseconds, visits] = oracle.dwell(PAGE_TYPES);
      expect({ dwell: value("dwell_seconds") }).toEqual({ dwell: close(share([milliseconds / 1000, visits])) });
      expect({ polls: value("poll_participation") }).toEqual({ polls: close(share(oracle.polls())) });
      const { watched, others } = oracle.uplift();
      const uplift = metrics.conversion_uplift;
      expect({ watched: close(uplift?.numerator), others: close(uplift?.denominator) }).toEqual({
        watched: close(watched),
        others: close(others),
      });
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 240_000);

const EUR = (units: number) => [{ amountMicros: units * 1_000_000, currency: "EUR" }];

test("the windows of later sales are inclusive to the millisecond, and direct lines count whenever they were bought", async () => {
  const workspace = "windows";
  const buy = (actor: string, order: string, time: number, euros: number, item = "z", show = "") =>
    event(
      "purchase",
      { workspace, show, time: START + time },
      { platform: "shopify", actor, order, item, amountMicros: euros * 1_000_000, currency: "EUR" },
    );
  await clickhouse.store([
    // Ann watches from 0:00 to 0:10; X is pinned from 0:05 to 0:08, Y from 0:20, when she is gone.
    event("join", { workspace, time: START }, { actor: "ann" }),
    event("product_pinned", { workspace, time: START + 5 * MINUTE }, { item: "x" }),
    event("product_unpinned", { workspace, time: START + 8 * MINUTE }, { item: "x" }),
    event("leave", { workspace, time: START + 10 * MINUTE }, { actor: "ann" }),
    event("product_pinned", { workspace, time: START + 20 * MINUTE }, { item: "y" }),
    // Bob comes at 0:15 and never saw X; he clicks Z.
    event("join", { workspace, time: START + 15 * MINUTE }, { actor: "bob" }),
    event("select_item", { workspace, time: START + 16 * MINUTE }, { actor: "bob", item: "z" }),
    buy("ann", "1", 10 * MINUTE + DAY, 1), // exactly 24 h after she left
    buy("ann", "2", 10 * MINUTE + DAY + 1, 2), // a millisecond later: within 7 days only
    buy("ann", "3", 10 * MINUTE + 7 * DAY, 4), // exactly 7 days
    buy("ann", "4", 10 * MINUTE + 7 * DAY + 1, 8), // too late for both
    buy("ann", "5", 30 * DAY, 16, "x", "s"), // the show's own order of what she saw pinned: direct
    buy("ann", "6", 30 * DAY, 32, "y", "s"), // pinned when she had gone: not direct
    buy("bob", "7", 30 * DAY, 64, "z", "s"), // clicked: direct
    buy("bob", "8", 30 * DAY, 128, "x", "s"), // pinned before he came: not direct
    buy("cid", "9", 21 * MINUTE, 256, "y", "s"), // never watched
    buy("ann", "10", -MINUTE, 512), // before she came
  ]);
  const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  expect(metrics.gmv_direct?.value).toEqual(EUR(16 + 64));
  expect(metrics.gmv_24h?.value).toEqual(EUR(1 + 16 + 64));
  expect(metrics.gmv_7d?.value).toEqual(EUR(1 + 2 + 4 + 16 + 64));
  expect(byPlatform.shopify?.gmv_7d?.value).toEqual(EUR(87));
  // Ann bought before the show; Bob and Cid are new.
  expect(metrics.buyers_new?.value).toBe(2);
});

test("who was gone before a poll opened is no viewer of it; votes without names leave participation unknown", async () => {
  const poll = (type: string, seconds: number, data: EventData = {}, platform = "native") =>
    event(type, { workspace: "polls", seconds }, { platform, properties: { poll: "p" }, ...data });
  await clickhouse.store([
    event("join", { workspace: "polls", seconds: 0 }, { actor: "gone" }),
    event("leave", { workspace: "polls", seconds: 9 }, { actor: "gone" }),
    event("join", { workspace: "polls", seconds: 0 }, { actor: "silent" }),
    event("join", { workspace: "polls", seconds: 0 }, { actor: "voter" }),
    poll("poll_opened", 10),
    poll("poll_vote", 12, { actor: "voter" }),
    poll("poll_vote", 13, { actor: "voter" }),
    poll("poll_closed", 20),
    poll("poll_vote", 21, { actor: "late" }),
    event("join", { workspace: "polls", seconds: 30 }, { actor: "late" }),
    poll("poll_opened", 10, {}, "tiktok"),
    poll("poll_vote", 12, { quantity: 40 }, "tiktok"),
  ]);
  const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, "polls", { show: "s" });
  expect(metrics.poll_participation).toMatchObject({ value: 1 / 2, numerator: 1, denominator: 2 });
  expect(byPlatform.tiktok?.poll_participation).toMatchObject({ value: null, numerator: null });
});

test("names are found as whole words in any case and script, in the languages in which they are names", async () => {
  const texts: [text: string, language?: string][] = [
    ["I love GLOW serum!", "en-GB"], // brand
    ["aglow", "en"], // part of a word
    ["glow", "de"], // the name is one of English
    ["glow"], // a message that does not say its language
    ["la crème est là", "fr"],
    ["crèmerie", "fr"],
    ["グローセラムが欲しい", "ja"], // no spaces between words
    ["50% (off)? c++ now"],
    ["ｇｌｏｗ", "en"], // full width
    ["nothing"],
  ];
  const names = [
    { text: "Glow", language: "en" },
    { text: "crème", language: "fr-FR" },
    { text: "セラム" },
    { text: "c++" },
  ];
  await clickhouse.store(
    texts.map(([text, language], index) =>
      event("chat_message", { workspace: "names", seconds: index }, { text, ...(language ? { language } : {}) }),
    ),
  );
  const figures = async (knowledge: { names?: typeof names }) =>
    (await askShowMetrics(clickhouse.client, "names", { show: "s" }, knowledge)).metrics.mentions;
  expect(await figures({ names })).toMatchObject({ value: 6 });
  expect(await figures({})).toMatchObject({ value: null, note: expect.stringContaining("no names") });
});

test("impressions are the platform's own report: the newest of each period, periods told twice counted once", async () => {
  const workspace = "impressions";
  const report = (value: number, seconds: number, period: Record<string, string> = {}, platform = "tiktok") =>
    event(
      "report_row",
      { workspace, seconds, source: `${platform}/report` },
      { platform, value, properties: { metric: "impressions", ...period } },
    );
  const first = { from: "2026-11-21T20:00:00Z", to: "2026-11-21T20:30:00Z" };
  const second = { from: "2026-11-21T20:30:00Z", to: "2026-11-21T21:00:00Z" };
  await clickhouse.store([
    ...[1, 2, 3].map((seconds) => event("join", { workspace, seconds }, { platform: "tiktok", actor: `t${seconds}` })),
    event("join", { workspace }, { platform: "native", actor: "n" }),
    event("purchase", { workspace, seconds: 9 }, { actor: "n", amountMicros: 30_000_000, currency: "EUR" }),
    report(10, 60, first),
    report(20, 61, first),
    report(40, 62, second),
    report(15, 63, { from: "2026-11-21T20:10:00Z", to: "2026-11-21T20:20:00Z" }),
  ]);
  const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  expect(byPlatform.tiktok?.impressions).toMatchObject({ value: 20 + 40, source: "reported" });
  expect(byPlatform.native?.impressions?.value).toBeNull();
  // Views of the platform that gave impressions only: 3 of 60.
  expect(metrics.enter_rate).toMatchObject({ value: 3 / 60, numerator: 3, denominator: 60, source: "reported" });
  // 30 € ÷ 60 × 1000.
  expect(metrics.gpm_impression).toMatchObject({ value: EUR(500), denominator: 60, source: "reported" });
  expect(metrics.views?.source).toBe("measured");
});

test("a device whose clock was never set takes nothing away from what a show sold", async () => {
  const workspace = "clock-of-1970";
  await clickhouse.store([
    event("heartbeat", { workspace, time: 3_600_000 }, { actor: "lost" }),
    event("join", { workspace }, { actor: "ann" }),
    event("product_pinned", { workspace, seconds: 1 }, { item: "x" }),
    event("purchase", { workspace, seconds: 9 }, { actor: "ann", item: "x", amountMicros: 5_000_000, currency: "EUR" }),
  ]);
  const { metrics } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  for (const id of ["gmv_direct", "gmv_24h", "gmv_7d"]) expect(metrics[id]?.value).toEqual(EUR(5));
});

test("uplift is the ratio of comparable conversions with its interval, and too little data is said", async () => {
  const workspace = "uplift";
  const people = (kind: string, count: number, bought: number, day: number) =>
    Array.from({ length: count }, (_, index) => {
      const actor = `${kind}-${day}-${index}`;
      const came = START + day * DAY;
      return [
        kind === "watched"
          ? event("join", { workspace, time: came }, { actor })
          : event("page_view", { workspace, show: "", time: came }, { actor }),
        ...(index < bought ? [event("purchase", { workspace, show: "", time: came + 1 }, { actor })] : []),
      ];
    }).flat();
  await clickhouse.store([...people("watched", 40, 20, 0), ...people("other", 60, 10, 0)]);
  const { metrics } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  // 20/40 ÷ 10/60 = 3; variance of its logarithm: 1/20 − 1/40 + 1/10 − 1/60 = 0.108333.
  const error = Math.sqrt(1 / 20 - 1 / 40 + 1 / 10 - 1 / 60);
  expect(metrics.conversion_uplift).toMatchObject({
    value: expect.closeTo(3, 10),
    numerator: expect.closeTo(0.5, 10),
    denominator: expect.closeTo(1 / 6, 10),
    source: "estimated",
    interval: {
      low: expect.closeTo(3 * Math.exp(-1.96 * error), 3),
      high: expect.closeTo(3 * Math.exp(1.96 * error), 3),
    },
  });
  await clickhouse.store(
    [...people("watched", 8, 4, 0), ...people("other", 9, 3, 0)].map((one) => ({ ...one, workspace: "few" })),
  );
  const few = (await askShowMetrics(clickhouse.client, "few", { show: "s" })).metrics.conversion_uplift;
  expect(few).toMatchObject({ value: null, note: expect.stringContaining("too little data") });
  expect(few).not.toHaveProperty("interval");
});

test("an answer's median is told for each platform, and new buyers by what brought them", async () => {
  const workspace = "parts";
  const at = (seconds: number, id?: string) => ({ workspace, seconds, ...(id ? { id } : {}) });
  await clickhouse.store([
    event("question", at(0, "q1"), { actor: "a" }),
    event("question_answered", at(4), { properties: { question: "q1" } }),
    event("question", at(0, "q2"), { actor: "b", platform: "tiktok" }),
    event("question_answered", at(10), { properties: { question: "q2" } }),
    event("link_click", { ...at(1), show: "" }, { actor: "a", link: "bio" }),
    event("purchase", at(9), { actor: "a", creator: "mia", order: "1" }),
    event("purchase", at(9), { actor: "b", platform: "native", coupon: "TEN", order: "2" }),
    event("purchase", at(9), { actor: "c", order: "3" }),
    // A link after the first order brought nobody.
    event("link_click", at(20), { actor: "c", link: "bio" }),
  ]);
  const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  expect(metrics.answer_seconds_median?.value).toBe(7);
  expect(byPlatform.native?.answer_seconds_median?.value).toBe(4);
  expect(byPlatform.tiktok?.answer_seconds_median?.value).toBe(10);
  expect(metrics.buyers_new?.value).toBe(3);
  expect(metrics.acquired_by_link).toMatchObject({
    value: 2,
    parts: [
      { key: "coupon:TEN", value: 1 },
      { key: "creator:mia", value: 1 },
      { key: "link:bio", value: 1 },
    ],
  });
});
