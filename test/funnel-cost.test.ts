import { CostlyQuestion, type FunnelRequest } from "@showpulse/metrics";
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

test("one person's 100,000 events are walked or refused, and others are answered meanwhile", async () => {
  await clickhouse.client.command({
    query: `INSERT INTO events (workspace, show, time, seq, source, id, type, platform, actor)
      SELECT 'tireless', 's', toDateTime64('2026-11-01 20:00:00.000', 3, 'UTC') + number, number + 1, 't', toString(number),
        ['join', 'view_item'][1 + number % 2], 'native', 'fan' FROM numbers(100000)`,
  });
  const ask = (request: Partial<FunnelRequest>) =>
    askFunnel(clickhouse.client, "tireless", { steps, ...request }).catch((error: unknown) => error);
  // What is asked of an ordered funnel is walked in one pass, however many events there are.
  const unhurried = { seconds: 60, memoryBytes: 1024 * MEBIBYTE };
  const alone = await askFunnel(clickhouse.client, "tireless", { steps }, unhurried);
  expect(alone.steps.map(({ count }) => count)).toEqual([1, 1, 0]);

  const asked = Promise.all([
    ask({}),
    ask({ order: "strict" }),
    ask({ order: "unordered" }),
    ask({ countBy: "total" }),
    ask({ view: "trend", interval: "hour" }),
  ]);
  const meanwhile = await askFunnel(clickhouse.client, "many", { steps }, unhurried);
  expect(meanwhile.steps.map(({ count }) => count)).toEqual([PEOPLE, PEOPLE, PEOPLE]);
  const answers = await asked;
  expect(answers[2]).toBeInstanceOf(CostlyQuestion);
  for (const answer of answers) {
    if (!(answer instanceof CostlyQuestion)) expect(answer).toMatchObject({ steps: [{}, {}, {}] });
  }
});

test("a trend of many values is refused before it is put together", async () => {
  await clickhouse.client.command({
    query: `INSERT INTO events (workspace, show, time, seq, source, id, type, platform, actor, item)
      SELECT 'broad', 's', toDateTime64('2026-11-01 20:00:00.000', 3, 'UTC') + number * 1000, number + 1, 't', toString(number),
        'join', 'native', toString(number), toString(number) FROM numbers(1000)`,
  });
  const ask = (limit: number) =>
    askFunnel(clickhouse.client, "broad", {
      steps: [{ event: "join" }],
      view: "trend",
      interval: "hour",
      breakdown: { prop: "item", limit },
    });
  await expect(ask(1000)).rejects.toMatchObject({ pointer: "/breakdown/limit" });
  expect((await ask(10)).breakdowns).toHaveLength(11);
});
