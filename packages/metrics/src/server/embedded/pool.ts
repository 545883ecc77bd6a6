import { Worker } from "node:worker_threads";
import type { Session } from "chdb";
import { openSession, quotedName } from "./engine.ts";
import type { FromThread, Run, Summary, ToThread } from "./protocol.ts";

/** Statements that run at once: rows coming in keep threads of their own, so no question holds them up. */
const THREADS = { insert: 2, other: 6 };

export type Lane = keyof typeof THREADS;
export type Job = Omit<Run, "kind" | "id">;
/** A statement's result while it runs: chunks in order, then the summary. Ending the loop early cancels it. */
export type Result = AsyncGenerator<Uint8Array<ArrayBuffer>, Summary, undefined>;

interface Thread {
  worker: Worker;
  onMessage: (message: FromThread) => void;
}

interface LaneState {
  idle: Thread[];
  open: number;
  waiting: ((thread: Thread) => void)[];
}

/** The engine of one data folder with its threads. */
export class EnginePool {
  readonly #dataDir: string;
  /** Keeps the engine open while threads renew their sessions, and kills what runs too long for its reader. */
  readonly #control: Session;
  readonly #lanes: Record<Lane, LaneState> = {
    insert: { idle: [], open: 0, waiting: [] },
    other: { idle: [], open: 0, waiting: [] },
  };
  #lastId = 0;
  #running = 0;
  #whenIdle: (() => void) | undefined;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#control = openSession(dataDir);
  }

  /** Creates the database, and opens the first thread of each lane. */
  async open(database: string): Promise<void> {
    await this.#control.queryAsync(`CREATE DATABASE IF NOT EXISTS ${quotedName(database)} ENGINE = Atomic`);
    await Promise.all((["insert", "other"] as const).map(async (lane) => this.#giveOn(lane, await this.#start(lane))));
  }

  /** Runs one statement. Errors carry the engine's own text: `Code: 62. DB::Exception: … (SYNTAX_ERROR)`. */
  async *run(lane: Lane, job: Job, signal: AbortSignal): Result {
    const thread = await this.#take(lane, signal);
    const id = ++this.#lastId;
    const tag = `showpulse-${process.pid}-${id}`;
    const inbox: FromThread[] = [];
    let wake: (() => void) | undefined;
    let ended = false;
    thread.onMessage = (message) => {
      if (message.kind === "end" || message.kind === "failed") ended = true;
      inbox.push(message);
      wake?.();
    };
    const cancel = () => {
      if (ended) return;
      thread.worker.postMessage({ kind: "cancel", id } satisfies ToThread);
      if (job.rows === undefined) void this.#kill(tag, () => ended);
    };
    const next = async () => {
      for (;;) {
        const message = inbox.shift();
        if (message !== undefined) return message;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    // By its tag a statement is found again when it has to be killed; after an INSERT it would be taken for a row.
    const sql = job.rows === undefined ? `${job.sql}\n/* ${tag} */` : job.sql;
    const transfer = job.rows === undefined ? [] : [job.rows.buffer];
    thread.worker.postMessage({ ...job, sql, kind: "run", id } satisfies ToThread, transfer);
    signal.addEventListener("abort", cancel);
    try {
      for (;;) {
        const message = await next();
        if (message.kind === "end") return message.summary;
        if (message.kind === "failed") throw new Error(message.message);
        if (message.kind === "chunk") {
          const bytes = message.bytes.length;
          yield message.bytes;
          thread.worker.postMessage({ kind: "read", id, bytes } satisfies ToThread);
        }
      }
    } finally {
      signal.removeEventListener("abort", cancel);
      cancel();
      // The thread is free when the engine has let go of the statement, however long ago its reader left.
      void (async () => {
        while (!ended) await next();
        this.#free(lane, thread);
      })();
    }
  }

  /**
   * Waits until no statement runs, then closes every session; the process has to end next. (A thread that ended before
   * would take the other threads' sessions along: the addon cleans up for the whole process.)
   */
  async close(): Promise<void> {
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    const threads = Object.values(this.#lanes).flatMap((lane) => lane.idle.splice(0));
    await Promise.all(
      threads.map((thread) => {
        const closed = new Promise<void>((resolve) => {
          thread.onMessage = () => resolve();
        });
        thread.worker.postMessage({ kind: "close" } satisfies ToThread);
        return closed;
      }),
    );
    this.#control.close();
  }

  /** Makes the engine stop a statement that sends no rows to be told between; again until it has, as it may not be listed yet. */
  async #kill(tag: string, ended: () => boolean): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (ended()) return;
      const sql = `KILL QUERY WHERE endsWith(query, '/* ${tag} */') ASYNC`;
      await this.#control.queryAsync(sql).catch(() => undefined);
    }
  }

  async #take(lane: Lane, signal: AbortSignal): Promise<Thread> {
    const state = this.#lanes[lane];
    this.#running += 1;
    try {
      const thread =
        state.idle.pop() ??
        (state.open < THREADS[lane]
          ? await this.#start(lane)
          : await new Promise<Thread>((resolve) => state.waiting.push(resolve)));
      if (!signal.aborted) return thread;
      this.#giveOn(lane, thread);
      throw signal.reason;
    } catch (error) {
      this.#countDown();
      throw error;
    }
  }

  #free(lane: Lane, thread: Thread): void {
    this.#giveOn(lane, thread);
    this.#countDown();
  }

  #giveOn(lane: Lane, thread: Thread): void {
    const state = this.#lanes[lane];
    const waiting = state.waiting.shift();
    if (waiting !== undefined) waiting(thread);
    else state.idle.push(thread);
  }

  #countDown(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#whenIdle?.();
  }

  async #start(lane: Lane): Promise<Thread> {
    const state = this.#lanes[lane];
    state.open += 1;
    const worker = new Worker(new URL("./thread.ts", import.meta.url), {
      workerData: { dataDir: this.#dataDir },
      // Rows pass through as bytes, outside the heap.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    const thread: Thread = { worker, onMessage: () => undefined };
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once("error", reject);
        worker.once("message", () => resolve());
      });
    } catch (error) {
      state.open -= 1;
      throw error;
    }
    // A thread that dies takes the process with it: its supervisor starts a clean one within a second.
    worker.removeAllListeners("error");
    worker.on("message", (message: FromThread) => thread.onMessage(message));
    return thread;
  }
}
