import { mkdir, readdir, rename, rmdir, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createIngest, type Failpoint, type Ingest } from "../apps/hub/src/ingest/index.ts";
import { readPlan } from "../apps/hub/src/ingest/journal/plan.ts";
import { countRows, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let client: ClickHouseClient;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  engine = await startEngine();
  client = engine.client;
});
afterAll(() => engine.stop());
beforeEach(async () => {
  for (const table of ["events", "dead_letters", "tallies"]) await client.command({ query: `TRUNCATE TABLE ${table}` });
  folder = await temporaryFolder();
  return () => folder.remove();
});

const LIMITS = {
  gatherMilliseconds: 1,
  longestPauseMilliseconds: 100,
  stuckMilliseconds: 200,
  drainMilliseconds: 100,
};
const open = (failpoint: Failpoint = () => {}, log = keptLog(), boot = "one"): Promise<Ingest> =>
  createIngest({ dataDir: folder.path, clickhouse: client, log, limits: LIMITS, failpoint, boot });

const batch = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}-${index}`, source: "s", type: "join" }));

/** Paths of the journal's files of one kind, in order. */
async function journalFiles(kind: "journal" | "plan"): Promise<string[]> {
  const directory = join(folder.path, "journal");
  const names = (await readdir(directory)).filter((name) => name.endsWith(`.${kind}`)).sort();
  return names.map((name) => join(directory, name));
}

describe("the writer goes on by itself, and says meanwhile that it is stuck, when for a while", () => {
  it("a segment cannot be read", async () => {
    const ingest = await open();
    await ingest.accept("w", batch("a", 5));
    await ingest.flush();
    const [path = ""] = await journalFiles("journal");
    await rename(path, `${path}.away`);
    await ingest.accept("w", batch("b", 5));
    await vi.waitFor(() => expect(ingest.isStuck()).toBe(true), 5000);
    await rename(`${path}.away`, path);
    await ingest.flush();
    expect(await countRows(client, "events")).toEqual({ rows: 10, distinct: 10 });
    expect(ingest.isStuck()).toBe(false);
    await ingest.close();
  });

  it("the plan of the next segment cannot be opened", async () => {
    const ingest = await createIngest({
      dataDir: folder.path,
      clickhouse: client,
      log: keptLog(),
      limits: { ...LIMITS, segmentBytes: 1 },
    });
    await ingest.accept("w", batch("a", 5));
    await ingest.flush();
    const last = (await journalFiles("journal")).at(-1) ?? "";
    const number = Number(/(\d{10})-[^/]*$/.exec(last)?.[1]);
    const inTheWay = last.replace(/\d{10}(?=-[^/]*$)/, `${number + 1}`.padStart(10, "0")).replace(/journal$/, "plan");
    await mkdir(inTheWay);
    await ingest.accept("w", batch("b", 5));
    await vi.waitFor(() => expect(ingest.isStuck()).toBe(true), 5000);
    await rmdir(inTheWay);
    await ingest.flush();
    expect(await countRows(client, "events")).toEqual({ rows: 10, distinct: 10 });
    await ingest.close();
  });

  it.each(["before-plan", "after-plan"] as const)(
    "a slice cannot be planned (%s), and plans no other one from the same start",
    async (point) => {
      let left = 3;
      const ingest = await open((name) => {
        if (name !== point || left === 0) return;
        left -= 1;
        throw new Error("ENOSPC: no space left on device, write");
      });
      for (let call = 0; call < 10; call += 1) {
        await ingest.accept("w", batch(`${call}`, 5));
        await pause(50);
      }
      await ingest.flush();
      await ingest.close();
      const [path = ""] = await journalFiles("plan");
      const { slices } = await readPlan(path);
      const limits = new Set(slices.map(({ start, end }) => `${start}-${end}`));
      expect(limits.size).toBe(new Set(slices.map(({ start }) => start)).size);

      const again = await open(undefined, keptLog(), "another start of the machine");
      await again.flush();
      expect(await countRows(client, "events")).toEqual({ rows: 50, distinct: 50 });
      await again.close();
    },
  );

  it("what follows an insert fails: the same slice goes again under its token", async () => {
    let left = 2;
    const ingest = await open((name) => {
      if (name !== "after-insert" || left === 0) return;
      left -= 1;
      throw new Error("something nobody thought of");
    });
    for (let call = 0; call < 10; call += 1) {
      await ingest.accept("w", batch(`${call}`, 5));
      await pause(30);
    }
    await ingest.flush();
    expect(left).toBe(0);
    expect(await countRows(client, "events")).toEqual({ rows: 50, distinct: 50 });
    expect(await ingest.accounting("w", {})).toMatchObject([{ received: 50, stored: 50, waiting: 0 }]);
    await ingest.close();
  });
});

it("a listener that throws neither undoes what is on disk nor keeps it from the other listeners", async () => {
  const log = keptLog();
  const ingest = await open(undefined, log);
  const told: string[] = [];
  ingest.onAccepted(() => {
    throw new Error("a listener's own error");
  });
  ingest.onAccepted((events) => told.push(...events.map(({ id }) => id)));
  for (const expected of ["accepted", "duplicate"]) {
    const verdicts = await ingest.accept("w", batch("a", 2));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([expected, expected]);
  }
  await ingest.accept("w", batch("b", 1));
  await ingest.flush();
  expect(told).toEqual(["a-0", "a-1", "b-0"]);
  expect(await countRows(client, "events")).toEqual({ rows: 3, distinct: 3 });
  expect(log.lines.filter(({ level, message }) => level === "error" && message.includes("listener"))).toHaveLength(2);
  await ingest.close();
});

/** Answers everything with nothing, as an empty ClickHouse does; holds back what is asked while `holds` says so. */
async function startHolding() {
  const held: ServerResponse[] = [];
  const holding = { holds: (_query: string): boolean => false, held };
  const server = createServer(async (request, response) => {
    const query = `${decodeURIComponent(request.url ?? "")} ${await text(request)}`;
    if (holding.holds(query)) held.push(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  const stop = async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  };
  const start = () => createIngest({ dataDir: folder.path, clickhouse: client, log: keptLog(), limits: LIMITS });
  return { holding, start, stop };
}

it("takes nothing in behind the mark that ends the journal, however long its sources took to look up", async () => {
  const { holding, start, stop } = await startHolding();
  holding.holds = () => true;
  const ingest = await start();
  const refused = ingest.accept("w", batch("late", 1)).catch((error: unknown) => error);
  await vi.waitFor(() => expect(holding.held.length).toBeGreaterThan(0), 5000);
  const closing = ingest.close();
  await pause(500);
  holding.holds = () => false;
  for (const response of holding.held) response.end();
  expect(await refused).toMatchObject({ name: "Overloaded", status: 503 });
  await closing;
  expect(await journalFiles("journal")).toHaveLength(1);
  await stop();
});

it("stops while ClickHouse does not say what it has of a slice whose plan is damaged", async () => {
  const { holding, start, stop } = await startHolding();
  const first = await start();
  await first.accept("w", batch("a", 3));
  await first.flush();
  await first.close();
  const [path = ""] = await journalFiles("plan");
  await writeFile(path, "nothing that can be read\n");

  holding.holds = (query) => query.includes("WHERE seq >=");
  const second = await start();
  await vi.waitFor(() => expect(holding.held).toHaveLength(1), 5000);
  const closedAt = performance.now();
  await second.close();
  expect(performance.now() - closedAt).toBeLessThan(5000);
  await stop();
}, 60_000);
