import type { LiveChatPage } from "../../../packages/connectors/src/youtube/resources.external.ts";
import { REFUSALS, type Refusal } from "./refusals.ts";
import { BadPageToken, type EmulatedVideo } from "./video.ts";

/** A page of a chat, or why there is none. An ended chat still gives out what was said before its end. */
export function chatAnswer(
  video: EmulatedVideo | undefined,
  token: string | undefined,
  most: number,
): LiveChatPage | Refusal {
  if (!video || video.chat === "liveChatNotFound") return REFUSALS.liveChatNotFound;
  if (video.chat !== "open") return REFUSALS.liveChatDisabled;
  try {
    const page = video.page(token, most);
    return video.state === "ended" && video.lastPages === "refused" && page.items?.length === 0
      ? REFUSALS.liveChatEnded
      : page;
  } catch (error) {
    if (error instanceof BadPageToken) return REFUSALS.pageTokenInvalid;
    throw error;
  }
}

export const isRefusal = (answer: object): answer is Refusal => "grpc" in answer;
