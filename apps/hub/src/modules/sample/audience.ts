import type { Random } from "./random.ts";
import { NAMES } from "./script.ts";

export interface Crowd {
  platform: "tiktok" | "youtube" | "native";
  /** Viewers at the best moment. */
  peak: number;
  /** How much one viewer does in a minute, on average. */
  chatPerMinute: number;
  likesPerMinute: number;
}

export const CROWDS: readonly Crowd[] = [
  { platform: "tiktok", peak: 1_250, chatPerMinute: 0.035, likesPerMinute: 0.06 },
  { platform: "youtube", peak: 420, chatPerMinute: 0.05, likesPerMinute: 0 },
  { platform: "native", peak: 260, chatPerMinute: 0.06, likesPerMinute: 0.08 },
];

/** Share of the peak that watches at a minute of the hour: rises, holds with waves, falls at the end. */
export function attendance(minute: number): number {
  const rise = 1 - Math.exp(-minute / 9);
  const wave = 0.9 + 0.1 * Math.sin(minute / 4.5);
  const fall = minute > 52 ? Math.max(0.35, 1 - (minute - 52) / 14) : 1;
  return rise * wave * fall;
}

/** Somebody of a crowd; a few people do much of what is done, as in real rooms. */
export function somebody(random: Random, crowd: Crowd): { actor: string; actorName: string } {
  const number = Math.floor(random.next() ** 1.7 * crowd.peak * 2.4);
  const name = NAMES[number % NAMES.length] as string;
  return { actor: `${crowd.platform}-${number}`, actorName: number < NAMES.length ? name : `${name} ${number}` };
}
