import type { FunnelAnswer, FunnelRequest } from "@showpulse/metrics";
import { askFunnel, askFunnelActors } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { type FunnelTruth, type OracleAnswer, oracleFunnel } from "./support/funnel-oracle.ts";
import { type FunnelCase, funnelCase } from "./support/random-funnels.ts";

/** How many random logs, each asked three funnels. */
const RUNS = Number(process.env.FUNNEL_RUNS ?? 30);
/** New logs in every run; a run that failed names its seed, which repeats it. */
const SEED = Number(process.env.FUNNEL_SEED ?? Date.now() % 1e9);
const MINUTE = 60_000;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const round = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6);

/** Of events at one time either may fill a step: whose money it is, the rules leave open. */
const tidy = (truth: FunnelTruth, apart: boolean): FunnelTruth => ({
  ...truth,
  amounts: apart ? truth.amounts : [],
  averages: truth.averages.map(round),
  medians: truth.medians.map(round),
  averageSeconds: round(truth.averageSeconds),
});

const said = ({ steps, averageSeconds, series, bins }: FunnelAnswer, apart: boolean): FunnelTruth =>
  tidy(
    {
      counts: steps.map(({ count }) => count),
      averages: steps.map((step) => step.averageSeconds),
      medians: steps.map(({ medianSeconds }) => medianSeconds),
      amounts: steps.map(({ amount }) =>
        Object.fromEntries(amount.map(({ currency, amountMicros }) => [currency, amountMicros])),
      ),
      averageSeconds,
      ...(series ? { series: series.filter(({ from }) => from > 0) } : {}),
      ...(bins ? { bins } : {}),
    },
    apart,
  );

const truthOf = ({ counts, averages, medians, amounts, averageSeconds, series, bins }: OracleAnswer, apart: boolean) =>
  tidy(
    { counts, averages, medians, amounts, averageSeconds, ...(series ? { series } : {}), ...(bins ? { bins } : {}) },
    apart,
  );

/** Who reached the last step of anybody, and who did not, is who is counted there. */
async function checkActors(workspace: string, request: FunnelRequest, truth: OracleAnswer, hint: string) {
  const step = truth.reached.findLastIndex((keys) => keys.length > 0);
  if (step < 0) return;
  const { breakdown: _, ...all } = request;
  const { rows } = await askFunnelActors(clickhouse.client, workspace, { ...all, step }, { limit: 100 });
  const found = rows.map(({ actor, key }) => actor ?? key);
  expect(found, `actors, ${hint}`).toEqual(truth.reached[step]?.toSorted());
}

/** All logs in one insert, each in a workspace of its own; then every funnel is asked, a few at a time. */
async function checkAll(name: string, cases: readonly FunnelCase[]): Promise<void> {
  const workspaceOf = (index: number) => `${name}-${index}`;
  await clickhouse.store(
    cases.flatMap(({ log }, index) => log.map((one) => ({ ...one, workspace: workspaceOf(index) }))),
  );
  const waiting = [...cases.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { log, requests, apart }] = next;
      for (const { request, from, to } of requests) {
        const answer = await askFunnel(clickhouse.client, workspaceOf(index), request);
        const truth = oracleFunnel(log, request, { from, to });
        const events = log.map(({ time, type, show, data }) => [time, type, show, JSON.stringify(data)].join(" "));
        const hint = `FUNNEL_SEED=${SEED}: ${JSON.stringify(request)}\n${events.join("\n")}`;
        expect(said(answer, apart), `all, ${hint}`).toEqual(truthOf(truth, apart));
        const rows = answer.breakdowns?.map(({ value, ...row }) => ({ value, truth: said(row, apart) })) ?? [];
        const expected = truth.breakdowns.map((row) => ({ value: row.value, truth: tidy(row.truth, apart) }));
        expect(rows, `rows, ${hint}`).toEqual(expected);
        await checkActors(workspaceOf(index), request, truth, hint);
      }
    }
  };
  await Promise.all([work(), work(), work()]);
}

test(
  "any funnel over any log says what trying every path says",
  async () => {
    const cases = fc.sample(funnelCase, { numRuns: RUNS, seed: SEED });
    for (let first = 0; first < RUNS; first += 500) {
      await checkAll(`oracle-${first}`, cases.slice(first, first + 500));
    }
  },
  MINUTE * (1 + RUNS / 100),
);
