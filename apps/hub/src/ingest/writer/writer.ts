import { setTimeout as pause } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Journal } from "../journal/journal.ts";
import { Plan, readPlan, type Slice } from "../journal/plan.ts";
import { setAside } from "../journal/recovery.ts";
import type { Segment } from "../journal/segment.ts";
import type { Failpoint, Limits } from "../limits.ts";
import type { Log } from "../log.ts";
import { refusedLine } from "../rows.ts";
import { Attempts } from "./attempts.ts";
import { insertAllBut } from "./bisect.ts";
import { insertLines, isAboutContent, type Table } from "./insert.ts";
import { Signal, Turn } from "./pace.ts";
import { refusalOf } from "./refusal.ts";
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
  /** The slice under way: once it is planned, a longer one from the same start would double its events on a replay. */
  content: Content | null;
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
  readonly #attempts: Attempts;
  #place: Place | null = null;
  #flushing: { segment: number; end: number; done: () => void }[] = [];
  #sentAt = 0;
  #running: Promise<void> = Promise.resolve();
  /** Told when it has gone back to the oldest segment. */
  #goingBack: { firstSeq: number; done: () => void } | null = null;

  constructor(options: WriterOptions, writtenUpTo: number) {
    this.#options = options;
    this.writtenUpTo = writtenUpTo;
    const { log, limits } = options;
    const { longestPauseMilliseconds } = limits;
    this.#attempts = new Attempts({ log, longestPauseMilliseconds, stop: this.#stop.signal });
    options.journal.onSynced(() => this.#wake.tell());
  }

  start(): void {
    // Whatever happens, it goes on with the slice that was under way: it fails only because it was stopped.
    this.#running = this.#attempts.onDisk(() => this.#run()).catch(() => {});
  }

  /** Whether something other than ClickHouse, above all the hub's own disk, has been in the way for too long. */
  get isStuck(): boolean {
    return this.#attempts.stuckFor > this.#options.limits.stuckMilliseconds;
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

  /**
   * Sends all that the journal still has once more: ClickHouse may have lost what it had confirmed. What is at `firstSeq`
   * and behind counts as not written until then. Resolves when it is there.
   */
  async sendAgain(firstSeq: number): Promise<void> {
    await new Promise<void>((done) => {
      this.#goingBack = { firstSeq, done };
      this.#wake.tell();
    });
    await this.flush();
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
    if (this.#place !== null) await this.#closePlan(this.#place.plan);
    this.#place = null;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#goingBack !== null) await this.#attempts.onDisk(() => this.#goBack());
      const segment =
        this.#place?.segment ?? this.#options.journal.segments.find(({ confirmedAt }) => confirmedAt === null);
      if (segment === undefined) {
        await this.#wake.wait(Number.POSITIVE_INFINITY);
        continue;
      }
      this.#place ??= await this.#attempts.onDisk(() => this.#enter(segment));
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

  /** Slices keep the limits, and so the tokens, under which they went before. */
  async #goBack(): Promise<void> {
    if (this.#place !== null) await this.#closePlan(this.#place.plan);
    this.#place = null;
    for (const segment of this.#options.journal.segments) {
      segment.plan = await readPlan(segment.planPath);
      segment.resend = true;
      segment.confirmedAt = null;
    }
    if (this.#goingBack === null) return;
    const { firstSeq, done } = this.#goingBack;
    this.#goingBack = null;
    this.writtenUpTo = Math.min(this.writtenUpTo, firstSeq - 1);
    done();
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
      content: null,
      plan: await Plan.open(segment.planPath),
      planDamaged: damaged,
    };
  }

  /** Goes on to the next segment; false when there is none yet. */
  async #leave({ segment, plan }: Place): Promise<boolean> {
    const { journal, now } = this.#options;
    const next = journal.segments.find(({ number, confirmedAt }) => number > segment.number && confirmedAt === null);
    if (next === undefined) return false;
    await this.#closePlan(plan);
    segment.confirmedAt = now();
    this.#place = await this.#attempts.onDisk(() => this.#enter(next));
    return true;
  }

  /** Nothing depends on it: what had to be on disk was put there line by line. */
  async #closePlan(plan: Plan): Promise<void> {
    await plan
      .close()
      .catch((err: unknown) => this.#options.log.error({ err }, "the plan of a segment cannot be closed"));
  }

  async #step(place: Place): Promise<void> {
    const { failpoint, journal, limits, log, now } = this.#options;
    const { segment } = place;
    place.content ??= await this.#attempts.onDisk(() => this.#nextContent(place));
    if (place.content === null) return;
    for (const damage of place.content.damages) {
      log.error({ segment: segment.path, ...damage }, "a part of the journal is damaged and was set aside");
      await this.#attempts.onDisk(() => setAside(journal.directory, segment, damage, now()));
    }
    const content = await this.#plan(place, place.content);
    if (hasRows(content)) {
      const token = `${segment.id}-${segment.number}-${content.start}-${content.end}`;
      const events = this.#insert("events", content.events, token);
      // Small beside the events: they go along on a connection of their own.
      const others = this.#insertOthers(content, token);
      // Both to their end: neither may still be under way when the slice is sent again.
      for (const each of await Promise.allSettled([events, others])) if (each.status === "rejected") throw each.reason;
      failpoint("after-insert");
    }
    if (hasRows(content) || segment.closed) {
      const confirmedEnd = Math.max(content.end, place.confirmedEnd);
      await this.#attempts.onDisk(() => place.plan.confirm(confirmedEnd));
    }
    failpoint("after-mark");
    place.offset = content.end;
    place.content = null;
    this.#sentAt = performance.now();
    this.writtenUpTo = Math.max(this.writtenUpTo, content.endSeq - 1);
    if (content.end > place.confirmedEnd) this.#tellConfirmed(content);
    if (content.end - content.start > limits.sliceBytes * 16)
      log.warn({ bytes: content.end - content.start }, "a very large insert");
  }

  /** ClickHouse has it: an error must not send it again. */
  #tellConfirmed(content: Content): void {
    try {
      this.#options.onConfirmed(content);
    } catch (err) {
      this.#options.log.error({ err }, "what waits for ClickHouse is counted wrong until the next start");
    }
  }

  /** Puts the limits of what is sent next on disk; answers what of it to send. */
  async #plan(place: Place, content: Content): Promise<Content> {
    const { clickhouse, failpoint, limits } = this.#options;
    const [planned] = place.planned;
    if (!hasRows(content) || (planned?.start === content.start && planned.end === content.end)) return content;
    await this.#attempts.onDisk(async () => {
      failpoint("before-plan");
      await place.plan.add(content);
      failpoint("after-plan");
    });
    if (place.planDamaged) {
      place.content = await this.#attempts.onClickHouse(() => {
        const timeout = AbortSignal.timeout(limits.insertTimeoutMilliseconds);
        return withoutKnown(clickhouse, content, AbortSignal.any([this.#stop.signal, timeout]));
      });
    }
    const { start, end, firstSeq, endSeq } = content;
    place.planned.unshift({ start, end, firstSeq, endSeq });
    return place.content ?? content;
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
      this.#options.log.error(
        { table, ...refusalOf(line, reason) },
        "ClickHouse refuses a row; it goes to the dead letters",
      );
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
    return this.#attempts.onClickHouse(async () => {
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

const hasRows = ({ tallies, events, letters }: Content): boolean =>
  tallies.length > 0 || events.length > 0 || letters.length > 0;
