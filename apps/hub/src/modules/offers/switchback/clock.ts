import type { Database } from "../../../database.ts";
import type { Ingest } from "../../../ingest/ingest.ts";
import type { Log } from "../../../ingest/log.ts";
import { type Clock, createClock, LONGEST_PAUSE_MILLISECONDS } from "../clock.ts";
import { switchOff, switchTo } from "./switch.ts";
import { planEnd, runBlocks, stopOf, type WholeSwitchback, WITH_COURSE } from "./switchback.ts";

/** What {@link createSwitchbackClock} needs; `offers` ends on time what it starts. */
interface ClockOptions {
  database: Database;
  ingest: Ingest;
  offers: Clock;
  now: () => number;
  log: Log;
}

/**
 * Turns offers and pins on and off as the switchbacks' plans say. It keeps nothing in memory: after a restart the
 * block of that moment is switched late, those that passed not at all, and the read-out knows which.
 */
export function createSwitchbackClock({ database, ingest, offers, now, log }: ClockOptions): Clock {
  async function work(time: number): Promise<number> {
    const due = await database.switchback.findMany({
      where: { endedAt: null, startsAt: { lte: new Date(time + LONGEST_PAUSE_MILLISECONDS) } },
      include: WITH_COURSE,
    });
    const moments: number[] = [];
    for (const row of due) moments.push(await bringUpToDate(row, time));
    return Math.min(Number.POSITIVE_INFINITY, ...moments);
  }

  /** Does what is due of one, and says when something of it is due next. */
  async function bringUpToDate(row: WholeSwitchback, time: number): Promise<number> {
    const stop = stopOf(row, time);
    const end = stop ?? planEnd(row);
    if (time >= end) {
      await switchOff({ database, ingest }, row, end);
      // A show that is started again does not go on with what its end has stopped.
      const data = { endedAt: new Date(end), ...(stop === null ? {} : { stoppedAt: new Date(stop) }) };
      await database.switchback.update({ where: { id: row.id }, data });
      return Number.POSITIVE_INFINITY;
    }
    const blocks = runBlocks(row, time);
    const index = blocks.findIndex(({ from, to }) => from <= time && time < to);
    const block = blocks[index];
    if (!block) return blocks[0]?.from ?? Number.POSITIVE_INFINITY;
    if (block.switchedAt === null) {
      await switchTo({ database, ingest }, row, index, block, time);
      offers.wake();
    }
    return block.to;
  }

  return createClock({ work, now, log, what: "switching experiments on and off" });
}
