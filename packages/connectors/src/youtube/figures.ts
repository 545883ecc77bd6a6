import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError } from "../connector.ts";
import { FRAME_VIDEO, type LiveVideo } from "./resources.external.ts";
import type { Session } from "./session.ts";
import { videoState } from "./video-state.ts";

/** Reads viewers and likes at the session's pace. Resolves when the video has ended. */
export async function followFigures(session: Session): Promise<void> {
  const { pace, signal, now, emit } = session;
  let wait = pace.figures;
  let failing = false;
  for (;;) {
    await sleep(wait, undefined, { signal });
    wait = pace.figures;
    try {
      if ((await readFigures(session)) === "ended") return;
      if (failing) await emit(session.chatSignal);
      failing = false;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const paused = error.until !== undefined;
      if (!(error.code === "disconnected" || (paused && session.streaming))) throw error;
      if (paused) {
        session.blocked = error;
        wait = Math.max(wait, (error.until ?? 0) - now());
      }
      if (!failing) await emit({ type: "degraded", detail: `no viewers and likes: ${error.message}` });
      failing = true;
    }
  }
}

/** One reading: gives it out and says whether the video is still live. */
export async function readFigures(session: Session): Promise<"live" | "ended"> {
  const video = await session.api.video(session.videoId);
  const state = videoState(video, session.videoId);
  if (video) await takeReading(session, video);
  return state;
}

/** Gives out a reading that is already there. */
export async function takeReading(session: Session, video: LiveVideo): Promise<void> {
  session.video = video;
  const { id, statistics, liveStreamingDetails } = video;
  const frame = { kind: FRAME_VIDEO, raw: { id, statistics, liveStreamingDetails }, receivedAt: session.now() };
  await session.emit({ type: "frame", frame });
}
