import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Account } from "./account.ts";
import { chatAnswer, isRefusal } from "./chat-answer.ts";
import { type Refusal, refusalBody } from "./refusals.ts";
import type { EmulatedVideo } from "./video.ts";

export interface RestOptions {
  account: Account;
  videos: Map<string, EmulatedVideo>;
  pollingIntervalMillis: number;
}

/** The Data API's two questions over HTTP, as Google's reference describes them. */
export function createRest({ account, videos, pollingIntervalMillis }: RestOptions): Server {
  /** When a chat may be asked again. */
  const dueAt = new Map<string, number>();

  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://emulator");
    const key = url.searchParams.get("key") ?? (request.headers["x-goog-api-key"] as string | undefined);
    const kind = { "/youtube/v3/videos": "videos", "/youtube/v3/liveChat/messages": "messages" } as const;
    const asked = kind[url.pathname as keyof typeof kind];
    if (asked === undefined || request.method !== "GET") return send(response, 404, { error: { code: 404 } });
    const met = account.ask(asked, key);
    if (met === "hang") return;
    if (met === "reset") return reset(request);
    if (met) return refuse(response, met);
    if (asked === "videos") return send(response, 200, videoList(url, videos));

    const chat = url.searchParams.get("liveChatId") ?? "";
    const video = [...videos.values()].find(({ liveChatId }) => liveChatId === chat);
    // A timer may fire a millisecond early.
    if (Date.now() < (dueAt.get(chat) ?? 0) - 2) video?.tooEarly.push(Date.now());
    dueAt.set(chat, Date.now() + pollingIntervalMillis);
    const most = Number(url.searchParams.get("maxResults") ?? 500);
    const answer = chatAnswer(video, url.searchParams.get("pageToken") ?? undefined, most);
    if (isRefusal(answer)) return refuse(response, answer);
    const kindOfList = "youtube#liveChatMessageListResponse";
    return send(response, 200, { kind: kindOfList, pollingIntervalMillis, ...answer });
  });
}

function videoList(url: URL, videos: Map<string, EmulatedVideo>) {
  const parts = new Set(url.searchParams.getAll("part").flatMap((part) => part.split(",")));
  const ids = url.searchParams.getAll("id").flatMap((id) => id.split(","));
  const items = ids.flatMap((id) => videos.get(id)?.resource() ?? []);
  const shown = items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([part]) => part === "id" || parts.has(part))),
  );
  return {
    kind: "youtube#videoListResponse",
    items: shown,
    pageInfo: { totalResults: shown.length, resultsPerPage: shown.length },
  };
}

function refuse(response: ServerResponse, refusal: Refusal) {
  if (refusal.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(refusal.retryAfterSeconds));
  send(response, refusal.http, refusalBody(refusal));
}

function send(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(body));
}

function reset(request: IncomingMessage) {
  request.socket.resetAndDestroy();
}
