import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import type { Log } from "../../ingest/log.ts";
import { type Clock, createClock, LONGEST_PAUSE_MILLISECONDS } from "./clock.ts";
import { endOf, LONGEST_SECONDS, type WholeOffer } from "./offer.ts";
import { endOffer, startOffer, WITH_ITEMS } from "./running.ts";

interface ClockOptions {
  database: Database;
  ingest: Ingest;
  now: () => number;
  log: Log;
}

/**
 * Starts planned offers and ends running ones when it is time. It keeps nothing in memory: after a restart what is
 * due is done, an offer that ended meanwhile ends at its own time, and one whose whole time passed is left alone. In a
 * show that has ended nothing starts by itself.
 */
export function createOfferClock({ database, ingest, now, log }: ClockOptions): Clock {
  async function work(time: number): Promise<number> {
    const [running, planned] = await Promise.all([
      database.offer.findMany({ where: { startedAt: { not: null }, endedAt: null }, include: WITH_ITEMS }),
      database.offer.findMany({
        where: {
          startedAt: null,
          endedAt: null,
          show: { endedAt: null },
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

  return createClock({ work, now, log, what: "starting and ending offers" });
}

const isRunning = (offer: WholeOffer): offer is WholeOffer & { startedAt: Date } =>
  offer.startedAt !== null && offer.endedAt === null;
