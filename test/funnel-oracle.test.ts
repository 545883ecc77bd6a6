import { isDeepStrictEqual } from "node:util";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { FunnelAnswer, FunnelRequest } from "@showpulse/metrics";
import { askFunnel, askFunnelActors } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createIngest, type Ingest } from "../apps/hub/src/ingest/index.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { type FunnelTruth, type OracleAnswer, oracleFunnel } from "./support/funnel-oracle.ts";
import { keptLog, temporaryFolder } from "./support/ingest.ts";
import { type FunnelCase, funnelCase } from "./support/random-funnels.ts";

/** How many random logs, each asked three funnels. */
const RUNS = Number(process.env.FUNNEL_RUNS ?? 600);
/** One in so many is asked alone, also by what logs have in common; the others are asked so many together. */
const TOGETHER = 20;
/** New logs in every run; a run that failed names its seed, which repeats it. */
const SEED = Number(process.env.FUNNEL_SEED ?? Date.now() % 1e9);
const MINUTE = 60_000;

let clickhouse: TestClickHouse;
let ingest: Ingest;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder({ inMemory: true });
  clickhouse = await startTestClickHouse();
  // Later than anything in the logs, which would be moved to the moment of receipt otherwise.
  const now = () => Date.UTC(2028, 0, 1);
  ingest = await createIngest({ dataDir: folder.path, clickhouse: clickhouse.client, log: keptLog(), now });
});
afterAll(async () => {
  await ingest.close();
  await clickhouse.stop();
  await folder.remove();
});

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
async function checkActors(workspace: string, request: FunnelRequest, truth: OracleAnswer, hint: () => string) {
  const step = truth.reached.findLastIndex((keys) => keys.length > 0);
  if (step < 0) return;
  const { breakdown: _, ...all } = request;
  const { rows } = await askFunnelActors(clickhouse.client, workspace, { ...all, step }, { limit: 10_000 });
  const found = rows.map(({ actor, key }) => actor ?? key);
  expectSame(found, truth.reached[step]?.toSorted(), hint);
}

const asSent = ({ id, source, type, show, time, data }: AcceptedEvent) => ({
  specversion: "1.0",
  id,
  source,
  type,
  ...(show === "" ? {} : { subject: show }),
  time: new Date(time).toISOString(),
  data,
});

/** Sends everything, as often as it arrives, through the gate. */
async function send(workspace: string, { log, arrivals }: FunnelCase): Promise<void> {
  const half = arrivals.length >> 1;
  const verdicts = await ingest.accept(workspace, arrivals.slice(0, half).map(asSent));
  verdicts.push(...(await ingest.accept(workspace, arrivals.slice(half).map(asSent))));
  const accepted = verdicts.flatMap((verdict) => (verdict.outcome === "accepted" ? [verdict.event.id] : []));
  expect(accepted).toEqual(log.map(({ id }) => id));
  expect(verdicts.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(arrivals.length - log.length);
}

/** Each case in a workspace of its own; then every funnel is asked, a few at a time. */
async function checkAll(name: string, cases: readonly FunnelCase[]): Promise<void> {
  const workspaceOf = (index: number) => `${name}-${index}`;
  await Promise.all(cases.map((one, index) => send(workspaceOf(index), one)));
  await ingest.flush();
  const waiting = [...cases.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { log, requests, apart }] = next;
      for (const request of requests) {
        const answer = await askFunnel(clickhouse.client, workspaceOf(index), request);
        const truth = oracleFunnel(log, request);
        const hint = () => {
          const events = log.map(({ time, type, show, data }) => [time, type, show, JSON.stringify(data)].join(" "));
          return `FUNNEL_SEED=${SEED} FUNNEL_RUNS=${RUNS}: ${JSON.stringify(request)}\n${events.join("\n")}`;
        };
        expectSame(said(answer, apart), truthOf(truth, apart), hint);
        const rows = answer.breakdowns?.map(({ value, ...row }) => ({ value, truth: said(row, apart) })) ?? [];
        const expected = truth.breakdowns.map((row) => ({ value: row.value, truth: tidy(row.truth, apart) }));
        expectSame(rows, expected, hint);
        await checkActors(workspaceOf(index), request, truth, hint);
      }
    }
  };
  await Promise.all([work(), work(), work()]);
}

/** Many logs make a long hint, which is put together only where there is something to say. */
function expectSame(found: unknown, expected: unknown, hint: () => string): void {
  if (!isDeepStrictEqual(found, expected)) expect(found, hint()).toEqual(expected);
}

test(
  "any funnel over any log says what trying every path says",
  async () => {
    const alone = Math.ceil(RUNS / TOGETHER);
    await checkAll("alone", fc.sample(funnelCase(1), { numRuns: alone, seed: SEED }));
    const many = Math.ceil((RUNS - alone) / TOGETHER);
    for (let first = 0; first < many; first += 50) {
      const numRuns = Math.min(50, many - first);
      await checkAll(`together-${first}`, fc.sample(funnelCase(TOGETHER), { numRuns, seed: SEED + first }));
    }
  },
  MINUTE * (1 + RUNS / 500),
);
