import type { ClickHouseClient } from "@clickhouse/client";
import { Overloaded } from "../ingest.ts";
import type { Log } from "../log.ts";
import { hashed, hashId } from "./hash.ts";
import { IdentitySet } from "./identity-set.ts";
import { knownSources, visitKnownIds } from "./known.ts";

interface Source {
  workspace: string;
  source: string;
  ids: IdentitySet;
  /** All ids that were ever stored are in the set. */
  complete: boolean;
  loading: Promise<void> | null;
  /** Position of its newest event: its ids may be let go once ClickHouse has that. */
  lastSeq: number;
  usedAt: number;
}

export interface IdentitiesOptions {
  clickhouse: ClickHouseClient;
  log: Log;
  now: () => number;
  bytes: number;
  writtenUpTo: () => number;
  /** Told the highest position among the events in ClickHouse as soon as that is known. */
  onHighestSeq: (seq: number) => void;
}

const EVICT_EVERY_MILLISECONDS = 10_000;
/** A source that was used so lately is kept even over the budget: letting it go would only mean reading it again. */
const IDLE_MILLISECONDS = 60_000;

/**
 * Which events were ever accepted, by (workspace, source, id). The ids of a source are read from ClickHouse when it is
 * first written to; a source that ClickHouse does not know needs no reading, so that new ones are taken in while
 * ClickHouse is away.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #sources = new Map<string, Source>();
  /** Sources with events in ClickHouse; null until that is known. */
  #directory: Set<string> | null = null;
  #readingDirectory: Promise<void> | null = null;
  #evictedAt = 0;
  #last: Source | null = null;

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  /** Learns which sources ClickHouse knows. */
  readDirectory(): Promise<void> {
    this.#readingDirectory ??= this.#readDirectory().finally(() => {
      this.#readingDirectory = null;
    });
    return this.#readingDirectory;
  }

  async #readDirectory(): Promise<void> {
    const rows = await knownSources(this.#options.clickhouse);
    this.#directory = new Set(rows.map(({ workspace, source }) => nameOf(workspace, source)));
    this.#options.onHighestSeq(rows.reduce((highest, { lastSeq }) => Math.max(highest, lastSeq), 0));
  }

  /** Whether every id of the source is at hand. */
  isReady(workspace: string, source: string): boolean {
    return this.#find(workspace, source)?.complete ?? false;
  }

  /** Gets every id of the source to hand. @throws Overloaded when ClickHouse would have to be asked and does not answer. */
  async load(workspace: string, source: string): Promise<void> {
    const entry = this.#entry(workspace, source);
    if (entry.complete) return;
    entry.loading ??= this.#load(entry).finally(() => {
      entry.loading = null;
    });
    await entry.loading;
    this.#evictIdle();
  }

  async #load(entry: Source): Promise<void> {
    const { clickhouse, log } = this.#options;
    const { workspace, source, ids } = entry;
    try {
      if (this.#directory === null) await this.readDirectory();
      if (this.#directory?.has(nameOf(workspace, source))) {
        await visitKnownIds(clickhouse, workspace, source, (murmur, xx) => ids.add(murmur, xx));
      }
      entry.complete = true;
      entry.usedAt = this.#options.now();
    } catch (error) {
      log.warn(
        { err: error, source },
        "the ids of a source cannot be read; its events are not taken in until they can",
      );
      const message = `Which events of "${source}" are known cannot be looked up at the moment; nothing was taken in.`;
      throw new Overloaded(503, message, 2);
    }
  }

  /** Notes an event; false when it was noted before. Its source must be ready, or its event one that the journal holds. */
  add(workspace: string, source: string, id: string): boolean {
    hashId(id);
    return this.#entry(workspace, source).ids.add(hashed.murmur, hashed.xx);
  }

  /** Takes back an event that could not be written. */
  remove(workspace: string, source: string, id: string): void {
    hashId(id);
    this.#find(workspace, source)?.ids.delete(hashed.murmur, hashed.xx);
  }

  /** Tells the position of the newest event of a source. */
  touch(workspace: string, source: string, lastSeq: number): void {
    const entry = this.#entry(workspace, source);
    entry.lastSeq = lastSeq;
    entry.usedAt = this.#options.now();
    if (entry.usedAt - this.#evictedAt > EVICT_EVERY_MILLISECONDS) this.#evictIdle();
  }

  /** Notes an event that the journal holds and ClickHouse may not. */
  restore(workspace: string, source: string, id: string, seq: number): void {
    this.add(workspace, source, id);
    const entry = this.#entry(workspace, source);
    entry.lastSeq = Math.max(entry.lastSeq, seq);
  }

  #find(workspace: string, source: string): Source | undefined {
    const last = this.#last;
    if (last !== null && last.source === source && last.workspace === workspace) return last;
    const entry = this.#sources.get(nameOf(workspace, source));
    if (entry !== undefined) this.#last = entry;
    return entry;
  }

  #entry(workspace: string, source: string): Source {
    const found = this.#find(workspace, source);
    if (found !== undefined) return found;
    const usedAt = this.#options.now();
    const entry: Source = {
      workspace,
      source,
      ids: new IdentitySet(),
      complete: false,
      loading: null,
      lastSeq: 0,
      usedAt,
    };
    this.#sources.set(nameOf(workspace, source), entry);
    this.#last = entry;
    return entry;
  }

  /** Over the budget, lets go of the sources that were idle longest; only of ids that ClickHouse can give back. */
  #evictIdle(): void {
    const { now, bytes, writtenUpTo } = this.#options;
    this.#evictedAt = now();
    let used = 0;
    for (const { ids } of this.#sources.values()) used += ids.bytes;
    if (used <= bytes) return;
    const written = writtenUpTo();
    const idle = [...this.#sources.values()].sort((left, right) => left.usedAt - right.usedAt);
    for (const { workspace, source, ids, loading, lastSeq, usedAt } of idle) {
      if (used <= bytes) break;
      if (loading !== null || lastSeq > written || this.#evictedAt - usedAt < IDLE_MILLISECONDS) continue;
      used -= ids.bytes;
      this.#sources.delete(nameOf(workspace, source));
      this.#directory?.add(nameOf(workspace, source));
    }
    this.#last = null;
  }
}

const nameOf = (workspace: string, source: string) => `${workspace}\0${source}`;
