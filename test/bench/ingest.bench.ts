/**
 * F1 to F4 of taking in, each as a ratio to a peer measured in the same run, rounds interleaved.
 * `node test/bench/ingest.bench.ts [rounds] [seconds of a round]`; about a minute at the defaults.
 */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createClient } from "@clickhouse/client";
import { eventRow, migrateClickHouse } from "@showpulse/metrics/server";
import { startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import type { Connection } from "../support/engine.ts";
import { temporaryFolder } from "../support/ingest.ts";
import { type Load, median, percentile, sendLoad } from "./ingest.load.ts";
import type { ServerTask, Variant } from "./ingest.server.ts";

const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 3);
const CONNECTIONS = 16;

const folder = await temporaryFolder();
const engine = await startEmbeddedClickHouse({ dataDir: join(folder.path, "clickhouse") });
const connection: Connection = {
  url: engine.url,
  username: engine.username,
  password: engine.password,
  database: engine.database,
};
const client = createClient(connection);
await migrateClickHouse(client);

/** CPU seconds that the engine's process has used so far. */
function engineCpu(): number {
  const [, fields = ""] = readFileSync(`/proc/${engine.pid}/stat`, "latin1").split(") ");
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / 100;
}

async function startServer(variant: Variant) {
  const task: ServerTask = { variant, connection, dataDir: join(folder.path, variant) };
  const child = fork(fileURLToPath(new URL("./ingest.server.ts", import.meta.url)), [JSON.stringify(task)]);
  const next = () => new Promise<{ port?: number; cpuSeconds?: number }>((resolve) => child.once("message", resolve));
  const { port = 0 } = await next();
  const ask = async (word: string) => {
    const answer = next();
    child.send(word);
    return (await answer).cpuSeconds ?? 0;
  };
  return {
    port,
    cpu: () => ask("cpu"),
    flush: () => ask("flush"),
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.send("stop");
      }),
  };
}
type Server = Awaited<ReturnType<typeof startServer>>;

interface Run extends Load {
  /** To the answer of a flush. */
  wholeSeconds: number;
  serverCpu: number;
  engineCpu: number;
}

async function run(server: Server, forSeconds: number, flush: boolean, rate?: number): Promise<Run> {
  const before = { server: await server.cpu(), engine: engineCpu(), at: performance.now() };
  const load = await sendLoad(server.port, forSeconds, CONNECTIONS, rate);
  if (flush) await server.flush();
  const wholeSeconds = (performance.now() - before.at) / 1000;
  return {
    ...load,
    wholeSeconds,
    serverCpu: (await server.cpu()) - before.server,
    engineCpu: engineCpu() - before.engine,
  };
}

/** The same rows, made beforehand, straight into the engine in batches of the writer's size. */
async function insertDirectly(count: number): Promise<number> {
  const batches: Buffer[] = [];
  let lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const sale = index % 10 === 0;
    const time = Date.now();
    const data = sale
      ? {
          platform: "tiktok",
          actor: `68000000000000${index % 100}`,
          order: `o${index}`,
          amountMicros: 12_990_000,
          currency: "EUR",
          item: "sku-1",
        }
      : {
          platform: "tiktok",
          actor: `6800000000000${index % 100}`,
          text: `is this one still there in blue? ${index % 100}`,
        };
    const event = {
      workspace: "direct",
      show: "show-1",
      seq: index,
      time,
      receivedAt: time,
      skewed: false,
      source: "tiktok/@brandhost",
    };
    lines.push(
      eventRow({ ...event, id: String(index).padStart(10, "0"), type: sale ? "purchase" : "chat_message", data }),
    );
    if (lines.length === 27_000 || index === count - 1) {
      batches.push(Buffer.from(lines.join("\n")));
      lines = [];
    }
  }
  const start = performance.now();
  for (const batch of batches) {
    const query = "INSERT INTO events SETTINGS async_insert = 0 FORMAT JSONEachRow";
    const { stream } = await client.exec({ query, values: Readable.from([batch], { objectMode: false }) });
    for await (const _ of stream) continue;
  }
  return count / ((performance.now() - start) / 1000);
}

const whole = await startServer("whole");
const neither = await startServer("neither");
const each = await startServer("each");
for (const server of [whole, neither, each]) await run(server, 0.5, true);

const f1: { rate: number; ratio: number }[] = [];
const f2: number[] = [];
const f3: number[] = [];
const slowest: { half: number; full: number }[] = [];
for (let round = 0; round < rounds; round += 1) {
  const full = await run(whole, seconds, true);
  const direct = await insertDirectly(Math.min(full.events, 200_000));
  const rate = full.events / full.wholeSeconds;
  f1.push({ rate, ratio: rate / direct });

  const plain = await run(neither, seconds / 2, true);
  f2.push(full.events / full.serverCpu / (plain.events / plain.serverCpu));

  const awaited = await run(each, seconds / 4, false);
  const perCpu = ({ events, serverCpu, engineCpu }: Run) => events / (serverCpu + engineCpu);
  f3.push(perCpu(full) / perCpu(awaited));

  const half = await run(whole, seconds / 2, true, rate / 2);
  slowest.push({ half: percentile(half.latencies, 0.99), full: percentile(full.latencies, 0.99) });
  console.log(
    `round ${round + 1}: ${Math.round(rate)}/s queryable (direct ${Math.round(direct)}/s, taken in ${Math.round(full.events / full.seconds)}/s), ` +
      `per CPU-second of the server: whole ${Math.round(full.events / full.serverCpu)}, neither ${Math.round(plain.events / plain.serverCpu)}, ` +
      `with the engine: whole ${Math.round(perCpu(full))}, insert each ${Math.round(perCpu(awaited))}`,
  );
}
for (const server of [whole, neither, each]) await server.stop();
await client.close();
await engine.stop();
await folder.remove();

const of = (values: readonly number[]) => median(values).toFixed(2);
console.log(
  `F1 ${of(f1.map(({ ratio }) => ratio))} x inserting directly (>= 0.75), ${Math.round(median(f1.map(({ rate }) => rate)))} events/s (>= 60000)`,
);
console.log(`F2 ${of(f2)} x a server that neither validates nor stores, per CPU-second (>= 0.85)`);
console.log(`F3 ${of(f3)} x awaiting an insert per request, per CPU-second (>= 10)`);
console.log(
  `F4 p99 ${of(slowest.map(({ half }) => half))} ms at half the highest rate (<= 15), ${of(slowest.map(({ full }) => full))} ms at the highest (<= 40)`,
);
