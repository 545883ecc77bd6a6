import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import { account, minutesOf } from "./accounting.ts";
import { gate } from "./gate/gate.ts";
import { Identities } from "./identities/identities.ts";
import { type Accounting, type Ingest, Overloaded, Unreadable, type Verdict } from "./ingest.ts";
import { Journal } from "./journal/journal.ts";
import { DEFAULT_LIMITS, type Failpoint, type Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import { Names } from "./names.ts";
import { readLetters } from "./rows.ts";
import { confirmedSeq, eventsSince, restoreIds, restoreTail } from "./tail.ts";
import { take } from "./take.ts";
import { readCounts, WaitingCounts } from "./waiting.ts";
import { type ServerStart, ServerStarts } from "./writer/server-start.ts";
import { Writer } from "./writer/writer.ts";

export { type Accounting, type Ingest, Overloaded, type Verdict } from "./ingest.ts";
export type { Failpoint, FailpointName, Limits } from "./limits.ts";
export type { Log } from "./log.ts";

export interface IngestOptions {
  /** Everything is kept in its folder `journal`. */
  dataDir: string;
  /** Its database has the tables of the migrations. */
  clickhouse: ClickHouseClient;
  /** Milliseconds since 1970. */
  now?: () => number;
  log: Log;
  limits?: Partial<Limits>;
  failpoint?: Failpoint;
  /** Names this start of the machine; found out when absent. */
  boot?: string;
  /** Of a ClickHouse on another machine: when it was started, which is asked now and then. */
  serverStart?: () => Promise<ServerStart>;
}

const ACCOUNTING_PATIENCE_MILLISECONDS = 10_000;

/**
 * Opens the way in. Resolves as soon as it takes in; what an earlier process left goes on to ClickHouse by itself. Does
 * not need ClickHouse to be there, except where the ids of an old source must be read.
 */
export async function createIngest(options: IngestOptions): Promise<Ingest> {
  const { dataDir, clickhouse, log, now = Date.now, failpoint = () => {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const journal = await Journal.open({
    directory: join(dataDir, "journal"),
    limits,
    now,
    log,
    failpoint,
    boot: options.boot,
  });
  const { left } = journal;

  const waiting = new WaitingCounts();
  const writer = new Writer(
    {
      journal,
      clickhouse,
      limits,
      log,
      now,
      failpoint,
      onConfirmed: ({ tallies, letters }) => waiting.change(readCounts(tallies), readLetters(letters), -1),
    },
    await confirmedSeq(journal, left),
  );
  const writtenUpTo = () => writer.writtenUpTo;
  const identities = new Identities({
    clickhouse,
    log,
    now,
    bytes: limits.identityBytes,
    writtenUpTo,
    onHighestSeq: (seq) => journal.raiseSeq(seq),
  });

  const names = new Names();
  const listeners = new Set<(events: readonly AcceptedEvent[]) => void>();
  let closing = false;
  let unreadable = false;

  const restored = restoreTail(left, identities, waiting).then(() => writer.start());
  restored.catch((err: unknown) => {
    unreadable = true;
    log.error({ err }, "what the journal holds cannot be read; sources are not taken in");
  });
  const directoryRead = readDirectory();
  const starts =
    options.serverStart === undefined
      ? null
      : new ServerStarts({
          ask: options.serverStart,
          path: join(journal.directory, "clickhouse-started.json"),
          onRestart: async () => writer.sendAgain(await restoreIds(journal, identities)),
          log,
        });
  const asking = setInterval(() => void starts?.check(), limits.askStartMilliseconds).unref();
  void restored.then(() => starts?.check()).catch(() => {});

  async function readDirectory(): Promise<void> {
    for (let attempt = 0; !closing; attempt += 1) {
      try {
        await identities.readDirectory();
        return;
      } catch (err) {
        if (attempt === 0)
          log.warn({ err }, "ClickHouse does not say which sources it knows; asked again until it does");
        await pause(Math.min(250 * 2 ** attempt, limits.longestPauseMilliseconds), undefined, { ref: false });
      }
    }
  }

  function refuseIfClosing(): void {
    if (closing) throw new Overloaded(503, "The hub is stopping; nothing was taken in.", 5);
  }

  /** They are on disk: whatever a listener does, they are taken in, and the others hear of them. */
  function tell(accepted: readonly AcceptedEvent[]): void {
    for (const listener of listeners) {
      try {
        listener(accepted);
      } catch (err) {
        log.error({ err }, "a listener failed on events that are taken in; what it shows may lack them");
      }
    }
  }

  async function makeReady(workspace: string, sources: ReadonlySet<string>): Promise<void> {
    await restored;
    for (const source of sources) await identities.load(workspace, source);
  }

  return {
    async accept(workspace, given, rawOf = (index) => textOf(given[index])): Promise<Verdict[]> {
      refuseIfClosing();
      journal.refuseIfFull();
      if (given.length === 0) return [];
      const receivedAt = now();
      const checked = given.map((each) => gate(workspace, each, receivedAt));
      for (;;) {
        const unready = new Set<string>();
        for (const each of checked) {
          if (!("code" in each) && !identities.isReady(workspace, each.source)) unready.add(each.source);
        }
        if (unready.size === 0) break;
        await makeReady(workspace, unready);
        // It may have taken until after the mark that ends the journal.
        refuseIfClosing();
      }
      const call = { workspace, receivedAt, events: checked, rawOf };
      const { verdicts, records, accepted, counts, letters } = take(call, { identities, names, counters: journal });
      await new Promise<void>((resolve, reject) => {
        journal.append({
          records,
          synced() {
            waiting.change(counts, letters, 1);
            if (accepted.length > 0) tell(accepted);
            resolve();
          },
          failed(error) {
            for (const { source, id } of accepted) identities.remove(workspace, source, id);
            names.forget();
            reject(error);
          },
        });
      });
      return verdicts;
    },
    flush: () => writer.flush(),
    onAccepted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    writtenUpTo,
    since: (seq) => eventsSince(journal, seq),
    accounting(workspace, period): Promise<Accounting[]> {
      const minutes = minutesOf(period);
      return writer.betweenSlices(
        () => account(clickhouse, workspace, minutes, waiting.of(workspace, minutes.from, minutes.to)),
        {
          milliseconds: ACCOUNTING_PATIENCE_MILLISECONDS,
          error: () => new Overloaded(503, "ClickHouse does not answer, so that nothing can be counted.", 5),
        },
      );
    },
    isStuck: () => unreadable || writer.isStuck,
    async close() {
      closing = true;
      clearInterval(asking);
      await journal.settled();
      await restored.catch(() => {});
      await writer.close();
      await journal.close();
      await directoryRead.catch(() => {});
    },
  };
}

/** An event as text, for the dead letters, where the text that it came as is not at hand. */
function textOf(given: unknown): string {
  if (given instanceof Unreadable) return given.raw;
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    // Nested too deep for JSON.stringify, in circles, or with numbers that JSON does not have.
    return String(given);
  }
}
