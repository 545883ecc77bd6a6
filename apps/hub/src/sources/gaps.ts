import { randomUUID } from "node:crypto";
import type { ShowEvent } from "@showpulse/connectors/event";
import type { Gap, SourceRecord } from "./source.ts";
import { pause, type Timing } from "./timing.ts";

export interface GapsOptions {
  record: SourceRecord;
  timing: Timing;
  /** The gap's row is to be written. */
  changed: (gap: Gap) => void;
  /** A closed gap as an event of the show. */
  report: (event: ShowEvent) => void;
  /** Resolves when all frames that are here are on disk. */
  drained: () => Promise<void>;
}

/**
 * When a source was blind. A gap opens when a source that was connected no longer is, and closes with the next
 * connection. It counts as recovered only on proof: the platform resumed exactly where we stopped, or it sends again
 * what we had before the gap, and so all that came after it. (An event that is merely old proves nothing: platforms
 * also send late.)
 */
export interface Gaps {
  /** Opens one, unless one is open; `stream`: the ordinal of the stream that was lost. */
  open(from: number, reason: string, stream: number): void;
  /** Connected again; `resumed`: the platform continues where it was left. */
  reconnected(at: number, resumed: boolean): void;
  /** Events of a stream that are on disk; those `repeated` may prove that the gap's time was sent again. */
  witness(events: readonly ShowEvent[], repeated: readonly ShowEvent[], stream: number): void;
  /** Nothing can have been missed after this moment: the show was not on. */
  close(at: number): void;
  /** Closes what has been reconnected without waiting for further proof. */
  settled(): Promise<void>;
}

interface Blind {
  gap: Gap;
  /** Ordinal of the stream that was lost. */
  stream: number;
  /** Time of the newest event from before the gap, by the platform's clock. */
  newestBefore: number;
}

/** Keeps the gaps of one source. */
export function createGaps({ record, timing, changed, report, drained }: GapsOptions): Gaps {
  const open = record.gaps.find(({ to }) => to === null);
  let newest = record.heardAt ?? 0;
  let blind: Blind | undefined = open && { gap: open, stream: 0, newestBefore: newest };
  const settling = new Map<Blind, { hurry: AbortController; done: Promise<void> }>();

  function finish(gap: Gap, at: number): void {
    gap.to = Math.max(at, gap.from);
    changed(gap);
    report(gapEvent(record, gap, gap.to));
  }

  async function settle(mine: Blind, at: number, hurry: AbortSignal): Promise<void> {
    if (!mine.gap.recovered) await pause(timing.replay, hurry);
    await drained();
    settling.delete(mine);
    finish(mine.gap, at);
  }

  return {
    open(from, reason, stream) {
      for (const { hurry } of settling.values()) hurry.abort();
      if (blind) return;
      const gap: Gap = { id: randomUUID(), from, to: null, reason, recovered: false };
      blind = { gap, stream, newestBefore: newest };
      record.gaps.push(gap);
      changed(gap);
    },
    reconnected(at, resumed) {
      if (!blind) return;
      const mine = blind;
      blind = undefined;
      if (resumed) mine.gap.recovered = true;
      const hurry = new AbortController();
      settling.set(mine, { hurry, done: Promise.resolve() });
      settling.set(mine, { hurry, done: settle(mine, at, hurry.signal) });
    },
    witness(events, repeated, stream) {
      const undecided = [...settling.keys(), ...(blind ? [blind] : [])].filter(({ gap }) => !gap.recovered);
      for (const each of undecided) {
        if (stream <= each.stream) each.newestBefore = newestOf(events, each.newestBefore);
        else if (repeated.some((event) => timeOf(event) <= each.newestBefore)) {
          each.gap.recovered = true;
          settling.get(each)?.hurry.abort();
        }
      }
      newest = newestOf(events, newest);
    },
    close(at) {
      if (!blind) return;
      const { gap } = blind;
      blind = undefined;
      finish(gap, at);
    },
    async settled() {
      for (const { hurry } of settling.values()) hurry.abort();
      await Promise.all([...settling.values()].map(({ done }) => done));
    },
  };
}

/** Milliseconds since 1970 by the platform's clock; NaN when it does not say. */
const timeOf = ({ time }: ShowEvent): number => Date.parse(time ?? "");

const newestOf = (events: readonly ShowEvent[], before: number): number =>
  events.reduce((newest, event) => (timeOf(event) > newest ? timeOf(event) : newest), before);

/** The gap as an event: its id derives from where it began, so that telling it twice costs nothing. */
function gapEvent(record: SourceRecord, { from, reason, recovered }: Gap, to: number): ShowEvent {
  const iso = (time: number) => new Date(time).toISOString();
  return {
    specversion: "1.0",
    id: `gap/${record.id}/${from}`,
    source: record.source,
    type: "connector_gap",
    subject: record.show,
    time: iso(to),
    data: {
      platform: record.platform,
      properties: { from: iso(from), to: iso(to), reason, recoverable: recovered },
    },
  };
}
