import { writeSync } from "node:fs";
import { createClient } from "@clickhouse/client";
import { createIngest, type FailpointName, Overloaded } from "../../apps/hub/src/ingest/index.ts";
import type { Connection } from "./engine.ts";
import { keptLog } from "./ingest.ts";

/** What a process that takes events in, and may end in the middle of it, is told to do. */
export interface ChildTask {
  connection: Connection;
  dataDir: string;
  /** Sends batches `from` up to before `to`, four at a time, each again until it is answered. */
  from: number;
  to: number;
  /** Ends without warning when it comes by this point for the so-manieth time. */
  failpoint: FailpointName | null;
  hits: number;
  /** Sends a batch again when the hub says that it cannot take more; says how often it had to. */
  patient?: boolean;
}

/** Events of one batch: two in twenty are there twice, one is poison. */
export const childBatch = (number: number) =>
  Array.from({ length: 20 }, (_, index) => ({
    id: `${number}-${index % 18}`,
    source: `source-${number % 3}`,
    type: index === 10 ? "POISON" : "chat_message",
    data: { text: `batch ${number}` },
  }));
/** Different good events in a batch. */
export const CHILD_BATCH_STORED = 17;

if (process.argv[2] !== undefined) await run(JSON.parse(process.argv[2]) as ChildTask);

async function run({ connection, dataDir, from, to, failpoint, hits, patient }: ChildTask): Promise<void> {
  const clickhouse = createClient(connection);
  let left = hits;
  let refusals = 0;
  const ingest = await createIngest({
    dataDir,
    clickhouse,
    log: keptLog(),
    limits: { gatherMilliseconds: 5, ...(patient ? {} : { segmentBytes: 20_000, sliceBytes: 8000 }) },
    failpoint(name) {
      if (name !== failpoint) return;
      left -= 1;
      if (left <= 0) process.kill(process.pid, "SIGKILL");
    },
  });
  for (let number = from; number < to; number += 4) {
    const batches = Array.from({ length: Math.min(4, to - number) }, (_, index) => number + index);
    await Promise.all(
      batches.map(async (each) => {
        for (;;) {
          try {
            await ingest.accept("w", childBatch(each));
            break;
          } catch (error) {
            if (!patient || !(error instanceof Overloaded)) throw error;
            refusals += 1;
          }
        }
        // Written at once: what was answered must be known to whoever watches this process end.
        writeSync(1, `${each}\n`);
      }),
    );
  }
  await ingest.flush();
  await ingest.close();
  if (patient) writeSync(1, `refused ${refusals}\n`);
  await clickhouse.close();
}
