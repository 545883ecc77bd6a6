import type { ClickHouseClient } from "@clickhouse/client";
import type { Slice } from "../journal/plan.ts";
import { type Damage, readRecords } from "../journal/record.ts";
import { readPiece, type Segment } from "../journal/segment.ts";
import { splitLines } from "../rows.ts";

/** A slice with its rows, ready to be sent. */
export interface Content extends Slice {
  events: Buffer;
  letters: Buffer;
  names: Buffer;
  tallies: Buffer;
  damages: Damage[];
}

/** Reads a slice whose limits are known. */
export async function readSlice(segment: Segment, start: number, end: number): Promise<Content> {
  return contentOf(await readPiece(segment.path, start, end), start, end, segment);
}

/**
 * Cuts the next slice: whole records from `start` on, of about `bytes` in all, at least one; null when nothing is
 * there yet.
 */
export async function cutSlice(segment: Segment, start: number, bytes: number): Promise<Content | null> {
  const { end } = segment;
  for (let size = bytes; start < end; size *= 4) {
    const limit = Math.min(end, start + size);
    const piece = await readPiece(segment.path, start, limit);
    let whole = start;
    for (const record of readRecords(piece, start, false)) {
      // Where the piece ends a record looks cut short, which only at the segment's own end it may be.
      if (record.kind !== "damage" || record.end < limit || limit === end) whole = record.end;
    }
    if (whole > start) return contentOf(piece.subarray(0, whole - start), start, whole, segment);
  }
  return null;
}

function contentOf(piece: Buffer, start: number, end: number, segment: Segment): Content {
  const parts = { events: [] as Buffer[], letters: [] as Buffer[], names: [] as Buffer[], tallies: [] as Buffer[] };
  const damages: Damage[] = [];
  let firstSeq: number | null = null;
  let endSeq = 0;
  for (const record of readRecords(piece, start, !segment.own)) {
    if (record.kind === "damage") damages.push(record);
    if (record.kind !== "taken") continue;
    firstSeq ??= record.firstSeq;
    endSeq = record.firstSeq + record.eventCount;
    parts.events.push(record.events);
    parts.letters.push(record.letters);
    parts.names.push(record.names);
    parts.tallies.push(record.tallies);
  }
  return {
    start,
    end,
    firstSeq: firstSeq ?? endSeq,
    endSeq,
    events: Buffer.concat(parts.events),
    letters: Buffer.concat(parts.letters),
    names: Buffer.concat(parts.names),
    tallies: Buffer.concat(parts.tallies),
    damages,
  };
}

/**
 * The events of a slice that ClickHouse does not have. For bytes of which nobody knows whether they were ever sent,
 * because the plan beside them is damaged.
 */
export async function withoutKnown(
  clickhouse: ClickHouseClient,
  content: Content,
  signal: AbortSignal,
): Promise<Content> {
  const { firstSeq, endSeq } = content;
  if (endSeq <= firstSeq) return content;
  const query = `SELECT workspace, source, id FROM events WHERE seq >= {firstSeq: UInt64} AND seq < {endSeq: UInt64}`;
  const reply = await clickhouse.query({
    query,
    query_params: { firstSeq, endSeq },
    format: "JSONEachRow",
    abort_signal: signal,
  });
  const known = new Set((await reply.json<Identity>()).map(nameOf));
  if (known.size === 0) return content;
  const unknown = splitLines(content.events).filter((line) => !known.has(nameOf(JSON.parse(line) as Identity)));
  return { ...content, events: Buffer.from(unknown.map((line) => `${line}\n`).join("")) };
}

interface Identity {
  workspace: string;
  source: string;
  id: string;
}

const nameOf = ({ workspace, source, id }: Identity) => JSON.stringify([workspace, source, id]);
