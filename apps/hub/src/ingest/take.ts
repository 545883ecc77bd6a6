import type { AcceptedEvent } from "@showpulse/connectors/event";
import { eventRow } from "@showpulse/metrics/server";
import type { Rejected } from "./gate/gate.ts";
import type { Identities } from "./identities/identities.ts";
import type { Verdict } from "./ingest.ts";
import type { RecordContent } from "./journal/record.ts";
import type { Names } from "./names.ts";
import { letterLine, minuteOf } from "./rows.ts";
import { type Count, countLine } from "./waiting.ts";

/** Bounds what damage to one record can cost. */
const RECORD_EVENTS = 128;

/** Positions to give away; the journal's own. */
export interface Counters {
  nextSeq: number;
  nextLetter: number;
}

/** A call that has passed the gate. */
export interface Checked {
  workspace: string;
  receivedAt: number;
  events: readonly (AcceptedEvent | Rejected)[];
  /** The text that an event came as. */
  rawOf: (index: number) => string;
}

/** What is known and what is to be given away, by the one who takes events in. */
export interface Books {
  identities: Identities;
  names: Names;
  /** The journal's. */
  counters: Counters;
}

/** What a call comes to: its verdicts, and what must be on disk before they are told. */
export interface Taken {
  verdicts: Verdict[];
  records: RecordContent[];
  accepted: AcceptedEvent[];
  counts: Count[];
  letters: { workspace: string; minute: number; source: string }[];
}

/**
 * Decides which of the events that passed the gate are new, gives them their positions, and puts everything into
 * records: rows, dead letters and counts of the same events always in the same record, so that they are on disk
 * together or not at all. Must run without a pause: the sources of all events are ready.
 */
export function take(checked: Checked, books: Books): Taken {
  const taken: Taken = { verdicts: [], records: [], accepted: [], counts: [], letters: [] };
  const { length } = checked.events;
  for (let from = 0; from < length; from += RECORD_EVENTS) {
    taken.records.push(takePart(checked, from, Math.min(from + RECORD_EVENTS, length), books, taken));
  }
  return taken;
}

function takePart(checked: Checked, from: number, to: number, books: Books, taken: Taken): RecordContent {
  const { workspace, receivedAt, rawOf } = checked;
  const { identities, names, counters } = books;
  const { nextSeq: firstSeq, nextLetter: firstLetter } = counters;
  const minute = minuteOf(receivedAt);
  const counts: Count[] = [];
  let count: Count | undefined;
  let events = "";
  let letters = "";
  let nameLines = "";
  for (let index = from; index < to; index += 1) {
    const event = checked.events[index] as AcceptedEvent | Rejected;
    if (count?.source !== event.source) {
      count = counts.find(({ source }) => source === event.source);
      if (count === undefined) {
        count = { workspace, minute, source: event.source, received: 0, duplicates: 0 };
        counts.push(count);
      }
    }
    count.received += 1;
    if ("code" in event) {
      letters += letterLine(workspace, counters.nextLetter, receivedAt, event, rawOf(index));
      counters.nextLetter += 1;
      taken.letters.push({ workspace, minute, source: event.source });
      taken.verdicts.push({ outcome: "rejected", id: event.id, code: event.code, detail: event.detail });
    } else if (identities.add(workspace, event.source, event.id)) {
      event.seq = counters.nextSeq;
      counters.nextSeq += 1;
      events += `${eventRow(event)}\n`;
      nameLines += names.lineFor(event);
      taken.accepted.push(event);
      taken.verdicts.push({ outcome: "accepted", event });
    } else {
      count.duplicates += 1;
      taken.verdicts.push({ outcome: "duplicate" });
    }
  }
  for (const { source } of counts) identities.touch(workspace, source, counters.nextSeq - 1);
  taken.counts.push(...counts);
  return {
    kind: "taken",
    firstSeq,
    eventCount: counters.nextSeq - firstSeq,
    firstLetter,
    letterCount: counters.nextLetter - firstLetter,
    events,
    letters,
    names: nameLines,
    tallies: counts.map(countLine).join(""),
  };
}
