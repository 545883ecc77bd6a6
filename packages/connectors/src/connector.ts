import type { Static, TObject } from "typebox";
import type { ShowEvent } from "./event/index.ts";

/**
 * Why a stream ended, in the words of a source's state.
 * - `disconnected`: the way there broke; trying again at once (with back-off) may help
 * - `offline`: nobody is live there now; look again each minute
 * - `rate_limited`, `quota_exhausted`: no request until `until`
 * - `auth_required`: credentials are missing, wrong or revoked; a person must act
 * - `ended`: the show is over
 * - `failed`: trying again cannot help (no such video, settings that cannot work)
 */
export type ConnectorErrorCode =
  | "disconnected"
  | "offline"
  | "rate_limited"
  | "quota_exhausted"
  | "auth_required"
  | "ended"
  | "failed";

/** How a connector says that its stream cannot go on. The message is for people: what happened, why, what to do. */
export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode;
  /** Milliseconds since 1970 before which a retry cannot help. */
  readonly until: number | undefined;

  constructor(code: ConnectorErrorCode, message: string, options: { until?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "ConnectorError";
    this.code = code;
    this.until = options.until;
  }
}

/** A setting that cannot be understood. The message is for people: what was given, and what would do. */
export class SettingError extends RangeError {
  override readonly name = "SettingError";
  /** The setting's name. */
  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

/** One message as the platform sent it, JSON-safe, so that a recorded one can be replayed in a test. */
export interface Frame {
  /** The platform's own name of the message. */
  kind: string;
  raw: unknown;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** Where to resume after this frame; opaque to everybody but the connector. */
  cursor?: string;
}

/**
 * What a stream yields:
 * - `frame`: a message to normalise
 * - `live`: connected; `detail` says how ("gRPC stream", "polling every 5 s")
 * - `alive`: something arrived that is no message (a keep-alive); feeds the watchdog
 * - `degraded`: still going, but worse than it should ("switched to polling")
 */
export type Signal =
  | { type: "frame"; frame: Frame }
  | { type: "live"; detail?: string }
  | { type: "alive" }
  | { type: "degraded"; detail: string };

export interface OpenContext<Settings, Environment> {
  settings: Settings;
  environment: Environment;
  /** Aborted: the stream ends quietly and frees everything. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  resumeFrom: string | undefined;
}

export interface NormaliseContext {
  /** Show id: the events' `subject`. */
  show: string;
  /** The events' `source`, stable over reconnects: "tiktok/@brandhost". */
  source: string;
}

/** A platform's connector: it streams, it does not survive; only the hub's supervisor retries. */
export interface Connector<Settings = unknown, Environment = unknown> {
  platform: string;
  title: string;
  /** JSON Schema of the settings, shown by `GET /v1/connectors`. */
  settings: TObject;
  /** Seconds without any signal after which the stream counts as dead and is replaced; undefined: never. */
  silenceSeconds: (environment: Environment) => number | undefined;
  /** The `source` of its events: derived from the settings, the same for ever. */
  sourceOf: (settings: Settings) => string;
  /** What can be understood from what a person typed: a URL becomes an id, "@Handle" becomes "handle". Throws {@link SettingError}. */
  tidySettings: (settings: Settings) => Settings;
  /**
   * A stream opened at a cursor goes on exactly there: nothing of the time between is missing. Absent: a reconnect may
   * have missed something, whatever the cursor is for.
   */
  resumesExactly?: true;
  /** Streams until aborted; returns when the show ended; throws {@link ConnectorError} otherwise. */
  open: (context: OpenContext<Settings, Environment>) => AsyncGenerator<Signal, void>;
  /** Pure: the same frame always gives the same events, with ids derived from the platform's own. */
  normalise: (frame: Frame, context: NormaliseContext) => ShowEvent[];
}

/** Declares a connector with the types of its settings inferred from their schema. */
export function defineConnector<Schema extends TObject, Environment>(
  connector: Omit<Connector<Static<Schema>, Environment>, "settings"> & { settings: Schema },
): Connector<Static<Schema>, Environment> {
  return connector;
}
