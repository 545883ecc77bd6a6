import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Database } from "../../database.ts";
import { isStoreAway } from "../../store-away.ts";

/**
 * Shows begin and end when their own events say so: those that were run elsewhere, and those that are told of
 * afterwards. The start that is told first counts, and the last end, unless the show goes on on a platform that the hub
 * watches.
 */
export const tellShows =
  (database: Database) =>
  async (workspaceId: string, events: readonly AcceptedEvent[]): Promise<void> => {
    const told = events.filter(({ type, show }) => show !== "" && (type === "show_started" || type === "show_ended"));
    for (const [id, own] of Map.groupBy(told, ({ show }) => show)) {
      await tellShow(database, workspaceId, id, own).catch((error: unknown) => {
        // The events are on disk: that their show's own store is away must not make anybody send them again.
        if (!isStoreAway(error)) throw error;
      });
    }
  };

async function tellShow(database: Database, workspaceId: string, id: string, events: readonly AcceptedEvent[]) {
  const [starts, ends] = [timesOf(events, "show_started"), timesOf(events, "show_ended")];
  // A show that ended has begun, if not before.
  const startedAt = new Date(Math.min(...(starts.length > 0 ? starts : ends)));
  await database.show.updateMany({ where: { id, workspaceId, startedAt: null }, data: { startedAt } });
  if (ends.length === 0) return;
  if ((await database.source.count({ where: { workspaceId, showId: id, ...WATCHED } })) > 0) return;
  const endedAt = new Date(Math.max(...ends));
  const isOpen = { OR: [{ endedAt: null }, { endedAt: { lt: endedAt } }] };
  await database.show.updateMany({ where: { id, workspaceId, ...isOpen }, data: { endedAt } });
}

const WATCHED = { deletedAt: null, state: { not: "ended" } };

const timesOf = (events: readonly AcceptedEvent[], wanted: string): number[] =>
  events.filter(({ type }) => type === wanted).map(({ time }) => time);
