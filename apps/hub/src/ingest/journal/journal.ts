import type { FileHandle } from "node:fs/promises";
import { mkdir, truncate } from "node:fs/promises";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { Overloaded } from "../ingest.ts";
import type { Failpoint, Limits } from "../limits.ts";
import type { Log } from "../log.ts";
import { bootId } from "./boot.ts";
import { Disk } from "./disk.ts";
import { emptyRecord, type RecordContent, recordBytes, writeRecord } from "./record.ts";
import { type Recovered, recover } from "./recovery.ts";
import { describe, newJournalId, openSegment, removeOldSegments, type Segment } from "./segment.ts";

export interface JournalOptions {
  directory: string;
  limits: Limits;
  now: () => number;
  log: Log;
  failpoint: Failpoint;
  /** Names this start of the machine; found out when absent. */
  boot?: string | undefined;
}

/** What one call wrote, told back once it is on disk or cannot be. */
export interface Entry {
  records: readonly RecordContent[];
  /** On disk. Called in the order of the calls, before any later answer leaves. */
  synced(): void;
  /** Not on disk, and neither is anything that was appended after it. */
  failed(error: Overloaded): void;
}

interface Group {
  buffer: Buffer;
  length: number;
  entries: Entry[];
}

const SMALLEST_BUFFER = 1024 * 1024;
const LONGEST_LULL_MILLISECONDS = 2;
const MAINTAIN_EVERY_MILLISECONDS = 10_000;

/**
 * Append-only segments on disk. What is appended while the disk is busy goes with the next write: the disk decides how
 * many calls share an fdatasync, and none waits for a timer.
 */
export class Journal {
  readonly id: string;
  readonly directory: string;
  readonly segments: Segment[];
  /** What an earlier process left; null when this journal is new. */
  readonly recovered: Recovered | null;
  nextSeq: number;
  nextLetter: number;

  readonly #options: JournalOptions;
  readonly #boot: string;
  readonly #disk: Disk;
  readonly #timer: NodeJS.Timeout;
  #pending: Group = { buffer: Buffer.allocUnsafe(SMALLEST_BUFFER), length: 0, entries: [] };
  #spare: Buffer = Buffer.allocUnsafe(SMALLEST_BUFFER);
  #open: { segment: Segment; file: FileHandle; openedAt: number; written: number } | null = null;
  #running: Promise<void> | null = null;
  #onSynced: () => void = () => {};
  /** Positions below it are taken elsewhere. */
  #lowestSeq = 1;
  /** Segments that could neither be opened nor deleted again. */
  readonly #unfinished = new Set<string>();

  private constructor(options: JournalOptions, recovered: Recovered | null, boot: string, disk: Disk) {
    this.#options = options;
    this.#boot = boot;
    this.#disk = disk;
    this.directory = options.directory;
    this.recovered = recovered;
    this.id = recovered?.id ?? newJournalId();
    this.segments = recovered?.segments ?? [];
    // The machine went down: ClickHouse may have lost what it had confirmed, all of it is sent again.
    if (recovered !== null && !recovered.clean && recovered.boot !== boot) {
      for (const segment of this.segments) {
        segment.confirmedAt = null;
        segment.resend = true;
      }
    }
    this.nextSeq = recovered?.nextSeq ?? 1;
    this.nextLetter = recovered?.nextLetter ?? 1;
    this.#timer = setInterval(() => this.#start(), MAINTAIN_EVERY_MILLISECONDS).unref();
  }

  /** Opens the journal of a folder behind whatever an earlier process left there, damaged or not. */
  static async open(options: JournalOptions): Promise<Journal> {
    await mkdir(options.directory, { recursive: true });
    const disk = await Disk.watch(options.directory, options.limits.diskReserveBytes);
    const recovered = await recover(options.directory);
    const journal = new Journal(options, recovered, options.boot ?? (await bootId()), disk);
    await journal.#rotate().catch((error: unknown) => {
      options.log.error({ err: error }, "the journal cannot be written; nothing is taken in until it can");
    });
    return journal;
  }

  /** What earlier processes left that must go, or go again, to ClickHouse. */
  get left(): Segment[] {
    return this.segments.filter(({ own, confirmedAt }) => !own && confirmedAt === null);
  }

  /** Goes on behind a position that is taken: by an earlier journal of the same ClickHouse. */
  raiseSeq(taken: number): void {
    this.#lowestSeq = Math.max(this.#lowestSeq, taken + 1);
    this.nextSeq = Math.max(this.nextSeq, this.#lowestSeq);
  }

  /** Calls back whenever more is on disk. */
  onSynced(listener: () => void): void {
    this.#onSynced = listener;
  }

  /** @throws Overloaded when nothing more can be appended at the moment. */
  refuseIfFull(): void {
    if (this.#disk.isNearlyFull) throw new Overloaded(503, "The hub's disk is nearly full; nothing was taken in.", 10);
    if (this.#pending.length > this.#options.limits.pendingBytes) {
      throw new Overloaded(429, "More is waiting for the hub's disk than it can hold; nothing was taken in.", 1);
    }
  }

  /** Appends what one call brought. The entry is told when it is on disk. */
  append(entry: Entry): void {
    const group = this.#pending;
    for (const record of entry.records) {
      const needed = group.length + recordBytes(record);
      if (needed > group.buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, group.buffer.length * 2));
        group.buffer.copy(larger, 0, 0, group.length);
        group.buffer = larger;
      }
      group.length = writeRecord(group.buffer, group.length, record);
    }
    group.entries.push(entry);
    this.#start();
  }

  /** Resolves when all that was appended before is on disk or has failed. */
  async settled(): Promise<void> {
    while (this.#running !== null || this.#pending.entries.length > 0) {
      this.#start();
      await this.#running;
    }
  }

  /** Ends the journal with the mark of an orderly stop. */
  async close(): Promise<void> {
    await this.settled();
    clearInterval(this.#timer);
    this.#disk.close();
    if (this.#open === null) return;
    const mark: RecordContent = { ...emptyRecord("closed"), firstSeq: this.nextSeq, firstLetter: this.nextLetter };
    const buffer = Buffer.allocUnsafe(recordBytes(mark));
    writeRecord(buffer, 0, mark);
    await this.#open.file.write(buffer, 0, buffer.length, this.#open.segment.end);
    await this.#open.file.datasync();
    await this.#open.file.close();
    this.#open = null;
  }

  #start(): void {
    if (this.#running !== null) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#pending.entries.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    do {
      await this.#lull();
      const group = this.#pending;
      this.#pending = { buffer: this.#spare, length: 0, entries: [] };
      try {
        if (this.#mustRotate()) await this.#rotate(group);
        if (group.length > 0) await this.#commit(group);
        this.#tellSynced(group);
      } catch (error) {
        await this.#fail(group, error);
      }
      // A buffer that one great burst needed is not kept.
      this.#spare = group.buffer.length > SMALLEST_BUFFER * 8 ? Buffer.allocUnsafe(SMALLEST_BUFFER) : group.buffer;
      this.#onSynced();
    } while (this.#pending.entries.length > 0);
    const { limits, log, now } = this.#options;
    await removeOldSegments(this.segments, now() - limits.keepMilliseconds, this.#disk.isGettingFull).catch(
      (err: unknown) => log.error({ err }, "an old segment cannot be deleted"),
    );
  }

  /**
   * Waits while more arrives with every turn of the event loop, but not for long: a write and its sync cost as much
   * CPU as taking in a hundred events, and when the loop is busy nobody is kept waiting who would not wait anyway.
   */
  async #lull(): Promise<void> {
    const until = performance.now() + LONGEST_LULL_MILLISECONDS;
    let seen: number;
    do {
      seen = this.#pending.entries.length;
      await nextTurn();
    } while (this.#pending.entries.length > seen && performance.now() < until);
  }

  async #commit(group: Group): Promise<void> {
    if (this.#open === null) throw new Error("no segment is open");
    const { failpoint } = this.#options;
    const { file, segment } = this.#open;
    failpoint("before-write");
    let written = 0;
    while (written < group.length) {
      const { bytesWritten } = await file.write(group.buffer, written, group.length - written, segment.end + written);
      written += bytesWritten;
    }
    failpoint("after-write");
    await file.datasync();
    failpoint("after-sync");
    segment.end += group.length;
    this.#open.written += group.length;
  }

  /** It is on disk: no error may undo it any more. */
  #tellSynced(group: Group): void {
    for (const entry of group.entries) {
      try {
        entry.synced();
      } catch (err) {
        this.#options.log.error({ err }, "an error after events were taken in; they stay taken in");
      }
    }
  }

  /** Nothing of a group that failed counts, nor of what was appended after it: its ids were seen as known meanwhile. */
  async #fail(group: Group, error: unknown): Promise<void> {
    this.#options.log.error({ err: error }, "the journal could not be written");
    const entries = [...group.entries, ...this.#pending.entries];
    this.#pending.entries = [];
    this.#pending.length = 0;
    const first = entries.flatMap(({ records }) => records)[0];
    if (first !== undefined) {
      this.nextSeq = Math.max(first.firstSeq, this.#lowestSeq);
      this.nextLetter = first.firstLetter;
    }
    const overloaded = new Overloaded(503, "The hub cannot write to its disk; nothing was taken in.", 5);
    for (const entry of entries) entry.failed(overloaded);
    await this.#abandon();
    await pause(100);
  }

  /** After a failed write or sync nobody knows what the file holds behind its last good byte: go on in a new one. */
  async #abandon(): Promise<void> {
    if (this.#open === null) return;
    const { segment, file } = this.#open;
    this.#open = null;
    segment.closed = true;
    await file.close().catch(() => {});
    await truncate(segment.path, segment.end).catch(() => {});
  }

  #mustRotate(): boolean {
    if (this.#open === null) return true;
    const { limits, now } = this.#options;
    const { written, openedAt } = this.#open;
    return written >= limits.segmentBytes || (written > 0 && now() - openedAt >= limits.segmentAgeMilliseconds);
  }

  /** Goes on in a new segment, whose first event will be `firstSeq`. */
  async #rotate(group?: Group): Promise<void> {
    const { directory, failpoint, log, now } = this.#options;
    failpoint("before-rotation");
    const previous = this.segments.at(-1);
    const first = group?.entries[0]?.records[0] ?? { firstSeq: this.nextSeq, firstLetter: this.nextLetter };
    const next = describe(directory, this.id, (previous?.number ?? 0) + 1);
    const opened = {
      at: now(),
      boot: this.#boot,
      firstSeq: first.firstSeq,
      firstLetter: first.firstLetter,
      previousEnd: previous?.end ?? 0,
    };
    const file = await openSegment(directory, next, opened, this.#unfinished);
    // From here on its name is taken: it must be on the list, whatever else fails.
    const before = this.#open;
    if (previous !== undefined) previous.closed = true;
    this.#open = { segment: next, file, openedAt: now(), written: 0 };
    this.segments.push(next);
    await before?.file.close().catch((err: unknown) => log.error({ err }, "a whole segment cannot be closed"));
    failpoint("after-rotation");
  }
}
