import type { Joining } from "./format.ts";

/** One statement for an engine thread, with everything it needs: a thread keeps nothing between two of them. */
export interface Run {
  kind: "run";
  id: number;
  sql: string;
  database: string;
  /** Settings for this statement alone. */
  settings: [name: string, value: string][];
  /** Bound parameters, escaped as ClickHouse's HTTP interface receives them. */
  parameters: [name: string, value: string][];
  format: string;
  /** Rows for an INSERT, in the format that its SQL names; without any it does nothing. */
  rows: Uint8Array<ArrayBuffer> | undefined;
  /** Reply in chunks while it is read; undefined: whole. */
  streamed: Joining | undefined;
  /** The statement changes the session: it is thrown away afterwards. */
  changesSession: boolean;
}

export type ToThread =
  | Run
  | { kind: "read"; id: number; bytes: number }
  | { kind: "cancel"; id: number }
  | { kind: "close" };

/** What is known of a statement when it ends; rows written count those of materialised views too. */
export interface Summary {
  readRows: number;
  readBytes: number;
  writtenRows: number;
  writtenBytes: number;
}

export type FromThread =
  | { kind: "open" }
  | { kind: "chunk"; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "end"; id: number; summary: Summary }
  | { kind: "failed"; id: number; message: string }
  | { kind: "closed" };

/** What a thread may send ahead of its reader; one chunk (65,000 rows) may be larger. */
export const BYTES_AHEAD = 4 * 1024 * 1024;
