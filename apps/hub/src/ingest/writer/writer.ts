import { setTimeout as pause } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Journal } from "../journal/journal.ts";
import { Plan, type Slice } from "../journal/plan.ts";
import { setAside } from "../journal/recovery.ts";
import type { Segment } from "../journal/segment.ts";
import type { Failpoint, Limits } from "../limits.ts";
import type { Log } from "../log.ts";
import { refusedLine } from "../rows.ts";
import { insertAllBut } from "./bisect.ts";
import { insertLines, isAboutContent, type Table } from "./insert.ts";
import { pauseAfter, Signal, Turn } from "./pace.ts";
import { type Content, cutSlice, readSlice, withoutKnown } from "./slices.ts";

export interface WriterOptions {
  journal: Journal;
  clickhouse: ClickHouseClient;
  limits: Limits;
  log: Log;
  now: () => number;
  failpoint: Failpoint;
  /** Called when ClickHouse has confirmed a slice for the first time. */
  onConfirmed: (content: Content) => void;
}

/** Where the writer is. */
interface Place {
  segment: Segment;
  offset: number;
  /** Before it everything was confirmed to an earlier process, and is sent again only for safety. */
  confirmedEnd: number;
  planned: Slice[];
  plan: Plan;
  planDamaged: boolean;
}

/** Carries the journal to ClickHouse: frozen slices, one after another, each until it is confirmed. */
export class Writer {
  writtenUpTo: number;

  readonly #options: WriterOptions;
  readonly #wake = new Signal();
  readonly #turn = new Turn();
  readonly #stop = new AbortController();
  #place: Place | null = null;
  #flushing: { segment: number; end: number; done: () => void }[] = [];
  #sentAt = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: WriterOptions, writtenUpTo: number) {
    this.#options = options;
    this.writtenUpTo = writtenUpTo;
    options.journal.onSynced(() => this.#wake.tell());
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#options.log.error({ err: error }, "the writer ended");
    });
  }

  /** Resolves when ClickHouse has confirmed all that is on disk now. */
  async flush(): Promise<void> {
    const last = this.#options.journal.segments.at(-1);
    if (last === undefined || this.#isBehind(last.number, last.end)) return;
    await new Promise<void>((done) => {
      this.#flushing.push({ segment: last.number, end: last.end, done });
      this.#wake.tell();
    });
  }

  /** Runs a task while no slice is under way: each slice is then in ClickHouse as a whole or not at all. */
  betweenSlices<Result>(
    task: () => Promise<Result>,
    patience: { milliseconds: number; error: () => Error },
  ): Promise<Result> {
    return this.#turn.run(task, patience);
  }

  /** Where the journal is not confirmed yet. */
  get position(): { segment: number; offset: number } {
    return { segment: this.#place?.segment.number ?? 0, offset: this.#place?.offset ?? 0 };
  }

  /** Sends what is left as far as ClickHouse takes it in the time given, then stops. */
  async close(): Promise<void> {
    const timer = new AbortController();
    const { drainMilliseconds } = this.#options.limits;
    await Promise.race([this.flush(), pause(drainMilliseconds, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    this.#stop.abort();
    this.#wake.tell();
    await this.#running;
    await this.#place?.plan.close();
    this.#place = null;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const segment =
        this.#place?.segment ?? this.#options.journal.segments.find(({ confirmedAt }) => confirmedAt === null);
      if (segment === undefined) {
        await this.#wake.wait(Number.POSITIVE_INFINITY);
        continue;
      }
      this.#place ??= await this.#enter(segment);
      const place = this.#place;
      if (place.offset >= segment.end) {
        if (segment.closed && (await this.#leave(place))) continue;
        this.#answerFlushes();
        await this.#wake.wait(Number.POSITIVE_INFINITY);
        continue;
      }
      await this.#gather(place);
      if (this.#stop.signal.aborted) return;
      await this.#turn.run(() => this.#step(place));
      this.#answerFlushes();
    }
  }

  /** Many calls share an insert: waits a little unless there is enough, or somebody waits for it. */
  async #gather({ segment, offset }: Place): Promise<void> {
    const { gatherMilliseconds, sliceBytes } = this.#options.limits;
    for (;;) {
      const left = this.#sentAt + gatherMilliseconds - performance.now();
      const enough = segment.closed || segment.end - offset >= sliceBytes || this.#flushing.length > 0;
      if (left <= 0 || enough || this.#stop.signal.aborted) return;
      await this.#wake.wait(left);
    }
  }

  async #enter(segment: Segment): Promise<Place> {
    const { slices, confirmedEnd, damaged } = segment.plan;
    const offset = segment.resend ? 0 : confirmedEnd;
    return {
      segment,
      offset,
      confirmedEnd,
      planned: slices.filter(({ start }) => start >= offset).sort((left, right) => left.start - right.start),
      plan: await Plan.open(segment.planPath),
      planDamaged: damaged,
    };
  }

  /** Goes on to the next segment; false when there is none yet. */
  async #leave({ segment, plan }: Place): Promise<boolean> {
    const { journal, now } = this.#options;
    const next = journal.segments.find(({ number, confirmedAt }) => number > segment.number && confirmedAt === null);
    if (next === undefined) return false;
    await plan.close();
    segment.confirmedAt = now();
    this.#place = await this.#enter(next);
    return true;
  }

  async #step(place: Place): Promise<void> {
    const { clickhouse, failpoint, journal, limits, log, now, onConfirmed } = this.#options;
    const { segment } = place;
    let content = await this.#nextContent(place);
    if (content === null) return;
    for (const damage of content.damages) {
      log.error({ segment: segment.path, ...damage }, "a part of the journal is damaged and was set aside");
      await setAside(journal.directory, segment, damage, now());
    }
    const hasRows = content.tallies.length > 0 || content.events.length > 0 || content.letters.length > 0;
    if (hasRows) {
      const { start, end } = content;
      const isPlanned = place.planned[0]?.start === start && place.planned[0].end === end;
      if (isPlanned) place.planned.shift();
      else {
        failpoint("before-plan");
        await place.plan.add(content);
        failpoint("after-plan");
        if (place.planDamaged) content = await this.#untilDone(() => withoutKnown(clickhouse, content as Content));
      }
      const token = `${segment.id}-${segment.number}-${start}-${end}`;
      const events = this.#insert("events", content.events, token);
      // Small beside the events: they go along on a connection of their own.
      const others = this.#insertOthers(content, token);
      await Promise.all([events, others]);
      failpoint("after-insert");
    }
    if (hasRows || segment.closed) await place.plan.confirm(Math.max(content.end, place.confirmedEnd));
    failpoint("after-mark");
    place.offset = content.end;
    this.#sentAt = performance.now();
    this.writtenUpTo = Math.max(this.writtenUpTo, content.endSeq - 1);
    if (content.end > place.confirmedEnd) onConfirmed(content);
    if (content.end - content.start > limits.sliceBytes * 16)
      log.warn({ bytes: content.end - content.start }, "a very large insert");
  }

  /** What comes next: what was planned goes as it was planned, also when that left a gap in a damaged plan. */
  async #nextContent(place: Place): Promise<Content | null> {
    const { segment, offset } = place;
    while (place.planned[0] !== undefined && place.planned[0].start < offset) place.planned.shift();
    const [planned] = place.planned;
    if (planned === undefined) return cutSlice(segment, offset, this.#options.limits.sliceBytes);
    return planned.start === offset
      ? readSlice(segment, planned.start, Math.min(planned.end, segment.end))
      : readSlice(segment, offset, planned.start);
  }

  async #insertOthers({ names, letters, tallies }: Content, token: string): Promise<void> {
    await this.#insert("tallies", tallies, token);
    this.#options.failpoint("between-tables");
    await this.#insert("actor_names", names, token);
    await this.#insert("dead_letters", letters, token);
  }

  async #insert(table: Table, lines: Buffer, token: string): Promise<void> {
    if (lines.length === 0) return;
    const first = await this.#attempt(table, lines, token);
    if (first.refused === null) return;
    const refused = await insertAllBut(lines, token, (part, partToken) => this.#attempt(table, part, partToken));
    for (const { line, reason } of refused) {
      this.#options.log.error({ table, line, reason }, "ClickHouse refuses a row; it goes to the dead letters");
    }
    if (table === "events" && refused.length > 0) {
      const letters = refused.map(({ line, reason }) => refusedLine(line, reason)).join("");
      await this.#insert("dead_letters", Buffer.from(letters), `${token}-refused`);
    }
  }

  /** One insert, again and again while ClickHouse is not there; answers its reason when it refuses the content. */
  #attempt(table: Table, lines: Buffer, token: string): Promise<{ refused: string | null }> {
    const { clickhouse, limits } = this.#options;
    let refusals = 0;
    return this.#untilDone(async () => {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(limits.insertTimeoutMilliseconds)]);
      try {
        await insertLines(clickhouse, table, lines, token, signal);
        return { refused: null };
      } catch (error) {
        // The first time it may be a body that was cut on its way.
        if (!isAboutContent(error) || ++refusals < 2) throw error;
        return { refused: error.message };
      }
    });
  }

  async #untilDone<Result>(task: () => Promise<Result>): Promise<Result> {
    const { limits, log } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await task();
      } catch (error) {
        if (this.#stop.signal.aborted) throw error;
        if (attempt === 0 || attempt % 20 === 0)
          log.warn({ err: error, attempt }, "ClickHouse does not take events; they wait in the journal");
        await pause(pauseAfter(attempt, limits.longestPauseMilliseconds), undefined, { signal: this.#stop.signal });
      }
    }
  }

  #isBehind(segment: number, end: number): boolean {
    const place = this.#place;
    return (
      place !== null && (place.segment.number > segment || (place.segment.number === segment && place.offset >= end))
    );
  }

  #answerFlushes(): void {
    const waiting = this.#flushing;
    this.#flushing = waiting.filter(({ segment, end }) => !this.#isBehind(segment, end));
    for (const flush of waiting) if (!this.#flushing.includes(flush)) flush.done();
  }
}
