import type { youtube_v3 } from "@googleapis/youtube";

/** One message of a live chat, in the Data API's words. */
export interface LiveChatMessage {
  id?: string | null;
  snippet?: LiveChatSnippet;
  authorDetails?: youtube_v3.Schema$LiveChatMessageAuthorDetails;
}

/** The reference page names a gift's details otherwise than the discovery document; both are read. */
export type LiveChatSnippet = youtube_v3.Schema$LiveChatMessageSnippet & {
  giftEventDetails?: { giftMetadata?: youtube_v3.Schema$LiveChatGiftDetails };
};

/** One reply of `liveChatMessages.list` or of streamList, which names no interval. */
export interface LiveChatPage {
  items?: LiveChatMessage[];
  activePollItem?: LiveChatMessage;
  nextPageToken?: string | null;
  /** How long to wait before the next request, in milliseconds. */
  pollingIntervalMillis?: number | null;
  /** When the stream went offline; absent while it is live. */
  offlineAt?: string | null;
}

/** The parts of a video that tell whether it is live and how many watch and like it; counts come as strings. */
export interface LiveVideo {
  id?: string | null;
  snippet?: { liveBroadcastContent?: string | null; title?: string | null };
  statistics?: { likeCount?: string | null };
  liveStreamingDetails?: youtube_v3.Schema$VideoLiveStreamingDetails;
}

/** Kinds of frames beside the chat's own message types. */
export const FRAME_VIDEO = "video";
export const FRAME_OFFLINE = "offlineAt";
export const FRAME_CHAT_ENDED = "liveChatEnded";
