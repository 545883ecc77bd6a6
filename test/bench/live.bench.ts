// F5: event accepted → in a dashboard socket, 10,000 events/s, 500 sockets: p99 ≤ 100 ms. About 40 s.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createClient } from "@clickhouse/client";
import { migrateClickHouse, streamShowEvents } from "@showpulse/metrics/server";
import pino from "pino";
import { createKeyring } from "../../apps/hub/src/access/keyring.ts";
import { createApp } from "../../apps/hub/src/app.ts";
import { openDatabase } from "../../apps/hub/src/database.ts";
import { createIngest } from "../../apps/hub/src/ingest/index.ts";
import { createLive } from "../../apps/hub/src/live/live.ts";
import { liveRoutes } from "../../apps/hub/src/live/routes.ts";
import { migrateDatabase } from "../../apps/hub/src/migrate.ts";
import { openStores } from "../../apps/hub/src/stores/stores.ts";

const EVENTS_PER_SECOND = 10_000;
const SOCKETS = 500;
const SECONDS = Number(process.argv[2] ?? 20);
const BATCH = 100;
const KEY = "owner-key-of-the-bench";
const ROOT = join(import.meta.dirname, "../..");

const folder = await mkdtemp(join(tmpdir(), "showpulse-bench-"));
const log = pino({ level: "error" });
const stores = await openStores({ dataDir: folder, clickhouseUrl: undefined, databaseUrl: undefined, log });
const clickhouse = createClient(stores.clickhouse);
const database = openDatabase(stores.postgresUrl);
await migrateDatabase(stores.postgresUrl, join(ROOT, "prisma/migrations"));
await migrateClickHouse(clickhouse);
await database.workspace.create({ data: { id: "main", name: "Bench" } });
await database.show.create({ data: { id: "show", workspaceId: "main", title: "Bench" } });

const ingest = await createIngest({ dataDir: folder, clickhouse, log });
const live = createLive({
  ingest,
  now: Date.now,
  history: (workspace, show, upToSeq) => streamShowEvents(clickhouse, { workspace, show, upToSeq }),
});
const keyring = createKeyring({ database, ownerKey: KEY, workspace: "main", now: Date.now });
const app = await createApp({ keyring, log });
await app.register(liveRoutes, { database, live, keyring, publicUrl: () => "http://localhost" });
const address = await app.listen({ host: "127.0.0.1", port: 0 });

const dashboards = fork(join(import.meta.dirname, "live.sockets.ts"), [address, KEY, String(SOCKETS)]);
await once(dashboards, "message");

const now = () => performance.timeOrigin + performance.now();
/** When each batch was accepted: on disk, before its answer. */
const acceptedAt: number[] = [];
ingest.onAccepted(() => void acceptedAt.push(now()));

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const beganAt = now();
const cpuBefore = process.cpuUsage();
let sent = 0;
const accepting: Promise<unknown>[] = [];
while (now() - beganAt < SECONDS * 1000) {
  const due = Math.floor(((now() - beganAt) / 1000) * EVENTS_PER_SECOND);
  for (let left = Math.floor((due - sent) / BATCH); left > 0; left -= 1) {
    const events = Array.from({ length: BATCH }, () => {
      const id = sent++;
      const data = { platform: "tiktok", actor: `person-${id % 5000}`, actorName: "Somebody", text: `message ${id}` };
      return { id: String(id), source: "tiktok/@bench", subject: "show", type: "chat_message", data };
    });
    // One after the other: `onAccepted` is called once for each.
    accepting.push(ingest.accept("main", events));
  }
  await new Promise((resolve) => setTimeout(resolve, 2));
}
await Promise.all(accepting);
const rate = sent / ((now() - beganAt) / 1000);
const cpu = process.cpuUsage(cpuBefore);
delay.disable();
await new Promise((resolve) => setTimeout(resolve, 1000));

dashboards.send("report");
const [report] = (await once(dashboards, "message")) as [{ seen: number[]; newest: number; delayP99: number }];
const latencies: number[] = [];
for (let row = 0; row < report.seen.length; row += 3) {
  const [at = 0, after = 0, upTo = 0] = report.seen.slice(row, row + 3);
  for (let batch = Math.floor(Math.max(after, 0) / BATCH); batch < Math.floor(upTo / BATCH); batch += 1) {
    latencies.push(at - (acceptedAt[batch] ?? Number.NaN));
  }
}
const sorted = Float64Array.from(latencies).sort();
const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);

await live.close();
await app.close();
await ingest.close();
await Promise.all([clickhouse.close(), database.$disconnect()]);
await stores.close();
await rm(folder, { recursive: true, force: true });

const complete = report.newest === sent && latencies.length === (sent / BATCH) * SOCKETS;
const hubCpu = ((cpu.user + cpu.system) / 1e4 / SECONDS).toFixed(0);
const delays = `hub ${(delay.percentile(99) / 1e6).toFixed(1)} ms, dashboards ${report.delayP99.toFixed(1)} ms`;
// Other work on the machine shows as delay of both event loops: the figure stands on a quiet machine.
console.log(`event loops' delay p99: ${delays}`);
console.log(
  `${sent} events, the last of them seen: ${complete}; hub ${hubCpu} % of a core; p50 ${at(0.5)} ms, max ${at(0.9999)} ms`,
);
console.log(`F5 ${rate.toFixed(0)} events/s, ${SOCKETS} sockets: p99 ${at(0.99)} ms (≤ 100 ms)`);
