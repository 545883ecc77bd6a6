import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createIngest, type FailpointName } from "../apps/hub/src/ingest/index.ts";
import { countRows, imbalance, keptLog, startEngine, temporaryFolder } from "./support/ingest.ts";
import { CHILD_BATCH_STORED, type ChildTask } from "./support/ingest-child.ts";

const CHILD = fileURLToPath(new URL("./support/ingest-child.ts", import.meta.url));
const POINTS: FailpointName[] = [
  "before-write",
  "after-write",
  "after-sync",
  "before-rotation",
  "after-rotation",
  "before-plan",
  "after-plan",
  "between-tables",
  "after-insert",
  "after-mark",
];

/** Runs a child to its end, sudden or not; answers the batches that were answered, and the signal that ended it. */
async function run(task: ChildTask): Promise<{ answered: number[]; signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(task)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (bytes) => {
    output += bytes;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`the child ended with ${code ?? signal}`);
  return { answered: output.split("\n").filter(Boolean).map(Number), signal };
}

/** Ends a process at each of these points, one after the other on the same data, and looks at what is left. */
async function endAtEach(points: readonly FailpointName[]): Promise<void> {
  const [engine, folder] = await Promise.all([startEngine(), temporaryFolder()]);
  const answered = new Set<number>();
  let next = 0;
  for (const failpoint of points) {
    for (const hits of [1, 4]) {
      const task = { connection: engine.connection, dataDir: folder.path, from: next, to: next + 400, failpoint, hits };
      const ended = await run(task);
      expect(ended.signal, `${failpoint} was not reached ${hits} times`).toBe("SIGKILL");
      for (const batch of ended.answered) answered.add(batch);
      // The client sends again from the first batch that was not answered.
      while (answered.has(next)) next += 1;
    }
  }
  const last = await run({
    connection: engine.connection,
    dataDir: folder.path,
    from: next,
    to: next + 20,
    failpoint: null,
    hits: 0,
  });
  for (const batch of last.answered) answered.add(batch);

  const clickhouse = engine.client;
  const ingest = await createIngest({ dataDir: folder.path, clickhouse, log: keptLog() });
  await ingest.flush();
  expect(imbalance(await ingest.accounting("w", {}))).toBe(0);
  await ingest.close();
  const { rows, distinct } = await countRows(clickhouse, "events");
  expect(rows).toBe(distinct);
  const letters = await countRows(clickhouse, "dead_letters");
  expect(letters.rows).toBe(letters.distinct);
  const reply = await clickhouse.query({
    query: "SELECT toUInt32(splitByChar('-', id)[1]) AS batch, toUInt32(count()) AS events FROM events GROUP BY batch",
    format: "JSONEachRow",
  });
  const stored = new Map(
    (await reply.json<{ batch: number; events: number }>()).map(({ batch, events }) => [batch, events]),
  );
  const lost = [...answered].filter((batch) => stored.get(batch) !== CHILD_BATCH_STORED);
  expect(lost).toEqual([]);
  await folder.remove();
  await engine.stop();
}

it("ended at every point of the way in, again and again, it loses nothing that was answered and doubles nothing", async () => {
  // Most of the time a process waits: two sets of data are ended side by side.
  const halves = [0, 1].map((half) => POINTS.filter((_point, index) => index % 2 === half));
  await Promise.all(halves.map(endAtEach));
}, 240_000);
