import { setTimeout as pause } from "node:timers/promises";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Database } from "../../database.ts";
import { isStoreAway } from "../../store-away.ts";
import type { StoreLog } from "../../stores/child.ts";

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/**
 * Shows begin and end when their own events say so: those that were run elsewhere, and those that are told of
 * afterwards. The start that is told first counts, and the last end, unless the show goes on on a platform that the hub
 * watches. While the shows' store is away nobody waits for it, since the events are on disk: shows are told when it is
 * back, each in the order in which its events came.
 */
export function tellShows(database: Database, log: Pick<StoreLog, "warn">) {
  const waiting = new Map<string, Promise<void>>();
  return async (workspaceId: string, events: readonly AcceptedEvent[]): Promise<void> => {
    const told = events.filter(({ type, show }) => show !== "" && (type === "show_started" || type === "show_ended"));
    for (const [id, own] of Map.groupBy(told, ({ show }) => show)) {
      const tell = () => tellShow(database, workspaceId, id, own);
      const before = waiting.get(id);
      if (before === undefined && (await isTold(tell))) continue;
      const later = (before ?? Promise.resolve())
        .then(() => tellLater(tell))
        .catch((error: unknown) => log.warn({ err: error, show: id }, "a show does not know what its events say"))
        .finally(() => waiting.get(id) === later && waiting.delete(id));
      waiting.set(id, later);
    }
  };
}

/** Whether the store was there. */
async function isTold(tell: () => Promise<void>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    if (isStoreAway(error)) return false;
    throw error;
  }
}

async function tellLater(tell: () => Promise<void>): Promise<void> {
  let milliseconds = FIRST_PAUSE;
  do {
    await pause(milliseconds, undefined, { ref: false });
    milliseconds = Math.min(2 * milliseconds, LONGEST_PAUSE);
  } while (!(await isTold(tell)));
}

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
