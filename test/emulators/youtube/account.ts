import { REFUSALS, type Refusal, type RefusalName } from "./refusals.ts";

export type RequestKind = "videos" | "messages" | "streams";

/** What a request may meet instead of an answer. */
export type Fault = RefusalName | "hang" | "reset" | Refusal;

const COST: Record<RequestKind, number> = { videos: 1, messages: 5, streams: 5 };

/** One Google project: its key, the quota of the day, what it asked for, and the faults that wait for it. */
export class Account {
  readonly key: string;
  quota: number;
  spent = 0;
  /** When each request came, in milliseconds since 1970. */
  readonly requests: Record<RequestKind, number[]> = { videos: [], messages: [], streams: [] };
  readonly #faults: Record<RequestKind, Fault[]> = { videos: [], messages: [], streams: [] };

  constructor(key: string, quota: number) {
    this.key = key;
    this.quota = quota;
  }

  /** The next `times` requests of that kind meet the fault. */
  fail(kind: RequestKind, fault: Fault, times = 1): void {
    this.#faults[kind].push(...Array.from({ length: times }, () => fault));
  }

  /** Takes back the faults that nobody has met. */
  heal(kind: RequestKind): void {
    this.#faults[kind].length = 0;
  }

  /** Counts a request and says what it meets; undefined: an answer. A refused key costs nothing. */
  ask(kind: RequestKind, key: string | undefined): Refusal | "hang" | "reset" | undefined {
    this.requests[kind].push(Date.now());
    if (key !== this.key) return REFUSALS.keyInvalid;
    const fault = this.#faults[kind].shift();
    if (fault !== undefined)
      return typeof fault === "string" && fault in REFUSALS
        ? REFUSALS[fault as RefusalName]
        : (fault as Refusal | "hang" | "reset");
    if (this.spent + COST[kind] > this.quota) return REFUSALS.quotaExceeded;
    this.spent += COST[kind];
    return undefined;
  }
}
