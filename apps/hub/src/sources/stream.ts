import { type Connector, ConnectorError, type ConnectorErrorCode, type Signal } from "@showpulse/connectors";
import { pause } from "./timing.ts";

/** Why a stream is over. */
export type StreamEnd =
  | { kind: "aborted" }
  | { kind: "ended"; detail: string }
  | { kind: "lost"; code: Exclude<ConnectorErrorCode, "ended"> | "silent"; detail: string; until: number | undefined };

export interface StreamOptions {
  connector: Connector;
  settings: unknown;
  environment: unknown;
  resumeFrom: string | undefined;
  signal: AbortSignal;
  now: () => number;
  /** Milliseconds an aborted stream may take to free what it holds. */
  release: number;
  /** Takes one signal; the stream is not read on, nor counts as silent, until it resolves. */
  take: (signal: Signal) => Promise<void> | void;
  /** Errors that no connector foresaw. */
  unforeseen: (error: unknown) => void;
}

/** Parts in which silence is counted: of a stretch in which this process itself did not get to run, one counts. */
const SILENCE_PARTS = 4;

/**
 * Reads one stream of a connector to its end, whatever that is; never throws. A stream without any signal for
 * `silenceSeconds` is given up as `silent`: a dead socket may stay open for ever without an error.
 */
export async function readStream(options: StreamOptions): Promise<StreamEnd> {
  const { connector, settings, environment, resumeFrom, signal, now, release, take, unforeseen } = options;
  const own = new AbortController();
  let giveUp = () => {};
  let silent = false;
  let busy = false;
  const abort = () => {
    own.abort();
    giveUp();
  };
  signal.addEventListener("abort", abort, { once: true });

  const silenceSeconds = connector.silenceSeconds(environment);
  const watchdog =
    silenceSeconds === undefined ? undefined : setInterval(count, (silenceSeconds * 1000) / SILENCE_PARTS);
  let silentParts = 0;
  function count() {
    silentParts += 1;
    if (busy || silentParts < SILENCE_PARTS) return;
    silent = true;
    abort();
  }
  function heard() {
    silentParts = 0;
    watchdog?.refresh();
  }

  const stream = connector.open({ settings, environment, signal: own.signal, now, resumeFrom });
  // A connector that does not heed its signal must not hold us: hence no plain `for await`.
  const next = () =>
    new Promise<IteratorResult<Signal, void> | null>((resolve, reject) => {
      giveUp = () => resolve(null);
      stream.next().then(resolve, reject);
    });

  // Nor must an intake that is full and cannot be emptied.
  const unlessAborted = (taken: Promise<void> | void) =>
    taken &&
    new Promise<void>((resolve, reject) => {
      giveUp = resolve;
      taken.then(resolve, reject);
    });

  try {
    while (!own.signal.aborted) {
      const result = await next();
      if (result === null || own.signal.aborted) break;
      if (result.done) return { kind: "ended", detail: "The platform says that the show is over." };
      busy = true;
      await unlessAborted(take(result.value));
      busy = false;
      heard();
    }
  } catch (error) {
    if (!own.signal.aborted) return endOf(error, unforeseen);
  } finally {
    clearInterval(watchdog);
    signal.removeEventListener("abort", abort);
    own.abort();
    const released = new AbortController();
    await Promise.race([stream.return().catch(() => {}), pause(release, released.signal)]);
    released.abort();
  }
  if (!silent) return { kind: "aborted" };
  const detail = `Nothing was heard for ${silenceSeconds} s, so the connection counts as dead.`;
  return { kind: "lost", code: "silent", detail, until: undefined };
}

function endOf(error: unknown, unforeseen: (error: unknown) => void): StreamEnd {
  if (!(error instanceof ConnectorError)) {
    unforeseen(error);
    const detail = `The connector met an error that it did not foresee: ${error instanceof Error ? error.message : String(error)}.`;
    return { kind: "lost", code: "disconnected", detail, until: undefined };
  }
  if (error.code === "ended") return { kind: "ended", detail: error.message };
  return { kind: "lost", code: error.code, detail: error.message, until: error.until };
}
