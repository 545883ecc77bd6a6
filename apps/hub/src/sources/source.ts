/**
 * How a source is doing.
 * - `connecting`: the first attempt has not answered yet
 * - `live`: connected
 * - `degraded`: connected worse than it should be, or lost and being opened again; `detail` says which
 * - `rate_limited`, `quota_exhausted`: no attempt until the platform allows one
 * - `offline`: nobody is live there; looked at again each minute
 * - `auth_required`, `ended`, `failed`: waits for a person
 */
export type SourceState =
  | "connecting"
  | "live"
  | "degraded"
  | "rate_limited"
  | "quota_exhausted"
  | "auth_required"
  | "offline"
  | "ended"
  | "failed";

/** States that nothing but a person changes. */
export const WAITS_FOR_A_PERSON: ReadonlySet<SourceState> = new Set(["auth_required", "ended", "failed"]);

/** A stretch of time in which a source was blind; `to` is null while it lasts. Milliseconds since 1970. */
export interface Gap {
  id: string;
  from: number;
  to: number | null;
  /** `disconnected`, `silent`, `hub_stopped`, or the state that kept it blind. */
  reason: string;
  /** What happened meanwhile was sent again by the platform. */
  recovered: boolean;
}

/** Events of a source: `received = stored + duplicates + deadLettered` once nothing is on its way. */
export interface Counters {
  received: number;
  stored: number;
  duplicates: number;
  deadLettered: number;
  reconnects: number;
}

/** A source as it stands in memory while it runs; its row in PostgreSQL follows within a second. */
export interface SourceRecord {
  readonly id: string;
  readonly workspace: string;
  readonly show: string;
  readonly platform: string;
  settings: unknown;
  /** The events' `source`, stable over reconnects. */
  readonly source: string;
  state: SourceState;
  detail: string | null;
  /** Since when it is in that state. */
  since: number;
  /** Where the connector resumes: every frame up to here is on disk. */
  cursor: string | null;
  /** When something was last heard from the platform. */
  heardAt: number | null;
  /** Before this moment another attempt cannot help. */
  retryAt: number | null;
  counters: Counters;
  gaps: Gap[];
}

/** A source as the API shows it. */
export interface SourceView {
  id: string;
  show: string;
  platform: string;
  source: string;
  settings: unknown;
  state: SourceState;
  since: string;
  detail: string | null;
  counters: Counters;
  gaps: { from: string; to: string | null; reason: string; recovered: boolean }[];
}

const iso = (time: number): string => new Date(time).toISOString();

/** What people and programs see of a source. */
export function viewOf(record: SourceRecord): SourceView {
  const { id, show, platform, source, settings, state, since, detail, counters, gaps } = record;
  return {
    id,
    show,
    platform,
    source,
    settings,
    state,
    since: iso(since),
    detail,
    counters: { ...counters },
    gaps: gaps.map(({ from, to, reason, recovered }) => ({
      from: iso(from),
      to: to === null ? null : iso(to),
      reason,
      recovered,
    })),
  };
}
