import { type Database, Prisma } from "../database.ts";
import type { Gap, SourceRecord, SourceState } from "./source.ts";

/** A gap with the source it belongs to. */
export interface GapOf {
  source: string;
  gap: Gap;
}

/** Sources and their gaps in PostgreSQL. */
export interface Storage {
  /** Every source of these shows that has not been removed. */
  ofShows(workspace: string, shows: readonly string[]): Promise<SourceRecord[]>;
  /** Every source that feeds a show that goes on, of all workspaces. */
  running(): Promise<SourceRecord[]>;
  add(record: SourceRecord): Promise<void>;
  remove(workspace: string, show: string, id: string, at: number): Promise<boolean>;
  /** Writes the state of many sources and gaps in one statement each. */
  save(records: readonly SourceRecord[], gaps: readonly GapOf[]): Promise<void>;
  /** A source of the show is connected: the show has begun, unless it had. */
  showStarted(workspace: string, show: string, at: number): Promise<void>;
  /** The show has ended, if all its sources have. */
  showEnded(workspace: string, show: string, at: number): Promise<void>;
}

/** Newest gaps that are kept in memory and shown. */
const GAPS_SHOWN = 1000;

/** The storage of sources in the business database. */
export function createStorage(database: Database): Storage {
  const gaps = { orderBy: { fromAt: "desc" }, take: GAPS_SHOWN } as const;
  return {
    async ofShows(workspaceId, shows) {
      const where = { workspaceId, showId: { in: [...shows] }, deletedAt: null };
      const rows = await database.source.findMany({ where, include: { gaps }, orderBy: { createdAt: "asc" } });
      return rows.map(recordOf);
    },
    async running() {
      const where = { showId: { not: null }, deletedAt: null, state: { notIn: ["auth_required", "ended", "failed"] } };
      return (await database.source.findMany({ where, include: { gaps } })).map(recordOf);
    },
    async add({ id, workspace, show, platform, settings, source, since, state }) {
      await database.source.create({
        data: {
          id,
          workspaceId: workspace,
          showId: show,
          platform,
          settings: settings as Prisma.InputJsonObject,
          source,
          state,
          since: new Date(since),
        },
      });
    },
    async remove(workspaceId, showId, id, at) {
      const where = { id, workspaceId, showId, deletedAt: null };
      return (await database.source.updateMany({ where, data: { deletedAt: new Date(at) } })).count > 0;
    },
    async save(records, changed) {
      const work: Prisma.PrismaPromise<unknown>[] = [];
      if (records.length > 0) work.push(database.$executeRaw(updateSources(records)));
      if (changed.length > 0) work.push(database.$executeRaw(upsertGaps(changed)));
      await database.$transaction(work);
    },
    async showStarted(workspaceId, id, at) {
      await database.show.updateMany({
        where: { id, workspaceId, startedAt: null },
        data: { startedAt: new Date(at) },
      });
    },
    async showEnded(workspaceId, showId, at) {
      const goesOn = await database.source.count({
        where: { workspaceId, showId, deletedAt: null, state: { not: "ended" } },
      });
      if (goesOn > 0) return;
      const where = { id: showId, workspaceId, endedAt: null };
      await database.show.updateMany({ where, data: { endedAt: new Date(at) } });
    },
  };
}

/**
 * Rows as JSON that PostgreSQL takes. Platforms' words may hold a NUL or half a character, which it refuses: one such
 * text would keep every source from being written.
 */
const rowsOf = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\uFFFD") : value,
  );

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

function updateSources(records: readonly SourceRecord[]): Prisma.Sql {
  const rows = records.map(({ id, settings, state, detail, since, cursor, heardAt, retryAt, counters }) => ({
    id,
    settings,
    state,
    detail,
    since: iso(since),
    cursor,
    heard_at: iso(heardAt),
    retry_at: iso(retryAt),
    received: counters.received,
    stored: counters.stored,
    duplicates: counters.duplicates,
    dead_lettered: counters.deadLettered,
    reconnects: counters.reconnects,
  }));
  return Prisma.sql`
    UPDATE sources SET
      settings = now.settings, state = now.state, detail = now.detail, since = now.since, cursor = now.cursor,
      heard_at = now.heard_at, retry_at = now.retry_at, received = now.received, stored = now.stored,
      duplicates = now.duplicates, dead_lettered = now.dead_lettered, reconnects = now.reconnects
    FROM jsonb_to_recordset(${rowsOf(rows)}::jsonb) AS now (
      id text, settings jsonb, state text, detail text, since timestamptz, cursor text,
      heard_at timestamptz, retry_at timestamptz, received bigint, stored bigint,
      duplicates bigint, dead_lettered bigint, reconnects integer)
    WHERE sources.id = now.id AND sources.deleted_at IS NULL`;
}

/** Gaps of sources that are gone meanwhile are left out rather than failing the rest. */
function upsertGaps(changed: readonly GapOf[]): Prisma.Sql {
  const rows = changed.map(({ source, gap: { id, from, to, reason, recovered } }) => ({
    id,
    source_id: source,
    from_at: iso(from),
    to_at: iso(to),
    reason,
    recovered,
  }));
  return Prisma.sql`
    INSERT INTO gaps (id, source_id, from_at, to_at, reason, recovered)
    SELECT now.id, now.source_id, now.from_at, now.to_at, now.reason, now.recovered
    FROM jsonb_to_recordset(${rowsOf(rows)}::jsonb) AS now (
      id text, source_id text, from_at timestamptz, to_at timestamptz, reason text, recovered boolean)
    JOIN sources ON sources.id = now.source_id
    ON CONFLICT (id) DO UPDATE SET to_at = excluded.to_at, recovered = excluded.recovered`;
}

type Row = Prisma.SourceGetPayload<{ include: { gaps: true } }>;

function recordOf(row: Row): SourceRecord {
  return {
    id: row.id,
    workspace: row.workspaceId,
    show: row.showId ?? "",
    platform: row.platform,
    settings: row.settings,
    source: row.source,
    state: row.state as SourceState,
    detail: row.detail,
    since: row.since.getTime(),
    cursor: row.cursor,
    heardAt: row.heardAt?.getTime() ?? null,
    retryAt: row.retryAt?.getTime() ?? null,
    counters: {
      received: Number(row.received),
      stored: Number(row.stored),
      duplicates: Number(row.duplicates),
      deadLettered: Number(row.deadLettered),
      reconnects: row.reconnects,
    },
    gaps: row.gaps
      .map(({ id, fromAt, toAt, reason, recovered }) => ({
        id,
        from: fromAt.getTime(),
        to: toAt?.getTime() ?? null,
        reason,
        recovered,
      }))
      .toReversed(),
  };
}
