import { CostlyQuestion } from "@showpulse/metrics";
import { askFunnel } from "@showpulse/metrics/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";

const PEOPLE = 20_000;
const EVENTS = 30_000;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
  const insert = async (workspace: string, count: number, type: string, actor: string, second: string) => {
    await clickhouse.client.command({
      query: `INSERT INTO events (workspace, show, time, seq, source, id, type, platform, actor)
        SELECT '${workspace}', 's', toDateTime64('2026-11-01 20:00:00.000', 3, 'UTC') + ${second}, number + 1, 't', toString(number),
          ${type}, 'native', ${actor} FROM numbers(${count})`,
    });
  };
  await insert(
    "many",
    3 * PEOPLE,
    "['join', 'view_item', 'purchase'][1 + number % 3]",
    "toString(intDiv(number, 3))",
    "number % 3",
  );
  await insert("busy", EVENTS, "['join', 'view_item'][1 + number % 2]", "'fan'", "number");
});
afterAll(() => clickhouse.stop());

const steps = [{ event: "join" }, { event: "view_item" }, { event: "purchase" }];
const MEBIBYTE = 1024 ** 2;

test("a question gives up at its limit of memory, and the next one is answered", async () => {
  const ask = (memoryBytes: number) => askFunnel(clickhouse.client, "many", { steps }, { seconds: 10, memoryBytes });
  await expect(ask(2 * MEBIBYTE)).rejects.toThrow(CostlyQuestion);
  expect((await ask(1024 * MEBIBYTE)).steps.map(({ count }) => count)).toEqual([PEOPLE, PEOPLE, PEOPLE]);
});

test("a question gives up at its limit of time", async () => {
  const limits = { seconds: 0.02, memoryBytes: 1024 * MEBIBYTE };
  await expect(askFunnel(clickhouse.client, "many", { steps }, limits)).rejects.toThrow(CostlyQuestion);
});

test("one person's many events take no longer than others can wait", async () => {
  const startedAt = performance.now();
  const asked = askFunnel(clickhouse.client, "busy", { steps, order: "unordered" });
  await expect(asked).rejects.toThrow("too many events");
  expect(performance.now() - startedAt).toBeLessThan(8000);
  const ordered = await askFunnel(clickhouse.client, "busy", { steps, exclusions: [{ event: "refund" }] });
  expect(ordered.steps.map(({ count }) => count)).toEqual([1, 1, 0]);
});
