import type { Log } from "../../ingest/log.ts";

/** Looked at that often even when nothing is due that this process knows of: another hub may have planned it. */
export const LONGEST_PAUSE_MILLISECONDS = 15_000;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;

/** Does what a plan says, when it says so. */
export interface Clock {
  /** Begins, and looks again at what is due next: call it when something was planned, started or stopped. */
  wake(): void;
  /** Resolves when what was due at the last wake is done. */
  settled(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

interface ClockOptions {
  /** Does what is due at a moment, and says when something is due next. */
  work: (time: number) => Promise<number>;
  now: () => number;
  log: Log;
  /** For the log: what could not be done on time. */
  what: string;
}

/** Runs `work` at the moments that it asks for, one after the other, and again after it failed. */
export function createClock({ work, now, log, what }: ClockOptions): Clock {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  function wake(): void {
    clearTimeout(timer);
    working = working.then(turn);
  }

  async function turn(): Promise<void> {
    if (closed) return;
    let pause = PAUSE_AFTER_ERROR_MILLISECONDS;
    try {
      pause = Math.min(Math.max(0, (await work(now())) - now()), LONGEST_PAUSE_MILLISECONDS);
    } catch (error) {
      log.warn({ err: error }, `${what} could not be done on time, trying again`);
    }
    clearTimeout(timer);
    if (!closed) timer = setTimeout(wake, pause);
  }

  return {
    wake,
    settled: () => working,
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
