import { setTimeout as pause } from "node:timers/promises";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import type { ShowEvent } from "@showpulse/connectors/event";
import { eventRow } from "@showpulse/metrics/server";
import pino from "pino";
import { createApp } from "../../apps/hub/src/app.ts";
import { hashed, hashId } from "../../apps/hub/src/ingest/identities/hash.ts";
import { IdentitySet } from "../../apps/hub/src/ingest/identities/identity-set.ts";
import { createIngest, type Ingest } from "../../apps/hub/src/ingest/index.ts";
import { DEFAULT_LIMITS } from "../../apps/hub/src/ingest/limits.ts";
import { insertLines } from "../../apps/hub/src/ingest/writer/insert.ts";
import { MOST_BYTES, readBody } from "../../apps/hub/src/modules/events/body.ts";
import { eventsRoutes } from "../../apps/hub/src/modules/events/routes.ts";
import type { Connection } from "../support/engine.ts";
import { keptLog } from "../support/ingest.ts";

/**
 * What the server does with events: `whole` everything; `neither` the same without the gate and without the disk, rows
 * wait in memory for the insert before; `each` awaits an insert for every request.
 */
export type Variant = "whole" | "neither" | "each";

export interface ServerTask {
  variant: Variant;
  connection: Connection;
  dataDir: string;
}

const caller = {
  workspace: "w",
  role: "owner",
  ingestOnly: false,
  via: { kind: "installation" },
  name: "bench",
  ownsInstallation: true,
} as const;
const keyring = {
  ownerKeyHash: new Uint8Array(),
  byKey: async () => caller,
  bySession: async () => null,
  stillValid: async () => true,
  forget: () => {},
};

const task = JSON.parse(process.argv[2] ?? "{}") as ServerTask;
const clickhouse = createClient(task.connection);
const app = await createApp({ keyring, log: pino({ level: "silent" }) });
let ingest: Ingest | null = null;
let flushRows = async () => {};
if (task.variant === "whole") {
  ingest = await createIngest({ dataDir: task.dataDir, clickhouse, log: keptLog() });
  await app.register(eventsRoutes, { ingest, clickhouse });
} else {
  const take = task.variant === "each" ? insertEach(clickhouse) : rowsInMemory(clickhouse);
  await app.register(async (inner: typeof app) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    inner.post("/v1/events", { config: { policy: "ingest" }, bodyLimit: MOST_BYTES }, async ({ body, headers }) => {
      const { events } = await readBody(body as Buffer, headers["content-type"], undefined);
      return { accepted: await take(events as ShowEvent[]), duplicates: 0, rejected: [] };
    });
  });
}
const address = await app.listen({ host: "127.0.0.1", port: 0 });

process.on("message", async (word) => {
  if (word === "flush") await (ingest?.flush() ?? flushRows());
  if (word === "stop") {
    await app.close();
    await ingest?.close();
    await clickhouse.close();
    process.disconnect();
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6 });
});
process.send?.({ port: Number(new URL(address).port) });

/** Known or not, the row, and one insert after another: what is left without checking and without a disk. */
function rowsInMemory(client: ClickHouseClient) {
  const ids = new IdentitySet();
  const { gatherMilliseconds } = DEFAULT_LIMITS;
  let seq = 0;
  let waiting: string[] = [];
  let inserting: Promise<void> | null = null;
  const insert = async () => {
    while (waiting.length > 0) {
      const rows = Buffer.from(waiting.join(""));
      waiting = [];
      await insertLines(client, "events", rows, `bench-${seq}`, AbortSignal.timeout(60_000));
      await pause(rows.length < DEFAULT_LIMITS.sliceBytes ? gatherMilliseconds : 0);
    }
    inserting = null;
  };
  flushRows = async () => {
    while (inserting !== null) await inserting;
  };
  return async (events: ShowEvent[]) => {
    const receivedAt = Date.now();
    let accepted = 0;
    let rows = "";
    for (const { id, source, type, subject, time, data } of events) {
      hashId(id);
      if (!ids.add(hashed.murmur, hashed.xx)) continue;
      accepted += 1;
      const at = time === undefined ? receivedAt : Date.parse(time);
      const event = {
        workspace: "w",
        show: subject ?? "",
        seq: ++seq,
        time: at,
        receivedAt,
        skewed: false,
        id,
        source,
        type,
      };
      rows += `${eventRow({ ...event, data: { ...data, platform: data?.platform ?? "native" } })}\n`;
    }
    waiting.push(rows);
    inserting ??= insert();
    return accepted;
  };
}

function insertEach(client: ClickHouseClient) {
  let seq = 0;
  return async (events: ShowEvent[]) => {
    const receivedAt = Date.now();
    const values = events.map(({ id, source, type, subject, time, data }) => {
      const at = time === undefined ? receivedAt : Date.parse(time);
      const event = {
        workspace: "w",
        show: subject ?? "",
        seq: ++seq,
        time: at,
        receivedAt,
        skewed: false,
        id,
        source,
        type,
      };
      return JSON.parse(eventRow({ ...event, data: { ...data, platform: data?.platform ?? "native" } })) as object;
    });
    await client.insert({ table: "events", values, format: "JSONEachRow" });
    return events.length;
  };
}
