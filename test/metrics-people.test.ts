import { createShowFold } from "@showpulse/metrics";
import { askFunnel, askShowMetrics } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { People } from "../packages/metrics/src/people.ts";
import { resolvePeople } from "../packages/metrics/src/server/people.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const join = (workspace: string, actor: string, platform: string) => event("join", { workspace }, { actor, platform });
const identify = (workspace: string, actor: string, alias: string) =>
  event("identify", { workspace, show: "", seconds: 99_999 }, { actor, alias, platform: "native" });
const viewers = async (workspace: string) => {
  const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  return [
    metrics.viewers_unique?.value,
    byPlatform.tiktok?.viewers_unique?.value,
    byPlatform.youtube?.viewers_unique?.value,
  ];
};

test("people of two platforms have no total until identify joins them, and joins are transitive and hold for the past", async () => {
  const workspace = "people";
  await clickhouse.store([
    join(workspace, "t1", "tiktok"),
    join(workspace, "t2", "tiktok"),
    join(workspace, "y1", "youtube"),
  ]);
  expect(await viewers(workspace)).toEqual([null, 2, 1]);
  // y1 is joined to nobody of TikTok yet.
  await clickhouse.store([identify(workspace, "y1", "shop-7")]);
  expect(await viewers(workspace)).toEqual([null, 2, 1]);
  await clickhouse.store([identify(workspace, "shop-7", "t1")]);
  expect(await viewers(workspace)).toEqual([2, 2, 1]);
  await clickhouse.store([identify(workspace, "t2", "t1")]);
  expect(await viewers(workspace)).toEqual([1, 1, 1]);
});

test("joins that come one after the other, in any order, leave the same people as all at once", async () => {
  const ids = Array.from({ length: 24 }, (_, index) => `id-${index}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 6 }), {
        maxLength: 6,
      }),
      fc.uuid(),
      async (steps, workspace) => {
        const truth = new People();
        for (const pairs of steps) {
          await clickhouse.store(pairs.map(([actor, alias]) => identify(workspace, actor, alias)));
          for (const [actor, alias] of pairs) truth.join(actor, alias);
          expect(await resolvePeople(clickhouse.client, workspace)).toBe(
            steps.slice(0, steps.indexOf(pairs) + 1).flat().length > 0,
          );
          const result = await clickhouse.client.query({
            query: "SELECT actor, person FROM people FINAL WHERE workspace = {workspace: String} AND actor != ''",
            query_params: { workspace },
            format: "JSONEachRow",
          });
          const found = await result.json<{ actor: string; person: string }>();
          // Whoever was joined to nobody but itself needs no row.
          const persons = new Map(found.map(({ actor, person }) => [actor, person]));
          expect(ids.map((id) => persons.get(id) ?? id)).toEqual(ids.map((id) => truth.find(id)));
        }
      },
    ),
    { numRuns: 15 },
  );
});

test("a funnel that is asked again and again knows of every join at once", async () => {
  const workspace = "again";
  const people = async () => {
    const { steps } = await askFunnel(clickhouse.client, workspace, { steps: [{ event: "join" }] });
    return steps[0]?.count;
  };
  await clickhouse.store(["a", "b", "c", "d"].map((actor) => join(workspace, actor, "native")));
  expect([await people(), await people()]).toEqual([4, 4]);
  await clickhouse.store([identify(workspace, "a", "b")]);
  expect([await people(), await people(), await people()]).toEqual([3, 3, 3]);
  await clickhouse.store([identify(workspace, "c", "d")]);
  expect(await people()).toBe(2);
  await clickhouse.store([identify(workspace, "b", "c")]);
  expect(await people()).toBe(1);
});

test("another workspace's joins join nobody", async () => {
  await clickhouse.store([join("mine", "a", "native"), join("mine", "b", "native"), identify("theirs", "a", "b")]);
  const { steps } = await askFunnel(clickhouse.client, "mine", { steps: [{ event: "join" }] });
  expect(steps[0]?.count).toBe(2);
});

test("two people seen on different pairs of platforms may be one: no total", () => {
  const fold = createShowFold();
  for (const one of [
    join("w", "a", "tiktok"),
    join("w", "a2", "youtube"),
    identify("w", "a", "a2"),
    join("w", "b", "native"),
  ]) {
    fold.add(one);
  }
  expect(fold.value("viewers_unique")).toBeNull();
  fold.add(identify("w", "b", "a2"));
  expect(fold.value("viewers_unique")).toBe(1);
});
