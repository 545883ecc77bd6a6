import { ImpossibleTimeline, SHOW_METRICS } from "@showpulse/metrics";
import { askShowMetrics, askShowTimeline } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { randomLog } from "./support/random-events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();

test("points carry viewers on, count what happened, and know nothing inside a gap", async () => {
  const workspace = "timeline";
  await clickhouse.store([
    event("viewer_count", { workspace, seconds: 5 }, { platform: "youtube", value: 100 }),
    event("viewer_count", { workspace, seconds: 15 }, { platform: "youtube", value: 300 }),
    event("chat_message", { workspace, seconds: 12 }, { platform: "youtube", actor: "a", text: "?" }),
    event("chat_message", { workspace, seconds: 13 }, { platform: "youtube", actor: "a" }),
    event("like_total", { workspace, seconds: 3 }, { platform: "youtube", value: 10 }),
    event("like_total", { workspace, seconds: 14 }, { platform: "youtube", value: 12 }),
    event(
      "connector_gap",
      { workspace, seconds: 51 },
      {
        platform: "youtube",
        properties: { from: iso(30), to: iso(50), reason: "disconnected", recoverable: false },
      },
    ),
    event("chat_message", { workspace, seconds: 55 }, { platform: "youtube", actor: "b" }),
    event("product_pinned", { workspace, seconds: 25 }, { item: "x", itemName: "Serum" }),
    event("purchase", { workspace, seconds: 7200 }, { order: "1", amountMicros: 5_000_000, currency: "EUR" }),
  ]);
  const metrics = "viewers_now,viewers_peak,viewers_average,comments,questions,chatters,likes,orders,gmv_paid";
  const { points, marks } = await askShowTimeline(clickhouse.client, workspace, {
    show: "s",
    interval: "10s",
    metrics,
    platform: "youtube",
  });
  const nothing = { comments: 0, questions: 0, chatters: 0, likes: 0, orders: null, gmv_paid: null };
  const still = { viewers_now: 300, viewers_peak: 300, viewers_average: 300 };
  const blind = {
    viewers_now: null,
    viewers_peak: null,
    viewers_average: null,
    comments: null,
    questions: null,
    chatters: null,
    likes: null,
    orders: null,
    gmv_paid: null,
  };
  expect(points).toEqual([
    { at: iso(0), ...nothing, likes: 10, viewers_now: 100, viewers_peak: 100, viewers_average: 100 },
    {
      at: iso(10),
      ...nothing,
      comments: 2,
      questions: 1,
      chatters: 1,
      likes: 2,
      viewers_now: 300,
      viewers_peak: 300,
      viewers_average: 200,
    },
    { at: iso(20), ...nothing, ...still },
    { at: iso(30), ...blind },
    { at: iso(40), ...blind },
    { at: iso(50), ...nothing, comments: 1, chatters: 1, ...still },
  ]);
  expect(marks).toEqual([
    { at: iso(30), type: "connector_gap", platform: "youtube", to: iso(50), reason: "disconnected", recovered: false },
  ]);

  const all = await askShowTimeline(clickhouse.client, workspace, { show: "s", interval: "1m" });
  expect(all.marks.map(({ type }) => type)).toEqual(["product_pinned", "connector_gap"]);
  expect(all.points.map(({ at, orders, gmv_paid, viewers_now }) => ({ at, orders, gmv_paid, viewers_now }))).toEqual([
    { at: iso(0), orders: 0, gmv_paid: [], viewers_now: 300 },
    { at: iso(7200), orders: 1, gmv_paid: [{ amountMicros: 5_000_000, currency: "EUR" }], viewers_now: null },
  ]);
});

test("a show of ten hours knows how many watched in its first minute, and its newest 5,000 marks", async () => {
  const workspace = "long";
  const readings = Array.from({ length: 7200 }, (_, reading) =>
    event("viewer_count", { workspace, seconds: reading * 5 }, { platform: "tiktok", value: reading + 1 }),
  );
  const pins = Array.from({ length: 6000 }, (_, pin) =>
    event("product_pinned", { workspace, seconds: pin * 6 }, { item: `item-${pin}` }),
  );
  await clickhouse.store([...readings, ...pins]);
  const { points, marks } = await askShowTimeline(clickhouse.client, workspace, { show: "s", metrics: "viewers_peak" });
  expect([points.length, points[0]?.viewers_peak, points.at(-1)?.viewers_peak]).toEqual([600, 12, 7200]);
  expect([marks.length, marks[0]?.item, marks.at(-1)?.item]).toEqual([5000, "item-1000", "item-5999"]);
});

test("what can be counted adds up to the show's own figures", async () => {
  const ids = [
    "comments",
    "questions",
    "views",
    "shares",
    "orders",
    "items_sold",
    "gifts",
    "gift_units",
    "virtual_amount_diamond",
    "poll_votes",
  ];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(randomLog("w"), async (log) => {
      const workspace = `sum-${(run += 1)}`;
      await clickhouse.store(log.map((one) => ({ ...one, workspace })));
      const whole = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
      const { points } = await askShowTimeline(clickhouse.client, workspace, {
        show: "s",
        interval: "10s",
        metrics: `${ids},viewers_peak`,
      });
      for (const id of ids) {
        const values = points.map((point) => point[id]);
        const total = values.every((value) => value === null)
          ? null
          : values.reduce<number>((sum, value) => sum + Number(value), 0);
        expect({ id, total }).toEqual({ id, total: whole.metrics[id]?.value ?? null });
      }
      const peaks = points.map((point) => Number(point.viewers_peak ?? 0));
      expect(Math.max(0, ...peaks)).toBe(whole.metrics.viewers_peak?.value ?? 0);
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);

test("a metric is the same asked for alone as among all others", async () => {
  const workspace = "alone";
  const log = fc.sample(randomLog(workspace), { numRuns: 8, seed: 7 }).flat();
  await clickhouse.store(log);
  const pointsOf = async (metrics: string) =>
    (await askShowTimeline(clickhouse.client, workspace, { show: "s", interval: "10s", platform: "native", metrics }))
      .points;
  const given = SHOW_METRICS.map(({ id }) => id);
  const alone = await Promise.all(
    given.map((id) =>
      pointsOf(id).catch((error: unknown) => {
        if (error instanceof ImpossibleTimeline) return null;
        throw error;
      }),
    ),
  );
  const ids = given.filter((_, index) => alone[index] !== null);
  expect(ids.length).toBeGreaterThan(40);
  const together = await pointsOf(ids.join());
  for (const id of ids) {
    const only = alone[given.indexOf(id)] ?? [];
    expect(only).toEqual(together.map((point) => ({ at: point.at, [id]: point[id] })));
  }
  const some = together.filter((point) => typeof point.chatters === "number" && point.chatters > 0);
  expect(some.length).toBeGreaterThan(0);
});

test("an unknown metric, one without a value per interval, and too many points are refused", async () => {
  const workspace = "long";
  await clickhouse.store([event("join", { workspace }), event("join", { workspace, seconds: 86_400 * 30 })]);
  const timeline = (params: { interval?: string; metrics?: string }) =>
    askShowTimeline(clickhouse.client, workspace, { show: "s", ...params });
  await expect(timeline({ metrics: "comments,viewrs" })).rejects.toThrow(/viewrs/);
  await expect(timeline({ metrics: "bounce_rate" })).rejects.toThrow(ImpossibleTimeline);
  await expect(timeline({ interval: "10s" })).rejects.toThrow(ImpossibleTimeline);
  expect((await timeline({ interval: "1h" })).points).toHaveLength(721);
});
