import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { ServerCredentials } from "@grpc/grpc-js";
import type { YouTubeEnvironment } from "../../../packages/connectors/src/youtube/environment.ts";
import { Account, type RequestKind } from "./account.ts";
import { createRest } from "./rest.ts";
import { StreamList } from "./stream-list.ts";
import { EmulatedVideo, type VideoState } from "./video.ts";

export interface EmulatorOptions {
  /** What `liveChatMessages.list` asks its clients to wait; Google's is some seconds. */
  pollingIntervalMillis?: number;
  /** Units of the day: videos.list costs 1, liveChatMessages.list and streamList 5. */
  quota?: number;
  apiKey?: string;
  /** Offer streamList; default true. */
  grpc?: boolean;
}

export interface YouTubeEmulator {
  /** For the connector. */
  environment: YouTubeEnvironment;
  /** For the hub. */
  hubVariables: Record<string, string>;
  videos: Map<string, EmulatedVideo>;
  addVideo(id: string, state?: VideoState): EmulatedVideo;
  account: Account;
  /** When each request came, by kind, in milliseconds since 1970. */
  requests: Record<RequestKind, number[]>;
  streamList: StreamList;
  close(): Promise<void>;
}

/** A YouTube of one's own on free ports of 127.0.0.1: the Data API over HTTP and streamList over gRPC. */
export async function startYouTubeEmulator(options: EmulatorOptions = {}): Promise<YouTubeEmulator> {
  const { pollingIntervalMillis = 2_000, quota = 10_000, apiKey = "AIza-emulator-key", grpc = true } = options;
  const account = new Account(apiKey, quota);
  const videos = new Map<string, EmulatedVideo>();

  const rest = createRest({ account, videos, pollingIntervalMillis });
  rest.listen(0, "127.0.0.1");
  await once(rest, "listening");
  const apiUrl = `http://127.0.0.1:${(rest.address() as AddressInfo).port}`;

  const streamList = new StreamList(account, videos);
  const bind = promisify(streamList.server.bindAsync.bind(streamList.server));
  const grpcAddress = grpc
    ? `insecure:127.0.0.1:${await bind("127.0.0.1:0", ServerCredentials.createInsecure())}`
    : null;

  return {
    environment: { apiUrl, apiKey, grpcAddress, tokenUrl: undefined, clientId: undefined, clientSecret: undefined },
    hubVariables: {
      YOUTUBE_API_URL: apiUrl,
      YOUTUBE_API_KEY: apiKey,
      ...(grpcAddress === null ? {} : { YOUTUBE_GRPC_ADDRESS: grpcAddress }),
    },
    videos,
    addVideo(id, state = "live") {
      const video = new EmulatedVideo(id, state);
      videos.set(id, video);
      return video;
    },
    account,
    requests: account.requests,
    streamList,
    async close() {
      streamList.server.forceShutdown();
      const closed = once(rest, "close");
      rest.close();
      rest.closeAllConnections();
      await closed;
    },
  };
}
