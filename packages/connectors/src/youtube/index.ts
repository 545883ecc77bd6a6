import { defineConnector } from "../connector.ts";
import type { YouTubeEnvironment } from "./environment.ts";
import { normalise } from "./normalise.ts";
import { PACE, type Pace } from "./pace.ts";
import { tidyYouTubeSettings, YouTubeSettings } from "./settings.ts";
import { videoIdOf } from "./video-id.ts";

/** YouTube Live by the Data API v3: chat, super chats, memberships, gifts, polls, viewers and likes of one video. */
export const youtube = youtubeAt(PACE);

/** The same at another pace: for tests and emulators. */
export function youtubeAt(pace: Pace) {
  return defineConnector<typeof YouTubeSettings, YouTubeEnvironment>({
    platform: "youtube",
    title: "YouTube Live",
    settings: YouTubeSettings,
    // Viewers and likes are read every 30 s, and each request has a deadline: this is the last resort.
    silenceSeconds: () => Math.ceil((pace.figures * 4) / 1000),
    sourceOf: ({ video }) => `youtube/${videoIdOf(video ?? "")}`,
    tidySettings: tidyYouTubeSettings,
    resumesExactly: true,
    async *open(context) {
      // As with TikTok: what speaks to YouTube is read where somebody connects.
      const { openYouTube } = await import("./open.ts");
      yield* openYouTube(context, pace);
    },
    normalise,
  });
}
