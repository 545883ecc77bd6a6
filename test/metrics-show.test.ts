import { createShowFold, type MetricValue, NOT_LIVE, SHOW_METRICS } from "@showpulse/metrics";
import { askShowMetrics } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { oracleMetrics } from "./support/metrics-oracle.ts";
import { randomLog } from "./support/random-events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const close = (value: MetricValue | undefined) =>
  typeof value === "number" ? Number(value.toPrecision(12)) : (value ?? null);

test("over any log, in any order, the query, the live fold and brute force say the same", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      randomLog("w").chain((log) => fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length }))),
      async ([log, shuffled]) => {
        const workspace = `w${(run += 1)}`;
        const events = shuffled.map((event) => ({ ...event, workspace }));
        await clickhouse.store(events);
        const fold = createShowFold();
        for (const event of events) fold.add(event);

        const { metrics, byPlatform } = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
        const asked = Object.fromEntries(Object.entries(metrics).map(([id, { value }]) => [id, close(value)]));
        const live = Object.fromEntries(Object.entries(fold.value()).map(([id, value]) => [id, close(value)]));
        const truth = oracleMetrics(log);
        for (const { id } of SHOW_METRICS.filter((metric) => !NOT_LIVE.has(metric.id))) {
          const expected = log.length === 0 ? null : close(truth[id]);
          expect({ [id]: asked[id] }).toEqual({ [id]: expected });
          expect({ live: live[id], id }).toEqual({ live: expected, id });
        }
        for (const [platform, figures] of Object.entries(byPlatform)) {
          const livePlatform = fold.byPlatform()[platform] ?? {};
          for (const { id } of SHOW_METRICS.filter((metric) => !NOT_LIVE.has(metric.id))) {
            expect({ platform, id, value: close(figures[id]?.value) }).toEqual({
              platform,
              id,
              value: close(livePlatform[id]),
            });
          }
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
}, 120_000);
