/**
 * F6: what each question costs on 50 million events, beside a plain scan of the events that it is about, measured in
 * the same run, rounds interleaved. The events are made once, in the engine itself, and kept for the next run.
 * `EVENTS=50000000 QUESTIONS_DIR=… node test/bench/questions.bench.ts [rounds] [name of a question …]`; making takes
 * minutes (what was made stays when it is stopped), asking about one.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { migrateClickHouse } from "@showpulse/metrics/server";
import { startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { median } from "./ingest.load.ts";
import { questionsAbout } from "./questions.asked.ts";
import { makeEvents, showsOf, WORKSPACE } from "./questions.events.ts";

const EVENTS = Number(process.env.EVENTS ?? 50_000_000);
const folder = process.env.QUESTIONS_DIR ?? join(tmpdir(), `showpulse-questions-${EVENTS}`);
/** Making stops after so long; the next run goes on. */
const MAKE_SECONDS = Number(process.env.MAKE_SECONDS ?? Number.POSITIVE_INFINITY);
const [first = "5", ...names] = process.argv.slice(2);
const rounds = Number(first);

const engine = await startEmbeddedClickHouse({ dataDir: folder, onLog: (line) => console.log(line) });
const { url, username, password, database } = engine;
const log = { level: ClickHouseLogLevel.ERROR };
const client = createClient({ url, username, password, database, log, request_timeout: 600_000 });
const stop = async () => {
  await client.close();
  await engine.stop(60_000);
};
await migrateClickHouse(client);

const startedAt = performance.now();
const secondsGone = () => (performance.now() - startedAt) / 1000;
for await (const made of makeEvents(client, EVENTS)) {
  if (made.which % 100 === 0) console.log(`${made.events} events made, ${secondsGone().toFixed(0)} s`);
  if (secondsGone() > MAKE_SECONDS) {
    console.log(`stopped at ${made.events} events; run again to go on`);
    await stop();
    process.exit(1);
  }
}

async function rowsOf<Row>(sql: string): Promise<Row[]> {
  return (await client.query({ query: sql, format: "JSONEachRow" })).json<Row>();
}

const tables = await rowsOf<{ table: string; rows: number; bytes: number; parts: number }>(
  "SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table HAVING rows > 0 ORDER BY rows DESC",
);
for (const { table, rows, bytes, parts } of tables) {
  console.log(`${table}: ${rows} rows in ${parts} parts, ${(bytes / 1e6).toFixed(0)} MB`);
}

const shows = showsOf(EVENTS);
/** The eleventh of 400, with more than twice the events of an average one. */
const show = [...shows].sort((a, b) => b.events - a.events)[10];
if (show === undefined) throw new Error("there are no shows");
const [joined] = await rowsOf<{ ids: number }>(`SELECT count() AS ids FROM people WHERE workspace = '${WORKSPACE}'`);
console.log(`one show: ${show.events} events in ${show.minutes} minutes; ${joined?.ids} ids are joined to others`);

interface Statement {
  query: string;
  query_params?: Record<string, unknown>;
}

/** The same client, that notes what it is asked. */
function noting(statements: Statement[]): ClickHouseClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== "query" && name !== "exec") return typeof value === "function" ? value.bind(target) : value;
      return (parameters: Parameters<ClickHouseClient["query"]>[0]) => {
        const { query, query_params } = parameters;
        // It is asked again in a format that says what was read.
        const plain = query.replace(/\nFORMAT Native$/, "");
        statements.push({ query: plain, ...(query_params ? { query_params } : {}) });
        return (value as ClickHouseClient["query"]).call(target, parameters);
      };
    },
  });
}

/** Rows and bytes that the engine reads for a statement. */
async function readBy(statement: Statement): Promise<{ rows: number; bytes: number; milliseconds: number }> {
  const before = performance.now();
  const result = await client.query({ ...statement, format: "JSON" });
  const { statistics } = await result.json<object>();
  return {
    rows: statistics?.rows_read ?? 0,
    bytes: statistics?.bytes_read ?? 0,
    milliseconds: performance.now() - before,
  };
}

/** The most memory that the engine's process had since the last `forgetPeak`, in MB. */
const peakMegabytes = () =>
  Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${engine.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
const forgetPeak = () => writeFileSync(`/proc/${engine.pid}/clear_refs`, "5");

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const questions = questionsAbout(show.id).filter(
  ({ name }) => names.length === 0 || names.some((one) => name.includes(one)),
);
const measured = questions.map((question) => ({
  question,
  asked: [] as number[],
  scanned: [] as number[],
  peak: 0,
  held: 0,
}));
const delay = monitorEventLoopDelay({ resolution: 5 });
const delays: number[] = [];
for (let round = 0; round <= rounds; round += 1) {
  for (const one of measured) {
    await client.command({ query: "SYSTEM DROP QUERY CONDITION CACHE" });
    const scanned = await timed(async () => {
      const scan = { query: one.question.scan.sql, query_params: one.question.scan.params };
      await (await client.query({ ...scan, format: "JSONEachRow" })).text();
    });
    // Nobody asks the same thing time after time: what the engine remembers of the last answer is not counted on.
    await client.command({ query: "SYSTEM DROP QUERY CONDITION CACHE" });
    forgetPeak();
    delay.reset();
    delay.enable();
    const asked = await timed(() => one.question.ask(client));
    delay.disable();
    one.peak = Math.max(one.peak, peakMegabytes());
    one.held = Math.max(one.held, delay.max / 1e6);
    delays.push(delay.percentile(99) / 1e6);
    // The first round warms up.
    if (round === 0) continue;
    one.asked.push(asked);
    one.scanned.push(scanned);
  }
}

const figures: string[] = [];
for (const { question, asked, scanned, peak, held } of measured) {
  const statements: Statement[] = [];
  await question.ask(noting(statements));
  const reads: Awaited<ReturnType<typeof readBy>>[] = [];
  for (const statement of statements) reads.push(await readBy(statement));
  const rows = reads.reduce((sum, read) => sum + read.rows, 0);
  const bytes = reads.reduce((sum, read) => sum + read.bytes, 0);
  const [time, floor] = [median(asked), median(scanned)];
  console.log(
    `${question.name}: ${time.toFixed(0)} ms${question.limit === null ? "" : ` (<= ${question.limit})`}, ` +
      `${(time / floor).toFixed(1)} x a plain scan (${floor.toFixed(0)} ms); ` +
      `${statements.length} statements read ${rows} rows, ${(bytes / 1e6).toFixed(1)} MB; engine's peak ${peak.toFixed(0)} MB; ` +
      `event loop held up for ${held.toFixed(0)} ms at most`,
  );
  if (process.env.STATEMENTS) {
    for (const [index, { query }] of statements.entries()) {
      const read = reads[index];
      console.log(
        `    ${read?.milliseconds.toFixed(0)} ms, ${read?.rows} rows: ${query.replaceAll(/\s+/g, " ").slice(0, 150)}`,
      );
    }
  }
  if (question.limit !== null) figures.push(`${question.name} ${time.toFixed(0)} (<= ${question.limit})`);
}
console.log(
  `event loop's delay while asking (F7 asks for p99 <= 15, max <= 100): p99 ${Math.max(...delays).toFixed(1)} ms, max ${Math.max(...measured.map(({ held }) => held)).toFixed(1)} ms`,
);
await stop();
console.log(`F6 on ${EVENTS} events, median of ${rounds}, ms: ${figures.join(" · ")}`);
