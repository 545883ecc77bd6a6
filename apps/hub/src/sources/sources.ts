import { randomUUID } from "node:crypto";
import type { Connector } from "@showpulse/connectors";
import type { Database } from "../database.ts";
import type { Ingest } from "../ingest/ingest.ts";
import { createPersist } from "./persist.ts";
import { type Runner, startRunner } from "./runner.ts";
import { type SourceRecord, type SourceView, viewOf, WAITS_FOR_A_PERSON } from "./source.ts";
import { createStorage } from "./storage.ts";
import { TIMING, type Timing } from "./timing.ts";

export interface SourcesOptions {
  database: Database;
  ingest: Ingest;
  connectors: readonly Connector[];
  /** What each platform's connector needs of the installation, by platform. */
  environments: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  now: () => number;
  log: { warn(detail: object, message: string): void };
  /** Between 0 and 1, for the jitter. */
  random?: () => number;
  /** A source's state changed, or (at most once a second) its counters. */
  onChange?: (workspace: string, source: SourceView) => void;
  timing?: Timing;
}

/** Settings that were checked and tidied by the platform's connector. */
export interface NewSource {
  workspace: string;
  show: string;
  platform: string;
  settings: unknown;
}

/** The same stream already feeds another show of the workspace: its events would be counted for one of them only. */
export class SourceTaken extends Error {
  constructor(source: string) {
    super(`${source} is feeding another show at this moment. Remove it there, or end that show, first.`);
    this.name = "SourceTaken";
  }
}

/** Everything that feeds shows from platforms. */
export interface Sources {
  /**
   * Adds a source and starts it. One that the show has already is kept; if it waits for a person, it tries again.
   * @throws SourceTaken
   */
  add(source: NewSource): Promise<SourceView>;
  /** Stops and removes it; false when there is no such source. */
  remove(workspace: string, show: string, id: string): Promise<boolean>;
  /** The sources of these shows, oldest first. */
  list(workspace: string, shows: readonly string[]): Promise<SourceView[]>;
  /** The show was ended, or is deleted, by a person. */
  stopShow(workspace: string, show: string): Promise<void>;
  /** After a start of the hub: every source that ran goes on where it was. */
  resumeAll(): Promise<void>;
  /** Stops all, takes in what is here, writes the last state. */
  close(): Promise<void>;
}

interface Running {
  record: SourceRecord;
  runner: Runner;
}

/** Makes the supervisor: the one place that retries. */
export function createSources(options: SourcesOptions): Sources {
  const { database, ingest, environments, now, log, random = Math.random, onChange, timing = TIMING } = options;
  const connectors = new Map(options.connectors.map((connector) => [connector.platform, connector]));
  const storage = createStorage(database);
  const active = new Map<string, Running>();
  const tell = (record: SourceRecord) => onChange?.(record.workspace, viewOf(record));
  const persist = createPersist({
    storage,
    every: timing.persist,
    warn: (detail, message) => log.warn(detail, message),
    written: (records) => records.forEach(tell),
  });
  let closing = false;

  function start(record: SourceRecord): void {
    const connector = connectors.get(record.platform);
    if (!connector || closing) return;
    const { id, workspace, show, platform, source } = record;
    const runner = startRunner({
      record,
      connector,
      environment: environments[platform],
      ingest,
      timing,
      now,
      random,
      warn: (detail, message) => log.warn({ ...detail, source, show, workspace }, message),
      changed(what) {
        persist.source(record);
        if (what === "state") tell(record);
      },
      gapChanged(gap) {
        persist.gap(record, gap);
        persist.source(record);
      },
      started: () => inBackground(storage.showStarted(workspace, show, now())),
      ended: () => inBackground(persist.flush().then(() => storage.showEnded(workspace, show, now()))),
    });
    const running = { record, runner };
    active.set(id, running);
    inBackground(runner.done.then(persist.flush).then(() => forget(running)));
  }

  function forget(running: Running): void {
    if (active.get(running.record.id) === running) active.delete(running.record.id);
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error) => log.warn({ err: error }, "what follows from a source's change could not be done"));
  }

  const runningIn = (workspace: string, show: string) =>
    [...active.values()].filter(({ record }) => record.workspace === workspace && record.show === show);

  function refuseTaken(source: string, { workspace, show }: NewSource): void {
    for (const { record } of active.values()) {
      const same = record.workspace === workspace && record.source === source && record.show !== show;
      if (same && (record.state === "live" || record.state === "degraded")) throw new SourceTaken(source);
    }
  }

  async function tryAgain(record: SourceRecord, settings: unknown): Promise<SourceRecord> {
    const running = active.get(record.id);
    if (running && !WAITS_FOR_A_PERSON.has(running.record.state)) return running.record;
    await running?.runner.stop();
    const fresh = running?.record ?? record;
    Object.assign(fresh, { settings, state: "connecting", detail: null, since: now(), retryAt: null });
    start(fresh);
    persist.source(fresh);
    return fresh;
  }

  let changing: Promise<unknown> = Promise.resolve();

  /** One change at a time: two adds at once would make two rows of one source, and a removal might miss a new runner. */
  function inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const mine = changing.then(change);
    changing = mine.catch(() => {});
    return mine;
  }

  async function addOne(wanted: NewSource): Promise<SourceRecord> {
    const { workspace, show, platform, settings } = wanted;
    const connector = connectors.get(platform);
    if (!connector) throw new RangeError(`There is no connector for ${platform}.`);
    const source = connector.sourceOf(settings);
    const known = (await storage.ofShows(workspace, [show])).find((record) => record.source === source);
    // What has no stream of its own may serve many shows.
    if (connector.silenceSeconds(environments[platform]) !== undefined) refuseTaken(source, wanted);
    if (known) return tryAgain(known, settings);
    const record: SourceRecord = {
      id: randomUUID(),
      workspace,
      show,
      platform,
      settings,
      source,
      state: "connecting",
      detail: null,
      since: now(),
      cursor: null,
      heardAt: null,
      retryAt: null,
      counters: { received: 0, stored: 0, duplicates: 0, deadLettered: 0, reconnects: 0 },
      gaps: [],
    };
    await storage.add(record);
    start(record);
    return record;
  }

  return {
    add: (wanted) => inTurn(async () => viewOf(await addOne(wanted))),
    remove: (workspace, show, id) =>
      inTurn(async () => {
        if (!(await storage.remove(workspace, show, id, now()))) return false;
        await active.get(id)?.runner.end("It was removed.");
        return true;
      }),
    async list(workspace, shows) {
      const records = await storage.ofShows(workspace, shows);
      return records.map((record) => viewOf(active.get(record.id)?.record ?? record));
    },
    async stopShow(workspace, show) {
      await inTurn(async () => {
        await Promise.all(runningIn(workspace, show).map(({ runner }) => runner.end("The show was ended by hand.")));
      });
      await persist.flush();
    },
    async resumeAll() {
      for (const record of await storage.running()) if (!active.has(record.id)) start(record);
    },
    async close() {
      closing = true;
      await changing;
      await Promise.all([...active.values()].map(({ runner }) => runner.stop()));
      await persist.flush();
    },
  };
}
