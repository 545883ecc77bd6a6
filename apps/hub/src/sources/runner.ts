import type { Connector, Signal } from "@showpulse/connectors";
import type { Ingest } from "../ingest/ingest.ts";
import { createGaps } from "./gaps.ts";
import { createIntake, type Taken } from "./intake.ts";
import { type Gap, type SourceRecord, type SourceState, WAITS_FOR_A_PERSON } from "./source.ts";
import { readStream, type StreamEnd } from "./stream.ts";
import { backoff, pause, type Timing } from "./timing.ts";

export interface RunnerOptions {
  record: SourceRecord;
  connector: Connector;
  environment: unknown;
  ingest: Ingest;
  timing: Timing;
  now: () => number;
  random: () => number;
  /** What went wrong, for the log. */
  warn: (detail: object, message: string) => void;
  /** Something of the record changed; `state`: what people want to see at once. */
  changed: (what: "state" | "counters") => void;
  gapChanged: (gap: Gap) => void;
  /** The first message came over a connection: the show goes on. */
  started: () => void;
  /** The show is over, says the platform. */
  ended: () => void;
}

/** One source that is kept alive. */
export interface Runner {
  /** Resolves when there is nothing left to do until a person acts, or it was stopped. */
  done: Promise<void>;
  /** Ends the stream, takes in what is here, and resolves. */
  stop(): Promise<void>;
  /** The same for good: the source is `ended`. */
  end(detail: string): Promise<void>;
}

/** Keeps one source alive: opens its connector's stream again and again, until a person is needed or it is stopped. */
export function startRunner(options: RunnerOptions): Runner {
  const { record, connector, environment, ingest, timing, now, random, warn, changed, gapChanged } = options;
  const { counters } = record;
  const hasWatchdog = connector.silenceSeconds(environment) !== undefined;
  const context = { show: record.show, source: record.source };
  const stopping = new AbortController();
  /** Ordinal of the stream being read, from 1. */
  let stream = 0;
  let connectedAt: number | undefined;
  let started = false;
  /** Losses in a row; see `Timing.stable`. */
  let losses = 0;
  let resumeFrom = record.cursor ?? undefined;

  const intake = createIntake({
    ingest,
    workspace: record.workspace,
    normalise: (frame) => connector.normalise(frame, context),
    timing,
    taken: count,
    warn,
  });
  const gaps = createGaps({
    record,
    timing,
    changed: gapChanged,
    report: intake.report,
    drained: intake.drained,
  });

  function count({ verdicts, events, repeated, cursor, stream }: Taken): void {
    counters.received += verdicts.length;
    for (const verdict of verdicts) {
      if (verdict.outcome === "accepted") counters.stored += 1;
      else if (verdict.outcome === "duplicate") counters.duplicates += 1;
      else {
        counters.deadLettered += 1;
        warn({ code: verdict.code, id: verdict.id, detail: verdict.detail }, "an event was set aside");
      }
    }
    if (cursor !== undefined) record.cursor = cursor;
    gaps.witness(events, repeated, stream);
    changed("counters");
  }

  function become(state: SourceState, detail: string | null): void {
    if (record.state !== state) record.since = now();
    record.state = state;
    record.detail = detail;
    changed("state");
  }

  function take(signal: Signal): Promise<void> | undefined {
    if (signal.type === "live" || signal.type === "degraded") connected();
    if (connectedAt !== undefined) record.heardAt = now();
    if (signal.type === "live") become("live", signal.detail ?? null);
    if (signal.type === "degraded") become("degraded", signal.detail);
    if (signal.type !== "frame") return undefined;
    if (connectedAt !== undefined && !started) {
      started = true;
      options.started();
    }
    if (signal.frame.cursor !== undefined) resumeFrom = signal.frame.cursor;
    return intake.push(signal.frame, stream);
  }

  function connected(): void {
    if (connectedAt !== undefined) return;
    connectedAt = now();
    if (record.heardAt !== null) {
      counters.reconnects += 1;
      // Between two looks at a platform that said "nobody is live" the show may have begun.
      if (record.state === "offline") gaps.open(record.heardAt, "offline", stream - 1);
    }
    record.retryAt = null;
    gaps.reconnected(connectedAt, connector.resumesExactly === true && resumedFrom !== undefined);
  }
  /** The cursor that the stream being read was opened with. */
  let resumedFrom: string | undefined;

  async function run(): Promise<void> {
    const wasRunning = record.heardAt !== null && record.state !== "offline" && !WAITS_FOR_A_PERSON.has(record.state);
    if (wasRunning && record.retryAt === null) {
      gaps.open(record.heardAt ?? now(), "hub_stopped", 0);
      become("connecting", "The hub was started again.");
    }
    if (record.retryAt !== null) await pause(record.retryAt - now(), stopping.signal);
    // Without a watchdog silence means nothing, so the connection itself is the last sign of life.
    const heartbeat = hasWatchdog ? undefined : setInterval(beat, timing.heartbeat);
    while (!stopping.signal.aborted) {
      const end = await readOnce();
      if (end.kind === "aborted") break;
      // All that came before is on disk when the show counts as over.
      if (end.kind === "ended") await Promise.race([intake.drained(), untilAborted(stopping.signal)]);
      const wait = afterwards(end);
      if (wait === undefined) break;
      await pause(wait, stopping.signal);
    }
    clearInterval(heartbeat);
    const overdue = setTimeout(intake.giveUp, timing.drain);
    await gaps.settled();
    await intake.drained();
    clearTimeout(overdue);
    intake.giveUp();
  }

  function beat(): void {
    if (connectedAt === undefined) return;
    record.heardAt = now();
    changed("counters");
  }

  async function readOnce(): Promise<StreamEnd> {
    stream += 1;
    resumedFrom = resumeFrom;
    const end = await readStream({
      connector,
      settings: record.settings,
      environment,
      resumeFrom,
      signal: stopping.signal,
      now,
      release: timing.release,
      take,
      unforeseen: (error) => warn({ err: error }, "a connector failed in a way that it does not foresee"),
    });
    if (connectedAt === undefined) return end;
    if (now() - connectedAt >= timing.stable) losses = 0;
    if (end.kind !== "lost" || !hasWatchdog) record.heardAt = now();
    connectedAt = undefined;
    return end;
  }

  /** Decides what a stream's end means: the wait until the next attempt, or undefined when there is none. */
  function afterwards(end: Exclude<StreamEnd, { kind: "aborted" }>): number | undefined {
    if (end.kind === "ended") {
      gaps.close(now());
      become("ended", end.detail);
      options.ended();
      return undefined;
    }
    const { code, detail } = end;
    if (code === "offline") {
      gaps.close(now());
      if (record.heardAt !== null) record.heardAt = now();
      losses = 0;
      become("offline", detail);
      return timing.offlineRecheck;
    }
    if (record.heardAt !== null) gaps.open(record.heardAt, code, stream);
    if (code === "auth_required" || code === "failed") {
      become(code, detail);
      return undefined;
    }
    losses += 1;
    const wait = backoff(losses, timing, random);
    if (code === "disconnected" || code === "silent") {
      become("degraded", `${detail} Trying again in ${Math.ceil(wait / 1000)} s.`);
      return wait;
    }
    const usual = code === "rate_limited" ? timing.rateLimited : timing.quotaExhausted;
    record.retryAt = Math.max(end.until ?? now() + usual, now() + wait);
    become(code, `${detail} Trying again at ${new Date(record.retryAt).toISOString()}.`);
    return record.retryAt - now();
  }

  const done = run();
  return {
    done,
    async stop() {
      stopping.abort();
      await done;
    },
    async end(detail) {
      gaps.close(now());
      stopping.abort();
      await done;
      if (record.state !== "ended") become("ended", detail);
    },
  };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
