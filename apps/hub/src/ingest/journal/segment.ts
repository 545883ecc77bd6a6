import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PlanContent } from "./plan.ts";
import { emptyRecord, recordBytes, writeRecord } from "./record.ts";

/**
 * One file of the journal. Its name carries its number and the journal's own id, which is part of every insert's
 * token: two journals that write to one ClickHouse must never share a token.
 */
export interface Segment {
  /** The journal's. */
  id: string;
  number: number;
  path: string;
  planPath: string;
  /** `seq` of its first event, if it will have one. */
  firstSeq: number;
  /** Everything before this byte is on disk. */
  end: number;
  /** No record will be added. */
  closed: boolean;
  /** Written by this process: its records need no checking. */
  own: boolean;
  /** When ClickHouse had confirmed all of it; null before that. */
  confirmedAt: number | null;
  /** What is confirmed of it is sent again too. */
  resend: boolean;
  /** What an earlier process planned and got confirmed of it. */
  plan: PlanContent;
}

/** What the first record of a segment says, as JSON. */
export interface Opened {
  at: number;
  /** Which start of the machine: memory that the system had not written survives a crash of ours, not one of its own. */
  boot: string;
  firstSeq: number;
  firstLetter: number;
  /** Where the segment before ends: bytes behind were never answered for. */
  previousEnd: number;
}

const NO_PLAN: PlanContent = { slices: [], confirmedEnd: 0, damaged: false };

const NAME = /^(\d{10})-([0-9a-f]{12})\.journal$/;

export const newJournalId = (): string => randomBytes(6).toString("hex");

/** The segments of a folder in order, and the id of the journal that they belong to; null when there are none. */
export async function listSegments(directory: string): Promise<{ id: string; segments: Segment[] } | null> {
  const found = (await readdir(directory)).map((name) => NAME.exec(name)).filter((match) => match !== null);
  found.sort(([left], [right]) => (left < right ? -1 : 1));
  const id = found.at(-1)?.[2];
  if (id === undefined) return null;
  return { id, segments: found.map((match) => describe(directory, match[2] ?? id, Number(match[1]))) };
}

/** A segment that does not exist yet. */
export function describe(directory: string, id: string, number: number): Segment {
  const path = join(directory, `${String(number).padStart(10, "0")}-${id}.journal`);
  const planPath = path.replace(/journal$/, "plan");
  return {
    id,
    number,
    path,
    planPath,
    firstSeq: 0,
    end: 0,
    closed: true,
    own: false,
    confirmedAt: null,
    resend: false,
    plan: NO_PLAN,
  };
}

/**
 * Creates the next segment; it is on disk under its name when this resolves, or not there at all. Where it cannot even
 * be deleted again, its path is noted among the `unfinished`: only what is there begins anew.
 */
export async function openSegment(
  directory: string,
  segment: Segment,
  opened: Opened,
  unfinished: Set<string>,
): Promise<FileHandle> {
  const record = { ...emptyRecord("opened"), tallies: `${JSON.stringify(opened)}\n` };
  const buffer = Buffer.allocUnsafe(recordBytes(record));
  writeRecord(buffer, 0, record);
  const anew = unfinished.has(segment.path) ? constants.O_TRUNC : constants.O_EXCL;
  const file = await open(segment.path, constants.O_WRONLY | constants.O_CREAT | anew);
  try {
    await file.write(buffer, 0, buffer.length, 0);
    await file.datasync();
    await syncDirectory(directory);
  } catch (error) {
    await file.close().catch(() => {});
    unfinished.add(segment.path);
    await rm(segment.path, { force: true }).then(
      () => unfinished.delete(segment.path),
      () => {},
    );
    throw error;
  }
  Object.assign(segment, { firstSeq: opened.firstSeq, end: buffer.length, closed: false, own: true });
  unfinished.delete(segment.path);
  return file;
}

/** Puts the names in a folder on disk. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Deletes, oldest first, what ClickHouse confirmed before `keepFrom`, or all that it confirmed when room is needed.
 * Takes them off the list too.
 */
export async function removeOldSegments(segments: Segment[], keepFrom: number, needsRoom: boolean): Promise<void> {
  for (;;) {
    const [oldest] = segments;
    if (oldest === undefined || !oldest.closed || oldest.confirmedAt === null) return;
    if (!needsRoom && oldest.confirmedAt > keepFrom) return;
    segments.shift();
    await rm(oldest.path, { force: true });
    await rm(oldest.planPath, { force: true });
  }
}

/** Reads a piece of a segment. Shorter than asked for when the file ends before. */
export async function readPiece(path: string, start: number, end: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY);
  try {
    const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}
