import type { EarlierShow } from "./earlier.ts";
import type { Random } from "./random.ts";
import { NAMES } from "./script.ts";

export interface Crowd {
  platform: "tiktok" | "youtube" | "native";
  /** Viewers at the best moment. */
  peak: number;
  /** Its first regular: people before that number do not come. */
  first: number;
  /** How much one viewer does in a minute, on average. */
  chatPerMinute: number;
  likesPerMinute: number;
}

/** Viewers of the brand's own room at its best moment. */
const ROOM_PEAK = 260;

const CROWDS: readonly Omit<Crowd, "first">[] = [
  { platform: "tiktok", peak: 1_250, chatPerMinute: 0.035, likesPerMinute: 0.06 },
  { platform: "youtube", peak: 420, chatPerMinute: 0.05, likesPerMinute: 0 },
  { platform: "native", peak: ROOM_PEAK, chatPerMinute: 0.06, likesPerMinute: 0.08 },
];

/** The crowds of the sample show, or of one of the smaller ones before it. */
export const crowdsOf = (earlier: EarlierShow | undefined): Crowd[] =>
  CROWDS.map((crowd) => ({
    ...crowd,
    peak: crowd.peak * (earlier?.size ?? 1),
    first: Math.round(((earlier?.moved ?? 0) * crowd.peak) / ROOM_PEAK),
  }));

/** Share of the peak that watches at a minute of the hour: rises, holds with waves, falls at the end. */
export function attendance(minute: number): number {
  const rise = 1 - Math.exp(-minute / 9);
  const wave = 0.9 + 0.1 * Math.sin(minute / 4.5);
  const fall = minute > 52 ? Math.max(0.35, 1 - (minute - 52) / 14) : 1;
  return rise * wave * fall;
}

/**
 * Somebody of a crowd; a few people do much of what is done, as in real rooms. To the earlier shows three in five came
 * once and never again: their ids are of that show alone.
 */
export function somebody(random: Random, crowd: Crowd): { actor: string; actorName: string } {
  const number = crowd.first + Math.floor(random.next() ** 1.7 * crowd.peak * 2.4);
  const name = NAMES[number % NAMES.length] as string;
  const came = crowd.first > 0 && number % 5 > 1 ? `-${crowd.first}` : "";
  return {
    actor: `${crowd.platform}-${number}${came}`,
    actorName: number < NAMES.length ? name : `${name} ${number}`,
  };
}
