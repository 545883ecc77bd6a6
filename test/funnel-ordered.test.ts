import { type FunnelRequest, ImpossibleFunnel } from "@showpulse/metrics";
import { ask, askFunnel, defineQuery } from "@showpulse/metrics/server";
import fc from "fast-check";
import { Type } from "typebox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { funnelCase } from "./support/random-funnels.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const windowFunnelQuery = defineQuery(
  { name: "window-funnel", row: Type.Object({ depth: Type.Integer(), people: Type.Integer() }) },
  `SELECT depth, count() AS people FROM
  (
    SELECT windowFunnel({window: UInt64}, 'strict_once')(
      toUInt64(toUnixTimestamp64Milli(time)), type = 'join', type = 'view_item', type = 'purchase') AS depth
    FROM events WHERE workspace = {workspace: String} AND actor != '' GROUP BY actor
  )
  WHERE depth > 0 GROUP BY depth`,
);

test("ClickHouse's windowFunnel('strict_once') counts a plain ordered funnel the same", async () => {
  const cases = fc.sample(funnelCase(1), { numRuns: 40, seed: Date.now() % 1e9 });
  const logs = cases.map(({ log }, index) => ({
    workspace: `window-${index}`,
    events: log.filter(({ type }) => type !== "identify"),
    windowSeconds: 1 + (index % 9),
  }));
  await clickhouse.store(logs.flatMap(({ workspace, events }) => events.map((one) => ({ ...one, workspace }))));
  const steps = ["join", "view_item", "purchase"].map((type) => ({ event: type }));
  for (const { workspace, events, windowSeconds } of logs) {
    const answer = await askFunnel(clickhouse.client, workspace, { steps, windowSeconds });
    const depths = await ask(clickhouse.client, windowFunnelQuery, { workspace, window: windowSeconds * 1000 });
    const reached = (depth: number) =>
      depths.filter((row) => row.depth >= depth).reduce((sum, row) => sum + row.people, 0);
    const counts = answer.steps.map(({ count }) => count);
    expect(counts, `of ${JSON.stringify(events)}`).toEqual([1, 2, 3].map(reached));
  }
}, 60_000);

describe("one show", () => {
  const workspace = "one-show";
  const money = (amountMicros: number) => ({ amountMicros, currency: "EUR" });
  beforeAll(() =>
    clickhouse.store([
      event("join", { workspace, seconds: 0 }, { actor: "a", platform: "tiktok" }),
      event("view_item", { workspace, seconds: 5 }, { actor: "a", platform: "tiktok", item: "x" }),
      event(
        "purchase",
        { workspace, seconds: 65 },
        { actor: "a2", platform: "native", order: "1", ...money(20_000_000) },
      ),
      event("identify", { workspace, show: "", seconds: 9000 }, { actor: "a", alias: "a2" }),
      event("join", { workspace, seconds: 10 }, { actor: "b", platform: "youtube" }),
      event("view_item", { workspace, seconds: 30 }, { actor: "b", platform: "youtube", item: "y" }),
      event("join", { workspace, seconds: 11 }, { actor: "c", platform: "tiktok" }),
    ]),
  );
  const steps = [{ event: "join" }, { event: "view_item" }, { event: "purchase" }];

  test("counts, rates, times and money of each step, over ids that were joined later", async () => {
    const answer = await askFunnel(clickhouse.client, workspace, { steps, from: "2026-11-21", to: "2026-11-21" });
    expect(answer.steps).toEqual([
      {
        event: "join",
        count: 3,
        conversionFromStart: 1,
        conversionFromPrevious: 1,
        averageSeconds: null,
        medianSeconds: null,
        amount: [],
      },
      {
        event: "view_item",
        count: 2,
        conversionFromStart: 2 / 3,
        conversionFromPrevious: 2 / 3,
        averageSeconds: 12.5,
        medianSeconds: 12.5,
        amount: [],
      },
      {
        event: "purchase",
        count: 1,
        conversionFromStart: 1 / 3,
        conversionFromPrevious: 0.5,
        averageSeconds: 60,
        medianSeconds: 60,
        amount: [money(20_000_000)],
      },
    ]);
    expect(answer.averageSeconds).toBe(65);
  });

  test("days end where they end in the time zone given", async () => {
    const count = async (request: Partial<FunnelRequest>) =>
      (await askFunnel(clickhouse.client, workspace, { steps, ...request })).steps[0]?.count;
    expect(new Date(START).toISOString()).toBe("2026-11-21T20:00:00.000Z");
    expect(await count({ from: "2026-11-22", timezone: "Asia/Tokyo" })).toBe(3);
    expect(await count({ to: "2026-11-21", timezone: "Asia/Tokyo" })).toBe(0);
    expect(await count({ from: "2026-11-22", timezone: "UTC" })).toBe(0);
  });

  test("over the limit of a breakdown the rest is one row", async () => {
    const { breakdowns } = await askFunnel(clickhouse.client, workspace, {
      steps,
      breakdown: { prop: "platform", limit: 1 },
    });
    expect(breakdowns?.map(({ value, steps }) => [value, ...steps.map(({ count }) => count)])).toEqual([
      ["tiktok", 2, 1, 1],
      ["Other", 1, 1, 0],
    ]);
  });

  test("a breakdown by several properties has a list as value", async () => {
    const { breakdowns } = await askFunnel(clickhouse.client, workspace, {
      steps: [{ event: "view_item" }],
      breakdown: { props: ["platform", "item", "coupon"] },
    });
    expect(breakdowns?.map(({ value }) => value)).toEqual([
      ["tiktok", "x", null],
      ["youtube", "y", null],
    ]);
  });

  test("a funnel of nobody has no rates", async () => {
    const { steps: none, averageSeconds } = await askFunnel(clickhouse.client, "nobody", { steps });
    expect(none[2]).toMatchObject({ count: 0, conversionFromStart: null, conversionFromPrevious: null, amount: [] });
    expect(averageSeconds).toBeNull();
  });

  test.each<[string, Partial<FunnelRequest>, string]>([
    [
      "an exclusion past the end",
      { exclusions: [{ event: "refund", fromStep: 0, toStep: 3 }] },
      "/exclusions/0/toStep",
    ],
    ["an inverted exclusion", { exclusions: [{ event: "refund", fromStep: 1, toStep: 1 }] }, "/exclusions/0/fromStep"],
    [
      "a part of an unordered funnel",
      { order: "unordered", exclusions: [{ event: "refund", fromStep: 0, toStep: 1 }] },
      "/exclusions/0",
    ],
    [
      "a breakdown of a step that is not there",
      { breakdown: { prop: "item", attribution: "step", step: 3 } },
      "/breakdown/step",
    ],
    ["a breakdown of nothing", { breakdown: {} }, "/breakdown"],
    ["a period that ends before it starts", { from: "2026-11-22", to: "2026-11-20" }, "/from"],
    ["a day that there is not", { from: "2026-02-30" }, "/from"],
    [
      "a comparison with nothing",
      { steps: [{ event: "join", where: { all: [{ prop: "item", op: "eq" }] } }] },
      "/steps/0/where/all/0/value",
    ],
    ["one value where a list is meant", { where: { prop: "item", op: "in", value: "x" } }, "/where/value"],
    ["a list where one value is meant", { where: { prop: "value", op: "gte", value: [1] } }, "/where/value"],
    ["a time zone that there is not, where no day needs it", { timezone: "Mars/Olympus" }, "/timezone"],
    ["a time zone that there is not", { from: "2026-02-03", timezone: "Mars/Olympus" }, "/timezone"],
  ])("%s is impossible", async (_, request, pointer) => {
    const asked = askFunnel(clickhouse.client, workspace, { steps, ...request });
    await expect(asked).rejects.toThrow(ImpossibleFunnel);
    await expect(asked).rejects.toMatchObject({ pointer });
  });
});
