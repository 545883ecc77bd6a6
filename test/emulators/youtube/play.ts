import { setTimeout as sleep } from "node:timers/promises";
import type { Show } from "./show.ts";
import type { EmulatedVideo } from "./video.ts";

export interface PlayOptions {
  /** How many of the show's seconds pass in one. */
  speed?: number;
  signal?: AbortSignal;
  /** The show goes on until then, though nothing more happens in it: its end, the last step, waits. */
  endsAfter?: Promise<unknown>;
  /** Called before each turn with the share of the show that is over. */
  onProgress?: (share: number) => void;
}

const TURN = 20;

/** Plays a show into a video and ends it. Resolves at its end. */
export async function playShow(
  video: EmulatedVideo,
  show: Show,
  { speed = 1, signal, endsAfter, onProgress }: PlayOptions = {},
): Promise<void> {
  const startedAt = Date.now();
  const ending = show.steps.length - 1;
  for (let next = 0; next <= ending; ) {
    if (next === ending) await endsAfter;
    const reached = (Date.now() - startedAt) * speed;
    onProgress?.(Math.min(1, reached / (show.seconds * 1000)));
    const until = next === ending ? ending : ending - 1;
    for (let step = show.steps[next]; step && next <= until && step.at <= reached; step = show.steps[++next]) {
      if (step.viewers !== undefined) video.viewers = step.viewers;
      if (step.likes !== undefined) video.likes = step.likes;
      if (step.message) video.publish(step.message);
    }
    await sleep(TURN, undefined, signal ? { signal } : undefined);
  }
  video.end();
}
