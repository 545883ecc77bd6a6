import { readFile, rename, writeFile } from "node:fs/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Log } from "../log.ts";

/** When a ClickHouse server was started: behind one address there may be several. */
export interface ServerStart {
  host: string;
  /** Seconds since 1970. */
  startedAt: number;
}

/** Asks the server for it. It answers in whole seconds that are worked out anew each time. */
export async function serverStart(clickhouse: ClickHouseClient): Promise<ServerStart> {
  const reply = await clickhouse.query({
    query: "SELECT hostName() AS host, toUInt32(toUnixTimestamp(now()) - uptime()) AS startedAt",
    format: "JSONEachRow",
    abort_signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  });
  const [start] = await reply.json<ServerStart>();
  if (start === undefined) throw new Error("ClickHouse did not say when it was started");
  return start;
}

const PATIENCE_MILLISECONDS = 5000;
/** Two answers of one start differ by no more. */
const TOLERANCE_SECONDS = 5;

interface WatchOptions {
  ask: () => Promise<ServerStart>;
  /** Keeps what was known over restarts of the hub. */
  path: string;
  /** Resolves when ClickHouse has again what it may have lost. */
  onRestart: () => Promise<void>;
  log: Log;
}

/**
 * Notices that a ClickHouse that runs elsewhere was started again. It answers an insert before its disk has it: when its
 * machine loses power, what it had confirmed may be gone, and this machine, which goes on, would not know.
 */
export class ServerStarts {
  readonly #options: WatchOptions;
  #known: Map<string, number> | null = null;
  #checking: Promise<void> | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** A server that does not answer is asked the next time. */
  check(): Promise<void> {
    this.#checking ??= this.#check()
      .catch((err: unknown) => this.#options.log.info({ err }, "when ClickHouse was started is not known"))
      .finally(() => {
        this.#checking = null;
      });
    return this.#checking;
  }

  async #check(): Promise<void> {
    const { ask, path, onRestart, log } = this.#options;
    this.#known ??= await readKnown(path);
    const { host, startedAt } = await ask();
    const before = this.#known.get(host);
    if (before !== undefined && startedAt <= before + TOLERANCE_SECONDS) return;
    if (before !== undefined) {
      log.warn({ host }, "ClickHouse was started again; what the journal still has of it is sent once more");
      await onRestart();
    }
    this.#known.set(host, startedAt);
    await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(this.#known)));
    await rename(`${path}.new`, path);
  }
}

async function readKnown(path: string): Promise<Map<string, number>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(path, "utf8")) as Record<string, number>));
  } catch {
    // Never written, or cut short by a crash.
    return new Map();
  }
}
