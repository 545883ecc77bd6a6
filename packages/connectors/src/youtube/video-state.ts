import { ConnectorError } from "../connector.ts";
import type { LiveVideo } from "./resources.external.ts";

/**
 * Whether a video is live or over.
 * @throws ConnectorError `offline` when it has not begun, `failed` when there is no such live video.
 */
export function videoState(video: LiveVideo | undefined, id: string): "live" | "ended" {
  if (!video) {
    throw new ConnectorError(
      "failed",
      `YouTube shows no video "${id}": the link is wrong, or the video is private or deleted.`,
    );
  }
  const details = video.liveStreamingDetails;
  if (!details) throw new ConnectorError("failed", `The YouTube video "${id}" is not a live stream.`);
  if (details.actualEndTime) return "ended";
  const content = video.snippet?.liveBroadcastContent;
  if (details.actualStartTime || content === "live" || (details.activeLiveChatId && content !== "upcoming"))
    return "live";
  const start = details.scheduledStartTime ? `; it is planned for ${details.scheduledStartTime}` : "";
  throw new ConnectorError("offline", `The YouTube video "${id}" is not live yet${start}.`);
}
