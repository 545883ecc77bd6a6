import type { Frame, NormaliseContext } from "../connector.ts";
import type { EventData, ShowEvent } from "../event/index.ts";
import { messageEvents } from "./normalise-message.ts";
import {
  FRAME_CHAT_ENDED,
  FRAME_OFFLINE,
  FRAME_VIDEO,
  type LiveChatMessage,
  type LiveVideo,
} from "./resources.external.ts";

/** A frame's events. Ids come from YouTube's own, so that a repeated frame gives the same events. */
export function normalise({ kind, raw, receivedAt }: Frame, { show, source }: NormaliseContext): ShowEvent[] {
  const received = new Date(receivedAt).toISOString();
  const event = (id: string, type: string, time: string | null | undefined, data: EventData = {}): ShowEvent => ({
    specversion: "1.0",
    id,
    source,
    type,
    subject: show,
    time: time || received,
    data: { platform: "youtube", ...data },
  });
  // Three signals tell the end, each of which may come alone: one id for all of them.
  const ended = (time: string | null | undefined) => event(`${source}/show_ended`, "show_ended", time);

  switch (kind) {
    case FRAME_VIDEO:
      return readings(raw as LiveVideo).map(({ type, value, time }) =>
        type === "show_ended"
          ? ended(time)
          : // A reading has no id of its own: two readings differ by their moment, a replayed one does not.
            event(`${source}/${type}/${received}`, type, received, { value: value ?? 0 }),
      );
    case FRAME_OFFLINE:
      return [ended((raw as { offlineAt?: string }).offlineAt)];
    case FRAME_CHAT_ENDED:
      return [ended(undefined)];
    case "chatEndedEvent":
      return [ended((raw as LiveChatMessage).snippet?.publishedAt)];
    default: {
      const message = raw as LiveChatMessage;
      const time = message.snippet?.publishedAt;
      return messageEvents(kind, message).map(({ id, type, data }) => event(id, type, time, data));
    }
  }
}

interface Reading {
  type: "viewer_count" | "like_total" | "show_ended";
  value?: number;
  time?: string;
}

/** A hidden count is absent, and so is its event: it is not 0. */
function readings({ statistics, liveStreamingDetails }: LiveVideo): Reading[] {
  const found: Reading[] = [];
  const viewers = countOf(liveStreamingDetails?.concurrentViewers);
  const likes = countOf(statistics?.likeCount);
  if (viewers !== undefined) found.push({ type: "viewer_count", value: viewers });
  if (likes !== undefined) found.push({ type: "like_total", value: likes });
  if (liveStreamingDetails?.actualEndTime) found.push({ type: "show_ended", time: liveStreamingDetails.actualEndTime });
  return found;
}

function countOf(text: string | null | undefined): number | undefined {
  const count = text ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}
