import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Identities } from "./identities/identities.ts";
import type { Journal } from "./journal/journal.ts";
import { readRecords, type StoredRecord } from "./journal/record.ts";
import { readPiece, type Segment } from "./journal/segment.ts";
import { eventOfRow, readLetters, splitLines } from "./rows.ts";
import { readCounts, type WaitingCounts } from "./waiting.ts";

/** The whole records of a segment from a byte on. */
async function recordsFrom(segment: Segment, start: number): Promise<StoredRecord[]> {
  const piece = await readPiece(segment.path, start, segment.end);
  return [...readRecords(piece, start, !segment.own)].filter(
    (record): record is StoredRecord => record.kind === "taken",
  );
}

/**
 * Brings what an earlier process left unconfirmed back into memory: its ids, and its counts as waiting. Where
 * ClickHouse may have lost what it confirmed, the ids of that too.
 */
export async function restoreTail(
  segments: readonly Segment[],
  identities: Identities,
  waiting: WaitingCounts,
): Promise<void> {
  for (const segment of segments) {
    const { confirmedEnd } = segment.plan;
    for (const record of await recordsFrom(segment, segment.resend ? 0 : confirmedEnd)) {
      for (const line of splitLines(record.events)) {
        const { workspace, source, id, seq } = eventOfRow(line);
        identities.restore(workspace, source, id, seq);
      }
      if (record.end > confirmedEnd) waiting.change(readCounts(record.tallies), readLetters(record.letters), 1);
    }
    // A long tail must not hold up what else the process does.
    await new Promise(setImmediate);
  }
}

/** Brings the ids of all that the journal still has back into memory; the position of the first event of it. */
export async function restoreIds(journal: Journal, identities: Identities): Promise<number> {
  let first = journal.nextSeq;
  for (const segment of journal.segments.slice()) {
    for (const record of await recordsFrom(segment, 0)) {
      first = Math.min(first, record.firstSeq);
      for (const line of splitLines(record.events)) {
        const { workspace, source, id, seq } = eventOfRow(line);
        identities.restore(workspace, source, id, seq);
      }
    }
    await new Promise(setImmediate);
  }
  return first;
}

/** The highest position that ClickHouse has confirmed to earlier processes. */
export async function confirmedSeq(journal: Journal, segments: readonly Segment[]): Promise<number> {
  for (const segment of segments) {
    const [first] = await recordsFrom(segment, segment.resend ? 0 : segment.plan.confirmedEnd);
    if (first !== undefined) return first.firstSeq - 1;
  }
  return journal.nextSeq - 1;
}

/** Accepted events above a position, in order, up to the end of the journal at the moment of the call. */
export async function* eventsSince(journal: Journal, seq: number): AsyncGenerator<AcceptedEvent> {
  const ends = journal.segments.map((segment) => ({ segment, end: segment.end }));
  for (const [index, { segment, end }] of ends.entries()) {
    const next = ends[index + 1];
    if (next !== undefined && next.segment.firstSeq <= seq + 1) continue;
    const piece = await readPiece(segment.path, 0, end);
    for (const record of readRecords(piece, 0, !segment.own)) {
      if (record.kind !== "taken" || record.firstSeq + record.eventCount <= seq + 1) continue;
      for (const line of splitLines(record.events)) {
        const event = eventOfRow(line);
        if (event.seq > seq) yield event;
      }
    }
  }
}
