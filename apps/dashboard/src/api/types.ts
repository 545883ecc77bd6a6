/** The shapes in which the hub answers. Times are RFC 3339 in UTC; absent figures are null, never 0. */

import type { Metric, Money, ShowMetrics } from "@showpulse/metrics";

export type {
  Figure,
  FunnelAnswer,
  FunnelStepAnswer as FunnelStep,
  MetricValue,
  Money,
  ShowMetrics,
  ShowTimeline as Timeline,
  TimelineMark,
  TimelinePoint,
} from "@showpulse/metrics";

/** What a figure means, as the registry says it. */
export type MetricDefinition = Metric;

export interface List<Row> {
  data: Row[];
  nextCursor: string | null;
}

export interface Session {
  workspace: { id: string; name: string };
  role: string;
  name: string;
  publicUrl: string;
}

export type ShowStatus = "live" | "coming" | "ended";

export interface Show {
  id: string;
  title: string;
  status: ShowStatus;
  startsAt: string | null;
  endsAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  host: string | null;
  campaign: string | null;
  currency: string | null;
  timezone: string;
  sample: boolean;
  createdAt: string;
}

export const SOURCE_STATES = [
  "connecting",
  "live",
  "degraded",
  "rate_limited",
  "quota_exhausted",
  "auth_required",
  "offline",
  "ended",
  "failed",
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export interface SourceCounters {
  received: number;
  stored: number;
  duplicates: number;
  deadLettered: number;
  reconnects: number;
}

export interface SourceGap {
  from: string;
  /** Null while the gap is open. */
  to: string | null;
  reason: string;
  recovered: boolean;
}

export interface Source {
  id: string;
  platform: string;
  state: SourceState;
  since: string;
  detail: string | null;
  counters: SourceCounters;
  gaps: SourceGap[];
  settings?: Record<string, unknown>;
}

export interface SparkPoint {
  at: string;
  value: number | null;
}

export interface WallPlatform {
  platform: string;
  state: SourceState | null;
  detail: string | null;
  viewers: number | null;
  spark: SparkPoint[];
}

export interface WallShow {
  id: string;
  title: string;
  startsAt: string | null;
  endsAt: string | null;
  startedAt: string | null;
  status: ShowStatus;
  host: string | null;
  sample: boolean;
  currency: string | null;
}

export interface WallRow {
  show: WallShow;
  platforms: WallPlatform[];
  commentsPerMinute: number | null;
  orders: number | null;
  revenue: Money[] | null;
  /** 0: nothing is wrong; the higher, the more this show needs somebody. */
  trouble: number;
}

export type Figures = ShowMetrics["metrics"];

/** An event as the hub lists and pushes it: CloudEvents in Showpulse's vocabulary. */
export interface LiveEvent {
  id: string;
  source: string;
  type: string;
  subject?: string;
  time?: string;
  data?: {
    platform?: string;
    actor?: string;
    actorName?: string;
    text?: string;
    amountMicros?: number;
    currency?: string;
    quantity?: number;
    item?: string;
    itemName?: string;
    properties?: Record<string, string | number | boolean | null>;
  };
}

export interface Connector {
  platform: string;
  title: string;
  settings: Record<string, unknown>;
  /** Absent: ready. */
  available?: boolean;
  detail?: string;
}

export interface ApiKey {
  id: string;
  name: string;
  role: string;
  ingestOnly: boolean;
  prefix?: string;
  createdAt?: string;
}

export interface AccountingRow {
  source: string;
  received: number;
  stored: number;
  duplicates: number;
  deadLettered: number;
  waiting: number;
}
