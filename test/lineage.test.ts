import { type MetricValue, metric, SHOW_METRICS } from "@showpulse/metrics";
import { askLineage, askShowMetrics, listLineageRows, type ShowEntries } from "@showpulse/metrics/server";
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

const entries: ShowEntries = {
  currency: "EUR",
  startedAt: null,
  terms: { products: new Map(), rates: [], commissionRates: new Map(), fees: [] },
  costs: [
    {
      day: new Date(START).toISOString().slice(0, 10),
      kind: "ads",
      amount: { amountMicros: 1_000_000, currency: "EUR" },
      enteredAt: START,
      undoneAt: null,
    },
  ],
};

const lineageOf = async (workspace: string, id: string) => {
  const found = await askLineage(
    clickhouse.client,
    workspace,
    { show: "s", metric: id },
    { names: [{ text: "hello" }], entries: async () => entries },
  );
  if (!found) throw new Error(`no lineage of ${id}`);
  return found;
};
const close = (value: MetricValue | undefined) =>
  typeof value === "number" ? Number(value.toPrecision(12)) : (value ?? null);

test("the queries that a lineage names are enough to get the very figure, for every figure of a show", async () => {
  const log = fc.sample(randomLog("w"), { numRuns: 12, seed: 7 }).flat();
  await clickhouse.store([
    ...log.map((one, index) => ({ ...one, workspace: "enough", id: `e${index}`, seq: index + 1 })),
    event(
      "report_row",
      { workspace: "enough" },
      { platform: "tiktok", value: 500, properties: { metric: "impressions" } },
    ),
    event("page_view", { workspace: "enough", show: "" }, { actor: "visitor" }),
  ]);
  const names = [{ text: "hello" }];
  const { metrics } = await askShowMetrics(
    clickhouse.client,
    "enough",
    { show: "s" },
    { names, entries: async () => entries },
  );
  expect(metrics).toMatchObject({
    contribution: { value: [{ currency: "EUR" }] },
    roas: { value: expect.any(Number) },
  });
  for (const { id } of SHOW_METRICS) {
    const { figure, queries, sides } = await lineageOf("enough", id);
    expect({ id, value: close(figure.value) }).toEqual({ id, value: close(metrics[id]?.value) });
    expect(queries[0]).toMatchObject({ name: "show-metrics/counts", params: { workspace: "enough", show: "s" } });
    expect(
      sides.map(({ side }) => side),
      id,
    ).toEqual(metric(id).kind === "ratio" || sides.length === 2 ? ["numerator", "denominator"] : ["value"]);
  }
}, 120_000);

test("a count's rows are as many as it counts, and each page of them is the events themselves", async () => {
  const workspace = "rows";
  await clickhouse.store([
    ...[1, 2, 3, 4, 5].map((seconds) =>
      event(
        "chat_message",
        { workspace, seconds, id: `c${seconds}` },
        { actor: "a", text: seconds % 2 ? "hello" : "why?" },
      ),
    ),
    event("join", { workspace, seconds: 6, id: "j1" }, { actor: "a" }),
    event("join", { workspace, seconds: 7, id: "j2", source: "tiktok/@x" }, { platform: "tiktok", actor: "b" }),
    event(
      "purchase",
      { workspace, seconds: 8, id: "p1" },
      { actor: "a", order: "1", amountMicros: 5, currency: "EUR" },
    ),
    event(
      "purchase",
      { workspace, show: "", seconds: 90, id: "p2" },
      { actor: "a", order: "2", amountMicros: 7, currency: "EUR" },
    ),
    event(
      "purchase",
      { workspace, show: "", seconds: 90, id: "p3" },
      { actor: "z", order: "3", amountMicros: 9, currency: "EUR" },
    ),
    event(
      "connector_gap",
      { workspace, seconds: 9 },
      {
        platform: "tiktok",
        properties: {
          from: new Date(START).toISOString(),
          to: new Date(START + 5000).toISOString(),
          reason: "socket",
          recoverable: false,
        },
      },
    ),
  ]);
  for (const id of ["comments", "questions", "views", "mentions", "orders"]) {
    const { figure, sides } = await lineageOf(workspace, id);
    expect({ id, rows: sides[0]?.rows }).toEqual({ id, rows: figure.value });
  }
  const rate = await lineageOf(workspace, "question_rate");
  expect(rate.sides).toEqual([
    { side: "numerator", metric: "questions", value: 2, rows: 2 },
    { side: "denominator", metric: "views", value: 2, rows: 2 },
  ]);
  expect(rate.sources).toEqual([
    {
      platform: "native",
      source: "test/source",
      tier: "measured",
      events: 3,
      first: new Date(START + 2000).toISOString(),
      last: new Date(START + 6000).toISOString(),
      asOf: new Date(START + 6020).toISOString(),
      gaps: [],
    },
    {
      platform: "tiktok",
      source: "tiktok/@x",
      tier: "measured",
      events: 1,
      first: new Date(START + 7000).toISOString(),
      last: new Date(START + 7000).toISOString(),
      asOf: new Date(START + 7020).toISOString(),
      gaps: [
        {
          from: new Date(START).toISOString(),
          to: new Date(START + 5000).toISOString(),
          reason: "socket",
          recovered: false,
        },
      ],
    },
  ]);

  const page = (side: "numerator" | "denominator", before?: readonly [number, number]) =>
    listLineageRows(clickhouse.client, workspace, {
      show: "s",
      metric: "question_rate",
      side,
      limit: 1,
      ...(before ? { before } : {}),
    });
  const [newest] = (await page("numerator")) ?? [];
  expect(newest?.id).toBe("c4");
  expect((await page("numerator", [Date.parse(newest?.time ?? ""), newest?.seq ?? 0]))?.map(({ id }) => id)).toEqual([
    "c2",
  ]);
  expect((await page("denominator"))?.map(({ id }) => id)).toEqual(["j2"]);

  // What viewers bought elsewhere is traced to that order, outside the show, and to no other.
  const later = await listLineageRows(clickhouse.client, workspace, { show: "s", metric: "gmv_24h", limit: 9 });
  expect(later?.map(({ id }) => id)).toEqual(["p2", "p1"]);
  expect(await askLineage(clickhouse.client, workspace, { show: "s", metric: "retention" })).toBeNull();
  expect(
    await listLineageRows(clickhouse.client, workspace, { show: "s", metric: "views", side: "denominator", limit: 1 }),
  ).toBeNull();
});
