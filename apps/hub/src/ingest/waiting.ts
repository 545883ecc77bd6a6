import { Type } from "typebox";
import { Compile } from "typebox/compile";

/** Counts of one source in one minute. */
export interface Count {
  workspace: string;
  /** Start of the minute of receipt, in seconds since 1970. */
  minute: number;
  source: string;
  received: number;
  duplicates: number;
}

const isCount = Compile(
  Type.Object({
    workspace: Type.String(),
    minute: Type.Integer(),
    source: Type.String(),
    received: Type.Integer(),
    duplicates: Type.Integer(),
  }),
);

/** One row of `tallies`, a line of JSONEachRow with its end. */
export const countLine = (count: Count): string => `${JSON.stringify(count)}\n`;

/** The rows of `tallies` in a part of a record. */
export function readCounts(lines: Buffer): Count[] {
  return lines
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const count: unknown = JSON.parse(line);
      if (!isCount.Check(count)) throw new Error("tallies: a line of the journal has not the form it was written in");
      return count;
    });
}

/** A count with the dead letters among it. */
export interface Waiting extends Count {
  letters: number;
}

/** What is in the journal and not confirmed by ClickHouse, by workspace, source and minute of receipt. */
export class WaitingCounts {
  readonly #counts = new Map<string, Waiting>();

  /** Counts what a call brought (`by` 1), or takes off what ClickHouse has confirmed (`by` -1). */
  change(
    counts: readonly Count[],
    letters: readonly { workspace: string; minute: number; source: string }[],
    by: 1 | -1,
  ): void {
    for (const { workspace, minute, source, received, duplicates } of counts) {
      const waiting = this.#of(workspace, minute, source);
      waiting.received += by * received;
      waiting.duplicates += by * duplicates;
    }
    for (const { workspace, minute, source } of letters) this.#of(workspace, minute, source).letters += by;
    if (by === 1) return;
    for (const { workspace, minute, source } of counts) {
      const name = nameOf(workspace, minute, source);
      if (this.#counts.get(name)?.received === 0) this.#counts.delete(name);
    }
  }

  /** What waits of a workspace, received in the minutes from `from` up to before `to` (seconds since 1970). */
  of(workspace: string, from: number, to: number): Waiting[] {
    return [...this.#counts.values()].filter(
      (count) => count.workspace === workspace && count.minute >= from && count.minute < to,
    );
  }

  #of(workspace: string, minute: number, source: string): Waiting {
    const name = nameOf(workspace, minute, source);
    let waiting = this.#counts.get(name);
    if (waiting === undefined) {
      waiting = { workspace, minute, source, received: 0, duplicates: 0, letters: 0 };
      this.#counts.set(name, waiting);
    }
    return waiting;
  }
}

const nameOf = (workspace: string, minute: number, source: string) => `${workspace}\0${minute}\0${source}`;
