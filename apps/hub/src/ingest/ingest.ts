import type { AcceptedEvent } from "@showpulse/connectors/event";

/** What became of one incoming event. */
export type Verdict =
  | { outcome: "accepted"; event: AcceptedEvent }
  | { outcome: "duplicate" }
  | { outcome: "rejected"; id: string | null; code: string; detail: string };

/** Per source, over a period: `received = stored + duplicates + deadLettered + waiting`, always exactly. */
export interface Accounting {
  source: string;
  received: number;
  stored: number;
  duplicates: number;
  deadLettered: number;
  waiting: number;
}

/** The way in, for HTTP and connectors alike: gate → de-duplication → journal → (answer) → writer → ClickHouse. */
export interface Ingest {
  /**
   * Takes events in, in order. Resolves when every accepted one is on disk (fdatasync); one verdict each.
   * An `unknown` that came as text that is not JSON is passed as {@link Unreadable}. `rawOf` gives the text that an
   * event came as, for the dead letters; without it that is the event as JSON.
   * @throws Overloaded when the journal or the disk cannot take more: nothing of the call was taken in.
   */
  accept(workspace: string, events: readonly unknown[], rawOf?: (index: number) => string): Promise<Verdict[]>;
  /** Resolves when all that was accepted before the call can be queried. */
  flush(): Promise<void>;
  /** Called in order of `seq` once events are on disk; must not throw, must be quick. Returns the way to stop listening. */
  onAccepted(listener: (events: readonly AcceptedEvent[]) => void): () => void;
  /** The highest `seq` that ClickHouse has confirmed: a query sees everything up to it. */
  writtenUpTo(): number;
  /** Accepted events above `seq`, in order, from the journal: what a query up to `writtenUpTo()` did not see. */
  since(seq: number): AsyncIterable<AcceptedEvent>;
  accounting(workspace: string, period: { from?: Date; to?: Date }): Promise<Accounting[]>;
  /**
   * Whether what was taken in has been waiting for more than ten seconds because of the hub itself, above all its own
   * disk, rather than because of ClickHouse.
   */
  isStuck(): boolean;
  /** Stops taking in, drains to ClickHouse as far as it is there, closes the files. */
  close(): Promise<void>;
}

/** A line of a body that could not be read as JSON: kept as it came, rejected with its reason. */
export class Unreadable {
  readonly raw: string;
  readonly detail: string;
  constructor(raw: string, detail: string) {
    this.raw = raw;
    this.detail = detail;
  }
}

/** The hub cannot take more at the moment; nothing was taken in. */
export class Overloaded extends Error {
  readonly status: 429 | 503;
  readonly retryAfterSeconds: number;
  constructor(status: 429 | 503, message: string, retryAfterSeconds: number) {
    super(message);
    this.name = "Overloaded";
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
