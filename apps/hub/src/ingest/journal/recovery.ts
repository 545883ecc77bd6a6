import { existsSync } from "node:fs";
import { appendFile, mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPlan } from "./plan.ts";
import { type Damage, readRecords } from "./record.ts";
import { listSegments, type Opened, readPiece, type Segment } from "./segment.ts";

/** After damage nobody knows which positions were given: go on behind any that can have been. */
const SEQ_GAP_AFTER_DAMAGE = 1_000_000;

/** What an earlier process left. */
export interface Recovered {
  id: string;
  segments: Segment[];
  nextSeq: number;
  nextLetter: number;
  /** The last stop was orderly. */
  clean: boolean;
  /** The boot in which the last segment was opened; null when that cannot be read. */
  boot: string | null;
}

/**
 * Finds out what is in the folder of a journal; null when there is nothing. Only the last segment is read as a whole:
 * the others end where their successor says. Never fails because of what a file holds.
 */
export async function recover(directory: string): Promise<Recovered | null> {
  const listed = await listSegments(directory);
  if (listed === null) return null;
  const { id, segments } = listed;
  const openings = await inParallel(segments, (segment) => readOpened(segment.path));
  await inParallel(segments, async (segment) => {
    segment.end = (await stat(segment.path)).size;
    segment.plan = await readPlan(segment.planPath);
  });
  for (const [index, segment] of segments.entries()) {
    const opened = openings[index] ?? null;
    const before = segments[index - 1];
    segment.firstSeq = opened?.firstSeq ?? before?.firstSeq ?? 0;
    if (before !== undefined && opened !== null) before.end = Math.min(before.end, opened.previousEnd);
  }
  await inParallel(segments, async (segment) => {
    if (segment.end > 0 && segment.plan.confirmedEnd >= segment.end)
      segment.confirmedAt = (await stat(segment.planPath)).mtimeMs;
  });
  // A crash while a segment was being opened leaves a file without any record.
  let lastUsed = segments.length - 1;
  while (lastUsed > 0 && segments[lastUsed]?.end === 0) lastUsed -= 1;
  const opened = openings[lastUsed] ?? null;
  const tail = await readTail(segments[lastUsed] as Segment, opened);
  return { id, segments, boot: opened?.boot ?? null, ...tail };
}

async function readTail(last: Segment, opened: Opened | null) {
  let nextSeq = opened?.firstSeq ?? last.firstSeq;
  let nextLetter = opened?.firstLetter ?? 0;
  let clean = false;
  let damaged = opened === null && last.end > 0;
  for (const record of readRecords(await readPiece(last.path, 0, last.end), 0, true)) {
    if (record.kind === "damage") {
      damaged = true;
      continue;
    }
    clean = record.kind === "closed";
    if (record.kind !== "taken") continue;
    nextSeq = record.firstSeq + record.eventCount;
    nextLetter = record.firstLetter + record.letterCount;
  }
  if (damaged) {
    nextSeq += SEQ_GAP_AFTER_DAMAGE;
    nextLetter += SEQ_GAP_AFTER_DAMAGE;
  }
  return { nextSeq: Math.max(nextSeq, 1), nextLetter: Math.max(nextLetter, 1), clean };
}

const FILES_AT_ONCE = 32;

async function inParallel<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += FILES_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + FILES_AT_ONCE).map(task))));
  }
  return results;
}

async function readOpened(path: string): Promise<Opened | null> {
  for (const record of readRecords(await readPiece(path, 0, 4096), 0, true)) {
    if (record.kind !== "opened") return null;
    return JSON.parse(record.tallies.toString()) as Opened;
  }
  return null;
}

/** Keeps the bytes of what is no whole record beside the journal, with the reason; once, however often it is met. */
export async function setAside(directory: string, segment: Segment, damage: Damage, now: number): Promise<void> {
  const folder = join(directory, "damaged");
  await mkdir(folder, { recursive: true });
  const name = `${String(segment.number).padStart(10, "0")}-${damage.start}.bytes`;
  const path = join(folder, name);
  if (existsSync(path)) return;
  // Under its name only once all of it is there: a full disk must not leave half of it to be taken for the whole.
  const part = `${path}.part`;
  await writeFile(part, await readPiece(segment.path, damage.start, damage.end));
  const reason = { at: new Date(now).toISOString(), file: name, segment: segment.path, ...damage };
  await appendFile(join(folder, "reasons.ndjson"), `${JSON.stringify(reason)}\n`);
  await rename(part, path);
}
