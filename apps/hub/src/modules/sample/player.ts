import { flushed } from "../../flush.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import type { EarlierShow } from "./earlier.ts";
import { generateSampleShow } from "./generate.ts";
import { SAMPLE_MINUTES } from "./moment.ts";
import { generateReplaySales } from "./replay.ts";

export const PLAY_SPEED = 10;
const TICK_MILLISECONDS = 100;
const SEED = 20_261_121;

export interface Played {
  workspace: string;
  show: string;
  startsAt: number;
}

interface PlayerOptions {
  ingest: Ingest;
  now: () => number;
  onEnd: (played: Played) => Promise<void>;
  onError: (error: unknown) => void;
}

/**
 * Plays sample shows live at ten times the speed. A show that a restart interrupted goes on: what was sent before is
 * sent again with the same ids, which costs nothing.
 */
export function createPlayer({ ingest, now, onEnd, onError }: PlayerOptions) {
  const playing = new Map<string, NodeJS.Timeout>();

  async function play(played: Played): Promise<void> {
    const { workspace, show, startsAt } = played;
    const events = generateSampleShow({ show, startsAt, seed: SEED, speed: PLAY_SPEED });
    let next = 0;
    const step = async () => {
      const due = next;
      while (next < events.length && Date.parse(events[next]?.time ?? "") <= now()) next++;
      if (next > due) await ingest.accept(workspace, events.slice(due, next));
      if (!playing.has(show)) return;
      if (next < events.length) {
        playing.set(
          show,
          setTimeout(() => step().catch(fail), TICK_MILLISECONDS),
        );
        return;
      }
      playing.delete(show);
      await onEnd(played);
    };
    const fail = (error: unknown) => {
      playing.delete(show);
      onError(error);
    };
    playing.set(
      show,
      setTimeout(() => step().catch(fail), 0),
    );
  }

  return {
    play,
    stop(show: string): void {
      clearTimeout(playing.get(show));
      playing.delete(show);
    },
    close(): void {
      for (const timer of playing.values()) clearTimeout(timer);
      playing.clear();
    },
  };
}

export type Player = ReturnType<typeof createPlayer>;

interface Loaded extends Played {
  /** Which of the earlier shows it is; absent: the sample show itself. */
  earlier?: EarlierShow;
  /** Until when it was bought from afterwards. */
  until: number;
}

/** Takes in whole sample shows that are over, with what was bought after them. */
export async function loadSamples(ingest: Ingest, shows: readonly Loaded[]): Promise<void> {
  for (const { workspace, show, startsAt, until, ...which } of shows) {
    const seed = SEED + (which.earlier?.daysBefore ?? 0);
    const events = [
      ...generateSampleShow({ show, startsAt, seed, ...which }),
      ...generateReplaySales({ show, from: sampleEnd(startsAt), until, seed, ...which }),
    ];
    for (let from = 0; from < events.length; from += 1000)
      await ingest.accept(workspace, events.slice(from, from + 1000));
  }
  await flushed(ingest);
}

export const sampleEnd = (startsAt: number, speed = 1): number => startsAt + (SAMPLE_MINUTES * 60_000) / speed;
