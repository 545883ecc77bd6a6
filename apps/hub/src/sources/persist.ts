import type { Gap, SourceRecord } from "./source.ts";
import type { GapOf, Storage } from "./storage.ts";

export interface PersistOptions {
  storage: Storage;
  /** At most one write in that time, in milliseconds. */
  every: number;
  warn: (detail: object, message: string) => void;
  /** Sources that were written. */
  written: (records: readonly SourceRecord[]) => void;
}

/** Writes changed sources together, so that a thousand events a second cost one small statement. */
export interface Persist {
  source: (record: SourceRecord) => void;
  gap: (record: SourceRecord, gap: Gap) => void;
  /** Resolves when all that changed before is written, or could not be. */
  flush: () => Promise<void>;
}

/** Makes the batched writer. When the database is away, what changed waits for the next turn. */
export function createPersist({ storage, every, warn, written }: PersistOptions): Persist {
  let records = new Set<SourceRecord>();
  let gaps = new Map<string, GapOf>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let lastAt = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    timer ??= setTimeout(flush, Math.max(0, lastAt + every - performance.now()));
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    lastAt = performance.now();
    writing = writing.then(write);
    return writing;
  }

  async function write(): Promise<void> {
    if (records.size === 0 && gaps.size === 0) return;
    const mine = { records, gaps };
    records = new Set();
    gaps = new Map();
    try {
      await storage.save([...mine.records], [...mine.gaps.values()]);
      written([...mine.records]);
    } catch (error) {
      warn({ err: error }, "the state of sources could not be written, trying again");
      records = new Set([...mine.records, ...records]);
      gaps = new Map([...mine.gaps, ...gaps]);
      schedule();
    }
  }

  return {
    source(record) {
      records.add(record);
      schedule();
    },
    gap(record, gap) {
      gaps.set(gap.id, { source: record.id, gap });
      schedule();
    },
    flush,
  };
}
