import type { LiveChatMessage, LiveChatSnippet } from "../../../packages/connectors/src/youtube/resources.external.ts";

export interface Person {
  channelId: string;
  displayName: string;
}

export interface MessageOptions {
  id: string;
  /** RFC 3339, as YouTube writes it: `…Z` or `….123456+00:00`. */
  publishedAt: string;
  author?: Person;
}

/** A chat message of any type as the API gives it. */
export function chatMessage(
  type: string,
  { id, publishedAt, author }: MessageOptions,
  details: LiveChatSnippet,
): LiveChatMessage {
  return {
    id,
    snippet: {
      type,
      liveChatId: "Cg0KCemulated",
      publishedAt,
      hasDisplayContent: type !== "tombstone" && type !== "chatEndedEvent",
      ...(author ? { authorChannelId: author.channelId } : {}),
      ...details,
    },
    ...(author
      ? {
          authorDetails: {
            ...author,
            channelUrl: `http://www.youtube.com/channel/${author.channelId}`,
            profileImageUrl: `https://yt3.ggpht.com/${author.channelId}`,
            isVerified: false,
            isChatOwner: false,
            isChatSponsor: false,
            isChatModerator: false,
          },
        }
      : {}),
  };
}
