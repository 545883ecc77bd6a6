import { Budget, CostlyQuestion } from "@showpulse/metrics";
import { ask, askStream, defineQuery } from "@showpulse/metrics/server";
import { Type } from "typebox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const nobody = { workspace: "nobody" };
const GIBIBYTE = 1024 ** 3;
const within = (seconds: number) => new Budget({ seconds, memoryBytes: GIBIBYTE });
const one = (sql: string) => defineQuery({ name: "one", row: Type.Object({ value: Type.Number() }) }, sql);
const bounds = defineQuery(
  { name: "bounds", row: Type.Object({ seconds: Type.Number(), bytes: Type.Integer() }) },
  "SELECT toFloat64(getSetting('max_execution_time')) AS seconds, getSetting('max_memory_usage') AS bytes",
);

test("whatever is asked has 10 s and 1 GiB", async () => {
  const [found] = await ask(clickhouse.client, bounds, nobody);
  expect(found?.bytes).toBe(GIBIBYTE);
  expect(found?.seconds).toBeGreaterThan(9);
  expect(found?.seconds).toBeLessThanOrEqual(10);
});

test("a statement has what those before it have left of the question's time", async () => {
  const budget = within(5);
  await ask(clickhouse.client, one("SELECT sleep(0.5) AS value"), nobody, budget);
  const [found] = await ask(clickhouse.client, bounds, nobody, budget);
  expect(found?.seconds).toBeLessThanOrEqual(4.5);
});

test("a statement that takes too much memory is ended, and the next one is answered", async () => {
  const greedy = one("SELECT length(groupArray(number)) AS value FROM numbers(1000000000)");
  const little = new Budget({ seconds: 10, memoryBytes: 16 * 1024 ** 2 });
  await expect(ask(clickhouse.client, greedy, nobody, little)).rejects.toThrow(
    new CostlyQuestion("The answer took more than 16 MiB of memory."),
  );
  expect(await ask(clickhouse.client, one("SELECT 1 AS value"), nobody)).toEqual([{ value: 1 }]);
});

test("a statement that takes too long is ended, also after its first rows", async () => {
  const tooLong = new CostlyQuestion("The answer took longer than 0.5 s.");
  const silent = one("SELECT count() AS value FROM numbers(1000000000000) WHERE cityHash64(number) = 1");
  await expect(ask(clickhouse.client, silent, nobody, within(0.5))).rejects.toThrow(tooLong);
  const talking = one(
    "SELECT number AS value FROM numbers(1000000000000) WHERE number < 100000 OR cityHash64(number) = 1",
  );
  let rows = 0;
  const read = async () => {
    for await (const _row of askStream(clickhouse.client, talking, nobody, within(0.5))) rows += 1;
  };
  await expect(read()).rejects.toThrow(tooLong);
  expect(rows).toBeGreaterThan(0);
});

test("work on the rows counts too", async () => {
  const read = async () => {
    for await (const _row of askStream(
      clickhouse.client,
      one("SELECT number AS value FROM numbers(1000)"),
      nobody,
      within(0.5),
    )) {
      const until = performance.now() + 5;
      while (performance.now() < until);
    }
  };
  await expect(read()).rejects.toThrow(CostlyQuestion);
});
