import type { AcceptedEvent, ShowEvent } from "@showpulse/connectors/event";
import { type Ingest, Unreadable, type Verdict } from "../../apps/hub/src/ingest/ingest.ts";

/** The way in without a disk: for tests of what stands before and behind it. */
export interface MemoryIngest extends Ingest {
  events: AcceptedEvent[];
  deadLetters: { raw: unknown; detail: string }[];
  /** Runs before each accept: may wait, or throw what the real one throws. */
  before: () => Promise<void> | void;
  /** What the "stored" events reach up to; the rest is "in the journal". */
  written: number;
}

/** De-duplicates, numbers and tells, like the real one. */
export function createMemoryIngest(now: () => number = Date.now): MemoryIngest {
  const seen = new Set<string>();
  const listeners = new Set<(events: readonly AcceptedEvent[]) => void>();

  function judge(workspace: string, event: unknown): Verdict {
    if (event instanceof Unreadable) return reject(event.raw, null, event.detail);
    const { id, source, type, subject = "", time, data } = event as ShowEvent;
    if (!/^[a-z_]+$/.test(type)) return reject(event, id, "type does not match");
    const name = JSON.stringify([workspace, source, id]);
    if (seen.has(name)) return { outcome: "duplicate" };
    seen.add(name);
    const receivedAt = now();
    const accepted: AcceptedEvent = {
      workspace,
      show: subject,
      seq: ingest.events.length + 1,
      time: time === undefined ? receivedAt : Date.parse(time),
      receivedAt,
      skewed: false,
      id,
      source,
      type,
      data: { ...data, platform: data?.platform ?? "native" },
    };
    ingest.events.push(accepted);
    return { outcome: "accepted", event: accepted };
  }

  function reject(raw: unknown, id: string | null, detail: string): Verdict {
    ingest.deadLetters.push({ raw, detail });
    return { outcome: "rejected", id, code: "invalid", detail };
  }

  const ingest: MemoryIngest = {
    events: [],
    deadLetters: [],
    written: 0,
    before: () => {},
    async accept(workspace, events) {
      await ingest.before();
      const verdicts = events.map((event) => judge(workspace, event));
      const accepted = verdicts.flatMap((verdict) => (verdict.outcome === "accepted" ? [verdict.event] : []));
      if (accepted.length > 0) for (const listener of listeners) listener(accepted);
      return verdicts;
    },
    flush: async () => {},
    onAccepted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    writtenUpTo: () => ingest.written,
    async *since(seq) {
      yield* ingest.events.filter((event) => event.seq > seq);
    },
    accounting: async () => [],
    isStuck: () => false,
    close: async () => {},
  };
  return ingest;
}
