import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import type { Log } from "../../ingest/log.ts";
import { endOf, LONGEST_SECONDS, type WholeOffer } from "./offer.ts";
import { endOffer, startOffer, WITH_ITEMS } from "./running.ts";

/** Looked at that often even when nothing is due that this process knows of: another hub may have planned it. */
const LONGEST_PAUSE_MILLISECONDS = 15_000;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;

export interface OfferClock {
  /** Begins, and looks again at what is due next: call it when an offer was planned, started or stopped. */
  wake(): void;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

interface ClockOptions {
  database: Database;
  ingest: Ingest;
  now: () => number;
  log: Log;
}

/**
 * Starts planned offers and ends running ones when it is time. It keeps nothing in memory: after a restart what is
 * due is done, an offer that ended meanwhile ends at its own time, and one whose whole time passed is left alone.
 */
export function createOfferClock({ database, ingest, now, log }: ClockOptions): OfferClock {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  function wake(): void {
    clearTimeout(timer);
    working = working.then(turn);
  }

  async function turn(): Promise<void> {
    if (closed) return;
    let pause = PAUSE_AFTER_ERROR_MILLISECONDS;
    try {
      pause = Math.min(Math.max(0, (await work()) - now()), LONGEST_PAUSE_MILLISECONDS);
    } catch (error) {
      log.warn({ err: error }, "offers could not be started or ended on time, trying again");
    }
    clearTimeout(timer);
    if (!closed) timer = setTimeout(wake, pause);
  }

  /** Does what is due, and says when something is due next. */
  async function work(): Promise<number> {
    const time = now();
    const [running, planned] = await Promise.all([
      database.offer.findMany({ where: { startedAt: { not: null }, endedAt: null }, include: WITH_ITEMS }),
      database.offer.findMany({
        where: {
          startedAt: null,
          endedAt: null,
          startsAt: { gt: new Date(time - LONGEST_SECONDS * 1000), lte: new Date(time + LONGEST_PAUSE_MILLISECONDS) },
        },
        include: WITH_ITEMS,
      }),
    ]);
    const moments: number[] = [];
    for (const offer of planned) {
      const due = offer.startsAt as Date;
      if (due.getTime() > time) moments.push(due.getTime());
      else if (endOf(due, offer) > time) running.push(await startOffer({ database, ingest }, offer, new Date(time)));
    }
    for (const offer of running) {
      if (!isRunning(offer)) continue;
      const end = endOf(offer.startedAt, offer);
      if (end > time) moments.push(end);
      else await endOffer({ database, ingest }, offer, new Date(end));
    }
    return Math.min(Number.POSITIVE_INFINITY, ...moments);
  }

  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}

const isRunning = (offer: WholeOffer): offer is WholeOffer & { startedAt: Date } =>
  offer.startedAt !== null && offer.endedAt === null;
