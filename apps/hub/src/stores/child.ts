import { setTimeout as sleep } from "node:timers/promises";

/** A server process that this one started. */
export interface Child {
  pid: number;
  port: number;
  /** Resolves when the process has ended, with how. */
  exited: Promise<string>;
  /** Ends it: asked first, killed after the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

/** A child process that is kept alive. */
export interface KeptChild {
  status(): "up" | "down";
  /** Of the process that runs now; undefined between two. */
  pid(): number | undefined;
  port: number;
  stop(deadlineMs: number): Promise<void>;
}

export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface KeepOptions {
  name: string;
  /** Starts the process on a port (0: any free one), and resolves when it answers. */
  start(port: number): Promise<Child>;
  log: StoreLog;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** A process that has run this long was healthy: the next pause is the first again. */
const HEALTHY_MS = 1_000;

/** Starts a child process and starts it again, on the same port, whenever it ends. Rejects when the first start fails. */
export async function keepAlive({ name, start, log }: KeepOptions): Promise<KeptChild> {
  let child: Child | undefined = await start(0);
  const { port } = child;
  const stopped = new AbortController();
  log.info({ name, pid: child.pid, port }, "store is up");

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopped.signal.aborted) {
      if (child === undefined) {
        await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        if (stopped.signal.aborted) return;
        child = await start(port).catch((error: unknown) => {
          log.warn({ name, err: error }, "store cannot be started again yet");
          return undefined;
        });
        if (child !== undefined) log.warn({ name, pid: child.pid }, "store is up again");
        continue;
      }
      const upSince = performance.now();
      const how = await child.exited;
      if (performance.now() - upSince > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      child = undefined;
      if (!stopped.signal.aborted) log.warn({ name, how }, "store ended unasked");
    }
  };
  const watching = watch();

  return {
    status: () => (child === undefined ? "down" : "up"),
    pid: () => child?.pid,
    port,
    async stop(deadlineMs) {
      stopped.abort();
      await child?.stop(deadlineMs);
      await watching;
      // A start that was under way when the stop came.
      await child?.stop(deadlineMs);
    },
  };
}
