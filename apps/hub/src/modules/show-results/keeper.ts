import type { ClickHouseClient } from "@clickhouse/client";
import { showFigures } from "@showpulse/metrics/server";
import type { Show } from "../../../../../prisma/generated/client.ts";
import type { Database } from "../../database.ts";
import { flushed } from "../../flush.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import type { Log } from "../../ingest/log.ts";
import { readShowFacts } from "./facts.ts";

/** Shows end by a button, by their platforms or by the sample's script: they are looked for, not waited for. */
const PAUSE_MILLISECONDS = 5000;
/** What a show earned is no longer "at its end" when it is taken later than that. */
const LATEST_MILLISECONDS = 24 * 3600 * 1000;

export interface ResultKeeper {
  /** Begins to look. */
  start(): void;
  /** Keeps the results of all shows that have ended since; resolves when that is done. */
  keep(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

interface KeeperOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  ingest: Pick<Ingest, "flush">;
  now: () => number;
  log: Log;
}

/** Keeps what a show's result is taken to be when it ends. A show that is started again and ends again is taken anew. */
export function createResultKeeper({ database, clickhouse, ingest, now, log }: KeeperOptions): ResultKeeper {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;
  /** Shows whose trouble the log has already. */
  const told = new Set<string>();

  async function take(show: Show, endedAt: Date): Promise<void> {
    await flushed(ingest);
    const facts = await readShowFacts({ database, clickhouse }, show);
    const result = {
      workspaceId: show.workspaceId,
      endedAt,
      takenAt: new Date(now()),
      seq: BigInt(facts.events.reduce((newest, { seq }) => Math.max(newest, seq), 0)),
      figures: showFigures(facts),
    };
    // A show that was removed meanwhile has no result to keep.
    if ((await database.show.count({ where: { id: show.id } })) === 0) return;
    await database.showResult.upsert({
      where: { showId: show.id },
      create: { showId: show.id, ...result },
      update: result,
    });
  }

  async function work(): Promise<void> {
    const after = new Date(now() - LATEST_MILLISECONDS);
    const ended = await database.show.findMany({ where: { endedAt: { gte: after } }, include: { result: true } });
    for (const { result, ...show } of ended) {
      const { endedAt } = show;
      if (closed || endedAt === null || result?.endedAt.getTime() === endedAt.getTime()) continue;
      await take(show, endedAt).then(
        () => told.delete(show.id),
        (error: unknown) => {
          if (told.has(show.id)) return;
          told.add(show.id);
          log.warn({ err: error, show: show.id }, "the result of a show that ended was not kept, trying again");
        },
      );
    }
  }

  function keep(): Promise<void> {
    working = working.then(work).catch((error: unknown) => {
      log.warn({ err: error }, "shows that have ended could not be looked for, trying again");
    });
    return working;
  }

  async function turn(): Promise<void> {
    await keep();
    if (!closed) timer = setTimeout(turn, PAUSE_MILLISECONDS);
  }

  return {
    start: () => void turn(),
    keep,
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
