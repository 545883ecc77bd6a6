/** What taking in may use. Bytes and milliseconds. */
export interface Limits {
  /** A journal segment is followed by the next one at this size … */
  segmentBytes: number;
  /** … or this age, so that nothing personal stays in it for long. */
  segmentAgeMilliseconds: number;
  /** Waiting for the disk in memory; beyond it callers are told to come back. */
  pendingBytes: number;
  /** Nothing is taken in when the disk has less than this left. */
  diskReserveBytes: number;
  /** Segments stay this long after ClickHouse's answer, which does not mean that its disk has it. */
  keepMilliseconds: number;
  /** What the identities in memory may use before idle sources are let go. */
  identityBytes: number;
  /** What one insert carries at most. */
  sliceBytes: number;
  /** How long events are gathered for one insert while ClickHouse keeps up. */
  gatherMilliseconds: number;
  /** An insert that takes longer is given up and sent again. */
  insertTimeoutMilliseconds: number;
  /** Longest pause between two attempts. */
  longestPauseMilliseconds: number;
  /** How long the hub's own disk may be in the writer's way before the hub says so. */
  stuckMilliseconds: number;
  /** How often a ClickHouse elsewhere is asked when it was started: much more often than segments are deleted. */
  askStartMilliseconds: number;
  /** How long the stop waits for ClickHouse. */
  drainMilliseconds: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  segmentBytes: 32 * MEBIBYTE,
  segmentAgeMilliseconds: 60 * 60_000,
  pendingBytes: 48 * MEBIBYTE,
  diskReserveBytes: 128 * MEBIBYTE,
  keepMilliseconds: 15 * 60_000,
  identityBytes: 256 * MEBIBYTE,
  sliceBytes: 8 * MEBIBYTE,
  gatherMilliseconds: 400,
  insertTimeoutMilliseconds: 60_000,
  longestPauseMilliseconds: 3_000,
  stuckMilliseconds: 10_000,
  askStartMilliseconds: 20_000,
  drainMilliseconds: 6_000,
};

/** Called at each named point of the way in: for tests that end the process there. */
export type Failpoint = (name: FailpointName) => void;

export type FailpointName =
  | "before-write"
  | "after-write"
  | "after-sync"
  | "before-rotation"
  | "after-rotation"
  | "before-plan"
  | "after-plan"
  | "between-tables"
  | "after-insert"
  | "after-mark";
