import type { FunnelRequest } from "@showpulse/metrics";
import { askFunnel } from "@showpulse/metrics/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";
import { funnelLog } from "./support/funnel-log.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const named = (...names: string[]) => names.map((name) => ({ event: name }));
const abc = named("join", "view_item", "purchase");

async function ask(text: string, request: Partial<FunnelRequest> = {}) {
  const events = funnelLog(text);
  await clickhouse.store(events);
  return askFunnel(clickhouse.client, events[0]?.workspace ?? "", { steps: abc, ...request });
}

async function counts(text: string, request: Partial<FunnelRequest> = {}): Promise<number[]> {
  return (await ask(text, request)).steps.map(({ count }) => count);
}

const refund = { event: "refund" };
const optional = [{ event: "join" }, { event: "view_item", optional: true }, { event: "purchase" }];
const red = { prop: "color", op: "eq" as const, value: "red" };

describe("the rules that decide doubtful cases", () => {
  test.each<[string, string, Partial<FunnelRequest>, number[]]>([
    ["1: an event fills one step", "join@0", { steps: named("join", "join") }, [1, 0]],
    ["1: events of one time go in any order", "purchase@5, view_item@5, join@5", {}, [1, 1, 1]],
    ["2: the window is inclusive", "join@0, view_item@5, purchase@10", { windowSeconds: 10 }, [1, 1, 1]],
    ["2: and counts from the first step", "join@0, view_item@5, purchase@11", { windowSeconds: 10 }, [1, 1, 0]],
    ["2: without one it is 14 days", "join@0, view_item@1209600, purchase@1209601", { windowSeconds: 0 }, [1, 1, 0]],
    ["3: a skipped optional step stops nobody", "join@0, purchase@5", { steps: optional }, [1, 0, 1]],
    ["3: one that was filled counts", "join@0, view_item@3, purchase@5", { steps: optional }, [1, 1, 1]],
    [
      "4: an exclusion marks the path",
      "join@0, refund@2, view_item@3, purchase@5",
      { exclusions: [refund] },
      [0, 0, 0],
    ],
    ["4: also when the end never comes", "join@0, view_item@1, refund@2", { exclusions: [refund] }, [0, 0, 0]],
    [
      "4: not after the window",
      "join@0, view_item@1, refund@12",
      { exclusions: [refund], windowSeconds: 10 },
      [1, 1, 0],
    ],
    [
      "4: nor at the same time",
      "join@0, refund@0, view_item@3, purchase@5, refund@5",
      { exclusions: [refund] },
      [1, 1, 1],
    ],
    [
      "4: nor outside its part",
      "join@0, refund@1, view_item@3, purchase@5",
      { exclusions: [{ ...refund, fromStep: 1, toStep: 2 }] },
      [1, 1, 1],
    ],
    [
      "4: the furthest path wins over a clean one",
      "join@0, refund@2, view_item@3, join@50000",
      { exclusions: [refund], windowSeconds: 10 },
      [0, 0, 0],
    ],
    [
      "4: at equal depth the clean one wins",
      "join@0, refund@2, view_item@3, purchase@5, join@6, view_item@7, purchase@8",
      { exclusions: [refund] },
      [1, 1, 1],
    ],
    [
      "4: unordered, a marked try is void and others count",
      "join@0, refund@2, view_item@3, purchase@50, view_item@51",
      { exclusions: [refund], order: "unordered", windowSeconds: 10 },
      [1, 1, 0],
    ],
    [
      "5: strict, the next step is the very next event",
      "join@0, chat_message@1, view_item@2",
      { order: "strict" },
      [1, 0, 0],
    ],
    ["5: a repeated first step restarts", "join@0, join@1, view_item@2, purchase@3", { order: "strict" }, [1, 1, 1]],
    ["6: unordered, distinct steps count", "purchase@0, view_item@3, view_item@4", { order: "unordered" }, [1, 1, 0]],
    [
      "6: within the window from any start",
      "purchase@0, view_item@8, join@12",
      { order: "unordered", windowSeconds: 10 },
      [1, 1, 0],
    ],
    [
      "10: counting by a property leaves out events without it",
      "join@0 red, join@1, b:view_item@2 red, join@3 blue",
      { countBy: { prop: "color" } },
      [2, 1, 0],
    ],
    [
      "11: firstEver looks at all history",
      "join@0, join@100, b:join@100",
      { steps: [{ event: "join", firstEver: true }], from: "2026-11-21T20:00:50Z" },
      [1],
    ],
    [
      "11: and at the first of its kind, whatever the filter",
      "join@0, join@1 red",
      { steps: [{ event: "join", where: red, firstEver: true }] },
      [0],
    ],
    [
      "11: firstMatching is the first that meets the filter",
      "join@0, join@1 red, view_item@2, join@3 red, view_item@5",
      { steps: [{ event: "join", where: red, firstMatching: true }, { event: "view_item" }] },
      [1, 1],
    ],
    [
      "a step's own window",
      "join@0, view_item@5, purchase@6, b:join@0, b:view_item@4, b:purchase@6",
      { steps: [{ event: "join" }, { event: "view_item", windowSeconds: 4 }, { event: "purchase" }] },
      [2, 1, 1],
    ],
    [
      "a least time since the step before",
      "join@0, view_item@5, purchase@6, b:join@0, b:view_item@1, b:purchase@6",
      { steps: [{ event: "join" }, { event: "view_item", minSeconds: 5 }, { event: "purchase" }] },
      [2, 1, 1],
    ],
    [
      "what is held constant keeps one value",
      "join@0 red, view_item@1 blue, purchase@2 red, b:join@0 red, b:view_item@1 red",
      { holdConstant: ["color"] },
      [2, 1, 0],
    ],
    [
      "totals count every try",
      "join@0, join@1, view_item@2, join@3, view_item@4, purchase@5",
      { countBy: "total" },
      [3, 2, 1],
    ],
    [
      "who starts in the dates may finish after them",
      "join@0, view_item@100, purchase@200, b:join@100",
      { to: "2026-11-21T20:00:50Z" },
      [1, 1, 1],
    ],
    [
      "more than ten steps",
      Array.from({ length: 12 }, (_, at) => `join@${at}`).join(", "),
      { steps: Array.from({ length: 12 }, () => ({ event: "join" })) },
      Array.from({ length: 12 }, () => 1),
    ],
  ])("%s", async (_, text, request, expected) => {
    expect(await counts(text, request)).toEqual(expected);
  });

  test("2: elapsed seconds, not days of the clock, which has a day of 25 hours", async () => {
    const workspace = "long-day";
    const at = (time: string, type: string) => event(type, { workspace, time: Date.parse(time) }, { actor: "a" });
    await clickhouse.store([at("2026-10-24T22:30:00Z", "join"), at("2026-10-25T22:30:00Z", "purchase")]);
    const steps = named("join", "purchase");
    const ask = (windowSeconds: number) =>
      askFunnel(clickhouse.client, workspace, {
        steps,
        windowSeconds,
        timezone: "Europe/Berlin",
        from: "2026-10-25",
        to: "2026-10-25",
      });
    expect((await ask(86_400)).steps[1]?.count).toBe(1);
    expect((await ask(86_399)).steps[1]?.count).toBe(0);
  });

  test("7: time runs from the last start that leads to the first conversion", async () => {
    const { steps, averageSeconds } = await ask(
      "join@0, join@10, view_item@12, purchase@20, join@30, view_item@31, purchase@32",
    );
    expect(steps.map((step) => step.averageSeconds)).toEqual([null, 2, 8]);
    expect(averageSeconds).toBe(10);
  });

  test("7: bins are as many as the cube root of the samples, and one more edge", async () => {
    const people = [10, 20, 20, 30, 40, 50, 60, 95].map(
      (second, index) => `p${index}:join@0, p${index}:view_item@${second}`,
    );
    const request = { steps: named("join", "view_item"), view: "time_to_convert" as const };
    const { bins, averageSeconds } = await ask(people.join(", "), request);
    expect(bins).toEqual([
      { fromSeconds: 10, count: 6 },
      { fromSeconds: 53, count: 2 },
      { fromSeconds: 96, count: 0 },
    ]);
    expect(averageSeconds).toBe(40.625);
    expect((await ask(people.join(", "), { ...request, binCount: 1 })).bins).toEqual([
      { fromSeconds: 10, count: 7 },
      { fromSeconds: 95, count: 1 },
    ]);
    expect((await ask("join@0, view_item@90, b:join@0, b:view_item@90", request)).bins).toEqual([
      { fromSeconds: 90, count: 2 },
      { fromSeconds: 150, count: 0 },
      { fromSeconds: 210, count: 0 },
    ]);
  });

  test("8: a trend counts once an interval, with the best try that starts there, and has no gaps", async () => {
    const { series } = await ask(
      "join@0, join@60, view_item@70, b:join@10, b:join@7300, b:view_item@7400, c:join@7200",
      {
        steps: named("join", "view_item"),
        view: "trend",
        interval: "hour",
        windowSeconds: 600,
      },
    );
    expect(series).toEqual([
      { at: "2026-11-21T20:00:00.000Z", from: 2, to: 1, rate: 50 },
      { at: "2026-11-21T21:00:00.000Z", from: 0, to: 0, rate: 0 },
      { at: "2026-11-21T22:00:00.000Z", from: 2, to: 1, rate: 50 },
    ]);
  });

  test("8: a trend over whatever there is has no more intervals than people can look at", async () => {
    const request = { steps: named("join"), view: "trend" as const };
    const log = "join@0, b:join@1262304000";
    await expect(ask(log, { ...request, interval: "hour" })).rejects.toMatchObject({ pointer: "/interval" });
    expect((await ask(log, { ...request, interval: "month" })).series).toHaveLength(481);
  });

  test("8: weeks and months start where they start in the time zone; a breakdown's rows have the same intervals", async () => {
    const request = {
      steps: named("join"),
      view: "trend" as const,
      from: "2026-10-24",
      to: "2026-11-02",
      timezone: "America/New_York",
      breakdown: { prop: "color" },
    };
    const workspace = "weeks-and-months";
    const at = (time: string, color: string) =>
      event("join", { workspace, time: Date.parse(time) }, { actor: time, properties: { color } });
    await clickhouse.store([at("2026-11-01T05:30:00Z", "red"), at("2026-11-01T03:30:00Z", "blue")]);
    const ask = (some: Partial<FunnelRequest>) => askFunnel(clickhouse.client, workspace, { ...request, ...some });
    const months = await ask({ interval: "month" });
    expect(months.series?.map(({ at, from }) => [at, from])).toEqual([
      ["2026-10-01T04:00:00.000Z", 1],
      ["2026-11-01T04:00:00.000Z", 1],
    ]);
    const row = months.breakdowns?.find(({ value }) => value === "red");
    expect(row?.series?.map(({ from }) => from)).toEqual([0, 1]);
    const weeks = await ask({ interval: "week", weekStart: "sunday" });
    expect(weeks.series?.map(({ at, from }) => [at, from])).toEqual([
      ["2026-10-18T04:00:00.000Z", 0],
      ["2026-10-25T04:00:00.000Z", 1],
      ["2026-11-01T04:00:00.000Z", 1],
    ]);
    const mondays = await ask({ interval: "week" });
    expect(mondays.series?.map(({ at }) => at)).toEqual([
      "2026-10-19T04:00:00.000Z",
      "2026-10-26T04:00:00.000Z",
      "2026-11-02T05:00:00.000Z",
    ]);
  });

  test.each([
    ["first_touch", 0, [["red", 1, 1, 0]]],
    ["last_touch", 0, [["blue", 1, 1, 0]]],
    [
      "all_events",
      0,
      [
        ["red", 1, 0, 0],
        [null, 1, 0, 0],
      ],
    ],
    [
      "step",
      0,
      [
        ["red", 1, 1, 0],
        [null, 1, 1, 0],
      ],
    ],
    ["step", 1, [["blue", 1, 1, 0]]],
  ] as const)("9: breakdown by %s %i", async (attribution, step, expected) => {
    const { breakdowns } = await ask("join@0, join@1 red, view_item@2 blue", {
      breakdown: { prop: "color", attribution, step },
    });
    const rows = breakdowns?.map(({ value, steps }) => [value, ...steps.map(({ count }) => count)]);
    expect(new Map(rows?.map((row) => [row[0], row]))).toEqual(new Map(expected.map((row) => [row[0], row])));
  });

  test.each(["all_events", "step"] as const)(
    "9: breakdown by %s of steps in any order counts who did one other than the first, and started in time",
    async (attribution) => {
      const { steps, breakdowns } = await ask("view_item@1 red, b:view_item@2 blue, b:view_item@99 green", {
        order: "unordered",
        to: "2026-11-21T20:00:10Z",
        breakdown: { prop: "color", attribution, step: 1 },
      });
      expect(steps.map(({ count }) => count)).toEqual([2, 0, 0]);
      expect(breakdowns?.map(({ value, steps }) => [value, steps[0]?.count])).toEqual([
        ["blue", 1],
        ["red", 1],
      ]);
    },
  );

  test("4, 8: whose furthest path is marked counts in no interval; who also came as far without counts where that was", async () => {
    const trend = async (text: string) => {
      const { series } = await ask(text, {
        steps: named("join", "purchase"),
        exclusions: [refund],
        windowSeconds: 10,
        view: "trend",
        from: "2026-11-21",
        to: "2026-11-22",
      });
      return series?.map(({ from, to }) => [from, to]);
    };
    const marked = "join@86400, refund@86401, purchase@86402";
    expect(await trend(`join@0, ${marked}`)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await trend(`join@0, purchase@1, ${marked}`)).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  test("8: a trend that has a start and no end goes on until now", async () => {
    const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
    const before = Date.now();
    const from = dayOf(before - 3 * 86_400_000);
    const { series } = await ask("join@0", { view: "trend", from, timezone: "UTC" });
    expect(series?.[0]?.at.slice(0, 10)).toBe(from);
    // Midnight may have passed meanwhile.
    expect([dayOf(before), dayOf(Date.now())]).toContain(series?.at(-1)?.at.slice(0, 10));
    // What nobody could look at ends with what there is.
    const long = await ask("join@0 red, join@7200 blue", {
      view: "trend",
      from: "2025-09-01",
      interval: "hour",
      breakdown: { prop: "color" },
    });
    expect(long.series?.at(-1)?.at).toBe("2026-11-21T22:00:00.000Z");
  });

  test("compareTo gives the same figures for another period", async () => {
    const { steps, compareTo } = await ask("join@0, b:join@1, view_item@2, join@200, view_item@201", {
      from: "2026-11-21T20:00:00Z",
      to: "2026-11-21T20:01:00Z",
      compareTo: { from: "2026-11-21T20:02:00Z", to: "2026-11-21T20:05:00Z" },
    });
    expect(steps.map(({ count }) => count)).toEqual([2, 1, 0]);
    expect(compareTo?.steps.map(({ count }) => count)).toEqual([1, 1, 0]);
  });

  test.each<[string, Partial<FunnelRequest>, string]>([
    ["an optional first step", { steps: [{ event: "join", optional: true }] }, "/steps/0/optional"],
    ["an optional step of an unordered funnel", { steps: optional, order: "unordered" }, "/steps/1/optional"],
    [
      "a step's window shorter than its least time",
      { steps: [{ event: "join" }, { event: "purchase", windowSeconds: 1, minSeconds: 2 }] },
      "/steps/1/minSeconds",
    ],
    ["a part that ends before it starts", { view: "trend", fromStep: 2 }, "/fromStep"],
    [
      "an hourly trend over decades",
      { view: "trend", interval: "hour", from: "1990-01-01", to: "2026-01-01" },
      "/interval",
    ],
    ["an end that is no day and no instant", { from: "2026-11-01", to: "November 20, 2026 12:00" }, "/to"],
    [
      "a trend to the end of time",
      { view: "trend", to: "9999-12-31T23:59:59Z", timezone: "Asia/Tokyo", from: "2026-01-01" },
      "/interval",
    ],
    ["a relative day", { from: "-7d" }, "/from"],
    ["a time zone that there is not", { timezone: "Mars/Base" }, "/timezone"],
    ["a period compared that there is not", { compareTo: { from: "2026-02-30", to: "2026-03-01" } }, "/compareTo/from"],
  ])("%s is impossible", async (_, request, pointer) => {
    await expect(askFunnel(clickhouse.client, "nobody", { steps: abc, ...request })).rejects.toMatchObject({ pointer });
  });
});
