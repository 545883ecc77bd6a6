import { crc32 } from "node:zlib";

/** 0xF5 occurs in no UTF-8 text, so that a record's start is found again behind damage. */
const MAGIC = 0x4a5053f5;
export const HEADER_BYTES = 56;

/**
 * What a record holds: `taken` what one call (or 128 events of it) brought, whole or not at all; `opened` the first of
 * every segment; `closed` the last of an orderly stop.
 */
export type RecordKind = "taken" | "opened" | "closed";
const KINDS: readonly RecordKind[] = ["taken", "opened", "closed"];

/** Four tables' rows as JSONEachRow lines, each line with its end, ready to be sent. */
export interface RecordContent {
  kind: RecordKind;
  /** `seq` of the first event; the others follow without gaps. */
  firstSeq: number;
  eventCount: number;
  /** Number of the first dead letter. */
  firstLetter: number;
  letterCount: number;
  events: string;
  letters: string;
  names: string;
  tallies: string;
}

/** A record without rows. */
export const emptyRecord = (kind: RecordKind): RecordContent => ({
  kind,
  firstSeq: 0,
  eventCount: 0,
  firstLetter: 0,
  letterCount: 0,
  events: "",
  letters: "",
  names: "",
  tallies: "",
});

/** A record as it lies in a segment; the four parts are views of the buffer that was read. */
export interface StoredRecord {
  kind: RecordKind;
  firstSeq: number;
  eventCount: number;
  firstLetter: number;
  letterCount: number;
  events: Buffer;
  letters: Buffer;
  names: Buffer;
  tallies: Buffer;
  /** Where it starts and the next one would, in bytes from the start of the segment. */
  start: number;
  end: number;
}

/** Bytes that are no whole record. */
export interface Damage {
  kind: "damage";
  start: number;
  end: number;
  reason: string;
}

/** Bytes that a record will take. */
export const recordBytes = ({ events, letters, names, tallies }: RecordContent): number =>
  HEADER_BYTES +
  Buffer.byteLength(events) +
  Buffer.byteLength(letters) +
  Buffer.byteLength(names) +
  Buffer.byteLength(tallies);

/** Writes a record and answers where the next one starts. The target must have room for it. */
export function writeRecord(target: Buffer, at: number, record: RecordContent): number {
  const body = at + HEADER_BYTES;
  const eventBytes = target.write(record.events, body);
  const letterBytes = target.write(record.letters, body + eventBytes);
  const nameBytes = target.write(record.names, body + eventBytes + letterBytes);
  const tallyBytes = target.write(record.tallies, body + eventBytes + letterBytes + nameBytes);
  const end = body + eventBytes + letterBytes + nameBytes + tallyBytes;
  target.fill(0, at, body);
  target.writeUInt32LE(MAGIC, at);
  target.writeUInt32LE(crc32(target.subarray(body, end)), at + 8);
  target.writeUInt32LE(KINDS.indexOf(record.kind), at + 12);
  target.writeUInt32LE(end - body, at + 16);
  target.writeUInt32LE(eventBytes, at + 20);
  target.writeUInt32LE(letterBytes, at + 24);
  target.writeUInt32LE(record.eventCount, at + 28);
  target.writeUInt32LE(record.letterCount, at + 32);
  target.writeUInt32LE(nameBytes, at + 36);
  target.writeDoubleLE(record.firstSeq, at + 40);
  target.writeDoubleLE(record.firstLetter, at + 48);
  target.writeUInt32LE(crc32(target.subarray(at + 8, body)), at + 4);
  return end;
}

/**
 * The records of a piece of a segment, in order, and what between them is none. `base` is where the piece starts in
 * its segment. Without `verify` the bodies are taken as they are: for what this process wrote itself.
 */
export function* readRecords(bytes: Buffer, base: number, verify: boolean): Generator<StoredRecord | Damage> {
  let at = 0;
  while (at < bytes.length) {
    const fault = headerFault(bytes, at);
    if (fault !== null) {
      const next = findHeader(bytes, at + 1);
      yield {
        kind: "damage",
        start: base + at,
        end: base + next,
        reason: next === bytes.length ? `${fault}, to the end` : fault,
      };
      at = next;
      continue;
    }
    const body = at + HEADER_BYTES;
    const end = body + bytes.readUInt32LE(at + 16);
    if (verify && crc32(bytes.subarray(body, end)) !== bytes.readUInt32LE(at + 8)) {
      yield { kind: "damage", start: base + at, end: base + end, reason: "the content does not match its checksum" };
    } else {
      yield recordAt(bytes, at, base, end);
    }
    at = end;
  }
}

function recordAt(bytes: Buffer, at: number, base: number, end: number): StoredRecord {
  const events = at + HEADER_BYTES;
  const letters = events + bytes.readUInt32LE(at + 20);
  const names = letters + bytes.readUInt32LE(at + 24);
  const tallies = names + bytes.readUInt32LE(at + 36);
  return {
    kind: KINDS[bytes.readUInt32LE(at + 12)] as RecordKind,
    firstSeq: bytes.readDoubleLE(at + 40),
    eventCount: bytes.readUInt32LE(at + 28),
    firstLetter: bytes.readDoubleLE(at + 48),
    letterCount: bytes.readUInt32LE(at + 32),
    events: bytes.subarray(events, letters),
    letters: bytes.subarray(letters, names),
    names: bytes.subarray(names, tallies),
    tallies: bytes.subarray(tallies, end),
    start: base + at,
    end: base + end,
  };
}

function headerFault(bytes: Buffer, at: number): string | null {
  if (at + HEADER_BYTES > bytes.length) return "a header is cut short";
  if (bytes.readUInt32LE(at) !== MAGIC) return "no record starts here";
  if (crc32(bytes.subarray(at + 8, at + HEADER_BYTES)) !== bytes.readUInt32LE(at + 4))
    return "the header does not match its checksum";
  const length = bytes.readUInt32LE(at + 16);
  if (at + HEADER_BYTES + length > bytes.length) return "the content is cut short";
  return null;
}

/** The next place where a whole record starts, or the end. */
function findHeader(bytes: Buffer, from: number): number {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(MAGIC);
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    if (headerFault(bytes, at) === null) return at;
  }
  return bytes.length;
}
