import EulerStreamApiClient from "tiktok-live-api-sdk";
import {
  SignConfig,
  TikTokLiveConnection,
  type WebcastGotHttpConfig,
  type WebSocketParams,
} from "tiktok-live-connector";
import type { TikTokEnvironment } from "./environment.ts";
import { lookupOf, pageAddress, socketAddress } from "./hosts.ts";
import type { Replies } from "./replies.ts";

/** Longest time for one request or handshake. */
const DEADLINE_MS = 10_000;
/** Largest message; a room's history is the largest that comes. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;

/** The library's connection, with the socket's address under our control. */
class Connection extends TikTokLiveConnection {
  readonly #environment: TikTokEnvironment;

  constructor(
    handle: string,
    environment: TikTokEnvironment,
    options: ConstructorParameters<typeof TikTokLiveConnection>[1],
  ) {
    super(handle, options);
    this.#environment = environment;
  }

  protected override setupWebsocket(address: string, params: WebSocketParams, roomId: string): Promise<void> {
    return super.setupWebsocket(socketAddress(this.#environment, address), params, roomId);
  }
}

/**
 * An unconnected connection of the library that talks to this environment only: nothing of it is shared with another
 * one. `signal` ends all its requests.
 */
export function createConnection(
  handle: string,
  environment: TikTokEnvironment,
  replies: Replies,
  signal: AbortSignal,
): TikTokLiveConnection {
  const lookup = lookupOf(environment);
  // The library sets the deadline of these requests itself (10 s) and brings its own cookie jar, which the type of
  // its option wrongly demands.
  const pages = {
    signal,
    ...(lookup && { dnsLookup: lookup }),
    retry: { limit: 0 },
    hooks: {
      beforeRequest: [
        (options) => {
          if (options.url) options.url = pageAddress(environment, new URL(options.url));
        },
      ],
      afterResponse: [
        (response) => {
          replies.note({ from: "TikTok", status: response.statusCode, headers: response.headers });
          return response;
        },
      ],
    },
  } satisfies Omit<WebcastGotHttpConfig, "cookieJar">;
  const socket = {
    ...(lookup && { lookup }),
    signal,
    handshakeTimeout: DEADLINE_MS,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
  };
  return new Connection(handle, environment, {
    // Asked for by us, so that a reply that says nothing does not count as a failure.
    fetchRoomInfoOnConnect: false,
    webClientOptions: pages as unknown as WebcastGotHttpConfig,
    wsClientOptions: socket,
    webConfigOverrides: {
      ...(environment.webHost !== undefined && { TIKTOK_HOST_WEB: environment.webHost }),
      ...(environment.webcastHost !== undefined && { TIKTOK_HOST_WEBCAST: environment.webcastHost }),
    },
    eulerApiInstance: createSignClient(environment, replies, signal),
  });
}

/** A client of the sign server of its own: the library's is one for the whole process. */
function createSignClient(environment: TikTokEnvironment, replies: Replies, signal: AbortSignal): EulerStreamApiClient {
  const lookup = lookupOf(environment);
  const { apiKey, basePath } = SignConfig;
  return new EulerStreamApiClient({
    basePath: (environment.signUrl ?? basePath ?? "").replace(/\/+$/, ""),
    ...(typeof apiKey === "string" && { apiKey }),
    baseOptions: {
      headers: { ...SignConfig.baseOptions.headers },
      validateStatus: () => true,
      timeout: DEADLINE_MS,
      signal,
      ...(lookup && { lookup, proxy: false }),
      transformResponse: (body: unknown, headers: Record<string, unknown>, status: number) => {
        replies.note({ from: "the sign server", status, headers: { ...headers } });
        return typeof body === "string" ? parseJson(body) : body;
      },
    },
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
