import type { AcceptedEvent } from "@showpulse/connectors/event";
import { createShowFold, type ShowFold } from "@showpulse/metrics";
import type { Ingest } from "../ingest/ingest.ts";

/** The stored events of a show with a `seq` up to the one given, in any order. */
export type History = (workspace: string, show: string, upToSeq: number) => AsyncIterable<AcceptedEvent>;

export interface ShowStateOptions {
  workspace: string;
  show: string;
  ingest: Pick<Ingest, "writtenUpTo" | "since">;
  history: History;
}

/** Events folded before others get their turn on the event loop. */
const SLICE = 1000;

/** The figures of one show in memory, equal to what a query over everything accepted would say. */
export interface ShowState {
  /** The figures; undefined until the history is read. */
  fold(): ShowFold | undefined;
  /** Takes a newly accepted event of the show, in order of `seq`. */
  take(event: AcceptedEvent): void;
  /** Reads the history. @throws when it cannot be read; may then be called again. */
  load(): Promise<void>;
}

/** Whether an event has a part in a show's figures: it is of the show, or joins two ids of one person. */
export const concerns = (event: AcceptedEvent, workspace: string, show: string): boolean =>
  event.workspace === workspace && (event.show === show || (event.show === "" && event.type === "identify"));

/**
 * Makes the state of one show. History comes from three places, joined by `seq` so that nothing is missed and nothing
 * counts twice: stored events up to what the writer has confirmed, the journal after that, and what is accepted while
 * those two are read.
 */
export function createShowState({ workspace, show, ingest, history }: ShowStateOptions): ShowState {
  let fold: ShowFold | undefined;
  /** Everything up to here is in the fold. */
  let covered = 0;
  /** Accepted while loading. */
  let pending: AcceptedEvent[] = [];
  /** Ordinal of the newest load: an older one that ends later is void. */
  let newest = 0;

  return {
    fold: () => fold,
    take(event) {
      if (!fold) pending.push(event);
      else if (event.seq > covered) {
        covered = event.seq;
        fold.add(event);
      }
    },
    async load() {
      newest += 1;
      const mine = newest;
      fold = undefined;
      pending = [];
      const loading = createShowFold();
      const upTo = ingest.writtenUpTo();
      let reached = upTo;
      let count = 0;
      for await (const event of history(workspace, show, upTo)) {
        loading.add(event);
        if (++count % SLICE === 0) await breathe();
      }
      for await (const event of ingest.since(upTo)) {
        reached = event.seq;
        if (concerns(event, workspace, show)) loading.add(event);
        if (++count % SLICE === 0) await breathe();
      }
      if (mine !== newest) return;
      // From here to the end nothing else runs: no event can slip between.
      fold = loading;
      covered = reached;
      for (const event of pending) this.take(event);
      pending = [];
    },
  };
}

const breathe = () => new Promise((resolve) => setImmediate(resolve));
