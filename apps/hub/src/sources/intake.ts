import type { Frame } from "@showpulse/connectors";
import type { ShowEvent } from "@showpulse/connectors/event";
import { type Ingest, Overloaded, Unreadable, type Verdict } from "../ingest/ingest.ts";
import { pause, type Timing } from "./timing.ts";

/** Frames that may wait here; beyond that the connector is not read on. */
const ROOM = 1000;
/** Frames taken in at once, at most. */
const BATCH = 200;
/** Longest time the hub's own store is left alone after it failed. */
const LONGEST_RETRY = 30_000;

/** A batch that is on disk, or set aside as dead letters. */
export interface Taken {
  verdicts: readonly Verdict[];
  /** What the connector made of the frames. */
  events: readonly ShowEvent[];
  /** Those of them that were on disk before. */
  repeated: readonly ShowEvent[];
  /** Where to resume after the last frame. */
  cursor: string | undefined;
  /** Ordinal of the stream that the frames came from. */
  stream: number;
}

export interface IntakeOptions {
  ingest: Ingest;
  workspace: string;
  normalise: (frame: Frame) => ShowEvent[];
  timing: Timing;
  taken: (batch: Taken) => void;
  /** What went wrong on the way, for the log. */
  warn: (detail: object, message: string) => void;
}

/** Between a connector and the hub's way in: frames become events, in order, and none is lost. */
export interface Intake {
  /** Resolves when there is room for the next one. */
  push: (frame: Frame, stream: number) => Promise<void> | undefined;
  /** An event of the hub's own about this source. */
  report: (event: ShowEvent) => void;
  /** Resolves when all that was pushed so far is on disk, or was given up. */
  drained: () => Promise<void>;
  /** Stops trying: no cursor covers what is left, so it will be asked for again. */
  giveUp: () => void;
}

/** Makes the intake of one source. */
export function createIntake({ ingest, workspace, normalise, timing, taken, warn }: IntakeOptions): Intake {
  const waiting: { frame: Frame; stream: number }[] = [];
  const reports: ShowEvent[] = [];
  const closed = new AbortController();
  let running: Promise<void> | undefined;
  let room: PromiseWithResolvers<void> | undefined;

  const idle = () => waiting.length + reports.length === 0 || closed.signal.aborted;

  function wake(): void {
    running ??= work().finally(() => {
      running = undefined;
      if (!idle()) wake();
    });
  }

  async function work(): Promise<void> {
    // Frames of one turn of the event loop go in together.
    await new Promise((resolve) => setImmediate(resolve));
    while (!idle()) {
      await takeFrames();
      await takeReports();
      if (waiting.length < ROOM) {
        room?.resolve();
        room = undefined;
      }
    }
  }

  async function takeFrames(): Promise<void> {
    const stream = waiting[0]?.stream;
    if (stream === undefined) return;
    const other = waiting.findIndex((item) => item.stream !== stream);
    const batch = waiting.splice(0, Math.min(BATCH, other === -1 ? BATCH : other));
    const read = batch.flatMap(({ frame }) => readFrame(frame));
    const verdicts = await accept(read);
    if (!verdicts) return;
    const events = read.filter(isEvent);
    const repeated = read.filter((_, index) => verdicts[index]?.outcome === "duplicate").filter(isEvent);
    const cursor = batch.findLast(({ frame }) => frame.cursor !== undefined)?.frame.cursor;
    taken({ verdicts, events, repeated, cursor, stream });
  }

  async function takeReports(): Promise<void> {
    const verdicts = await accept(reports.splice(0));
    if (verdicts) taken({ verdicts, events: [], repeated: [], cursor: undefined, stream: 0 });
  }

  /** A frame that its connector cannot read is set aside as it came; the stream goes on. */
  function readFrame(frame: Frame): (ShowEvent | Unreadable)[] {
    try {
      return normalise(frame);
    } catch (error) {
      const detail = `The message ${frame.kind} could not be read: ${error instanceof Error ? error.message : String(error)}`;
      warn({ err: error, kind: frame.kind }, "a message could not be read");
      return [new Unreadable(JSON.stringify(frame), detail)];
    }
  }

  /** Tries until the events are in: the only way out without them is the hub's stop. */
  async function accept(events: readonly unknown[]): Promise<Verdict[] | undefined> {
    if (events.length === 0) return [];
    for (let wait = timing.storeRetry; ; wait = Math.min(wait * 2, LONGEST_RETRY)) {
      try {
        return await ingest.accept(workspace, events);
      } catch (error) {
        const overloaded = error instanceof Overloaded;
        if (!overloaded) warn({ err: error }, "events could not be stored, trying again");
        await pause(overloaded ? error.retryAfterSeconds * 1000 : wait, closed.signal);
        if (closed.signal.aborted) return undefined;
      }
    }
  }

  async function drained(): Promise<void> {
    if (!running) return;
    await running;
    await drained();
  }

  return {
    push(frame, stream) {
      waiting.push({ frame, stream });
      wake();
      if (waiting.length < ROOM) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    report(event) {
      reports.push(event);
      wake();
    },
    drained,
    giveUp() {
      closed.abort();
      room?.resolve();
    },
  };
}

const isEvent = (given: ShowEvent | Unreadable): given is ShowEvent => !(given instanceof Unreadable);
