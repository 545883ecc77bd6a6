import type { FunnelBreakdown } from "@showpulse/metrics";
import { askFunnelActors } from "@showpulse/metrics/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";
import { funnelLog } from "./support/funnel-log.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const abc = ["join", "view_item", "purchase"].map((name) => ({ event: name }));

test("12, 13: who reached a step, and who was lost on the way to it, over ids that are one person", async () => {
  const events = funnelLog("join@0, b:view_item@5, c:join@1, d:join@2, d:view_item@3, d:purchase@4");
  const workspace = events[0]?.workspace ?? "";
  const identify = event("identify", { workspace, seconds: 99 }, { actor: "b", alias: "a" });
  await clickhouse.store([...events, identify]);
  const who = async (step: number, dropped: boolean, limit = 100, after?: readonly [string, number, number]) =>
    (await askFunnelActors(clickhouse.client, workspace, { steps: abc, step, dropped }, { limit, after })).rows;
  const actors = async (...asked: Parameters<typeof who>) => (await who(...asked)).map(({ actor }) => actor);
  expect(await actors(0, false)).toEqual(["a", "c", "d"]);
  expect(await actors(1, false)).toEqual(["a", "d"]);
  expect(await actors(1, true)).toEqual(["c"]);
  expect(await actors(2, true)).toEqual(["a"]);
  expect(await who(2, true)).toEqual([
    {
      actor: "a",
      ids: ["a", "b"],
      name: null,
      step: 1,
      startedAt: "2026-11-21T20:00:00.000Z",
      at: "2026-11-21T20:00:05.000Z",
    },
  ]);
  // One more than the page holds tells of another.
  expect(await actors(0, false, 1)).toEqual(["a", "c"]);
  expect(await actors(0, false, 1, ["a", Date.parse("2026-11-21T20:00:00Z"), 0])).toEqual(["c", "d"]);
  await expect(who(0, true)).rejects.toMatchObject({ pointer: "/step" });
});

test("9, 13: who is behind the row of all other values, also where a value has that name", async () => {
  const events = funnelLog(
    "a:join@0 red, a:view_item@1 red, b:join@0 red, c:join@2 Other, c:join@3 green, d:join@4 blue",
  );
  const workspace = events[0]?.workspace ?? "";
  await clickhouse.store(events);
  const behind = async (breakdown: FunnelBreakdown, value: string | string[]) => {
    const request = { steps: abc, breakdown, step: 0, value };
    return (await askFunnelActors(clickhouse.client, workspace, request, { limit: 9 })).rows.map(({ actor }) => actor);
  };
  const allEvents = { prop: "color", attribution: "all_events", limit: 1 } as const;
  // Somebody with two of the other values is one.
  expect(await behind(allEvents, "Other")).toEqual(["c", "d"]);
  expect(await behind({ prop: "color", limit: 1 }, "Other")).toEqual(["c", "d"]);
  expect(await behind({ props: ["color"], limit: 1 }, ["Other"])).toEqual(["c", "d"]);
  expect(await behind({ prop: "color", limit: 1 }, "red")).toEqual(["a", "b"]);
  // Somebody's times are those of what has the value.
  const green = { steps: abc, breakdown: allEvents, step: 0, value: "green" };
  const { rows } = await askFunnelActors(clickhouse.client, workspace, green, { limit: 9 });
  expect(rows.map(({ actor, startedAt }) => [actor, startedAt])).toEqual([["c", "2026-11-21T20:00:03.000Z"]]);
  // Each value has a row: the one of this name is meant.
  expect(await behind({ prop: "color" }, "Other")).toEqual(["c"]);
  const odd = event("join", { workspace, seconds: 9 }, { actor: "e", properties: { color: 'a/b "\u2028"' } });
  await clickhouse.store([odd]);
  expect(await behind({ props: ["color"] }, ['a/b "\u2028"'])).toEqual(["e"]);
});

test("13: of a total, tries that start at one moment are each on a page", async () => {
  const events = funnelLog("join@0, join@0, join@5");
  const workspace = events[0]?.workspace ?? "";
  await clickhouse.store(events);
  const starts: string[] = [];
  let after: readonly [string, number, number] | undefined;
  for (let page = 0; page < 9; page += 1) {
    const request = { steps: abc, countBy: "total", step: 0 } as const;
    const { rows, positions } = await askFunnelActors(clickhouse.client, workspace, request, { limit: 1, after });
    if (rows[0]) starts.push(rows[0].startedAt.slice(17, 19));
    if (rows.length < 2) break;
    after = positions[0];
  }
  expect(starts).toEqual(["00", "00", "05"]);
});
