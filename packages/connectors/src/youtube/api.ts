import { youtube as dataApi } from "@googleapis/youtube";
import { ConnectorError } from "../connector.ts";
import type { YouTubeEnvironment } from "./environment.ts";
import { refusalOf } from "./refusal.ts";
import type { LiveChatPage, LiveVideo } from "./resources.external.ts";

/** The two questions to the Data API; both throw what {@link refusalOf} makes of a failure. */
export interface YouTubeApi {
  /** 1 quota unit. Undefined: no such video, or not for everybody to see. */
  video(id: string): Promise<LiveVideo | undefined>;
  /** 5 quota units. Without a token: the recent history. */
  chatPage(liveChatId: string, pageToken: string | undefined): Promise<LiveChatPage>;
}

interface ApiOptions {
  signal: AbortSignal;
  now: () => number;
  /** Deadline of one request, in milliseconds. */
  deadline: number;
}

/** The Data API with the installation's key. Throws `auth_required` when there is none. */
export function openApi(environment: YouTubeEnvironment, { signal, now, deadline }: ApiOptions): YouTubeApi {
  if (!environment.apiKey) {
    throw new ConnectorError(
      "auth_required",
      "There is no YouTube API key. Make one in the Google Cloud console (APIs & Services → Credentials), enable the YouTube Data API v3 for it, set YOUTUBE_API_KEY and start the hub again.",
    );
  }
  const api = dataApi({
    version: "v3",
    auth: environment.apiKey,
    ...(environment.apiUrl === undefined ? {} : { rootUrl: environment.apiUrl }),
  });
  // Each retry would cost quota again, and only the supervisor retries.
  const options = { retry: false, timeout: deadline, signal, responseType: "json" as const };

  const ask = async <Data>(request: Promise<{ data: Data }>): Promise<Data> => {
    try {
      return (await request).data;
    } catch (error) {
      signal.throwIfAborted();
      throw refusalOf(error, now());
    }
  };

  return {
    async video(id) {
      const part = ["snippet", "liveStreamingDetails", "statistics"];
      const { items } = await ask(api.videos.list({ part, id: [id] }, options));
      return items?.[0];
    },
    chatPage(liveChatId, pageToken) {
      const part = ["id", "snippet", "authorDetails"];
      const place = pageToken === undefined ? {} : { pageToken };
      return ask(api.liveChatMessages.list({ liveChatId, part, maxResults: 2000, ...place }, options));
    },
  };
}
