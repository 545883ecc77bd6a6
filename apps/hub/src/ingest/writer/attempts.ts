import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../log.ts";
import { isAboutContent } from "./insert.ts";
import { pauseAfter } from "./pace.ts";

interface AttemptsOptions {
  log: Log;
  longestPauseMilliseconds: number;
  /** Ends all attempts. */
  stop: AbortSignal;
}

const LOG_EVERY_ATTEMPTS = 20;

/** Does again what failed until it is done: what the writer carries has no other way to go. */
export class Attempts {
  readonly #options: AttemptsOptions;
  #stuckSince: number | null = null;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** How long something other than ClickHouse has been in the way, in milliseconds; 0 when nothing is. */
  get stuckFor(): number {
    return this.#stuckSince === null ? 0 : performance.now() - this.#stuckSince;
  }

  /** For what ClickHouse must do. @throws only once stopped */
  onClickHouse<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#untilDone(task, (fields) =>
      this.#options.log.warn(fields, "ClickHouse does not take events; they wait in the journal"),
    );
  }

  /** For what the hub's own files, or the hub itself, must do. @throws only once stopped */
  onDisk<Result>(task: () => Promise<Result>): Promise<Result> {
    const watched = async () => {
      try {
        const result = await task();
        this.#stuckSince = null;
        return result;
      } catch (error) {
        this.#stuckSince ??= performance.now();
        throw error;
      }
    };
    return this.#untilDone(watched, (fields) =>
      this.#options.log.error(fields, "the writer cannot go on, it tries again; events wait in the journal"),
    );
  }

  async #untilDone<Result>(task: () => Promise<Result>, report: (fields: object) => void): Promise<Result> {
    const { longestPauseMilliseconds, stop } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await task();
      } catch (error) {
        if (stop.aborted) throw error;
        // What ClickHouse says about content quotes it.
        const err = isAboutContent(error) ? { code: error.code, type: error.type } : error;
        if (attempt % LOG_EVERY_ATTEMPTS === 0) report({ err, attempt });
        await pause(pauseAfter(attempt, longestPauseMilliseconds), undefined, { signal: stop });
      }
    }
  }
}
