import { type Static, Type } from "typebox";
import { SettingError } from "../connector.ts";
import { videoIdOf } from "./video-id.ts";

/** What a person gives to connect a video. */
export const YouTubeSettings = Type.Object({
  video: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2048, description: "The live video: its link or its id." }),
  ),
});

export type YouTubeSettings = Static<typeof YouTubeSettings>;

/**
 * The settings with the video's id.
 * @throws SettingError when no video is named, or the channel's own shows are asked for.
 */
export function tidyYouTubeSettings(settings: YouTubeSettings): YouTubeSettings {
  if (settings.video !== undefined) return { video: videoIdOf(settings.video) };
  if ("channel" in settings) {
    throw new SettingError(
      "channel",
      "following a channel needs a sign-in with Google, which this hub does not offer yet; give the link of the live video",
    );
  }
  throw new SettingError("video", "give the link of the live video, or its id");
}
