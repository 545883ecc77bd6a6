import { setTimeout as sleep } from "node:timers/promises";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { giveGifts, takePage } from "./chat-page.ts";
import { BROKEN_STREAM, exhausted, StalePageToken } from "./refusal.ts";
import type { LiveChatPage } from "./resources.external.ts";
import { announce, type Session } from "./session.ts";
import { fromStreamList, type StreamListRequest, streamListMethod } from "./stream-list.external.ts";

const INSECURE = "insecure:";
const method = streamListMethod();

/** How a stream went: over, silent for too long, or broken (no error: the server closed it). */
type StreamEnd =
  | { end: "over" }
  | { end: "silent"; messages: number }
  | { end: "broken"; messages: number; error: ServiceError | undefined };

/**
 * Follows the chat by streamList and reopens it at its place when it breaks.
 * Resolves with why there is no stream any more; undefined: the chat is over.
 */
export async function streamChat(session: Session, liveChatId: string, address: string): Promise<string | undefined> {
  const { pace, signal, now } = session;
  const client = openClient(address);
  const gifts = setInterval(() => void giveGifts(session, pace.giftQuiet), pace.giftQuiet / 4);
  let attempts = 0;
  let silence = pace.streamSilence;
  try {
    for (;;) {
      if (session.blocked?.until !== undefined && now() < session.blocked.until) throw session.blocked;
      const went = await followOne(session, client, liveChatId, silence);
      if (went.end === "over") return undefined;
      if (went.messages > 0) {
        attempts = 0;
        silence = pace.streamSilence;
      }
      if (went.end === "silent") {
        silence = Math.min(silence * 2, pace.streamSilenceMost);
        continue;
      }
      const code = went.error?.code;
      const details = went.error?.details ?? "";
      if (code === status.RESOURCE_EXHAUSTED) throw exhausted(details, now());
      // A wrong key has the same code.
      if (code === status.INVALID_ARGUMENT && !/key/i.test(details)) throw new StalePageToken(details);
      const wait = pace.reopen[attempts++];
      const reason = went.error ? `${status[went.error.code]}: ${details}` : "closed by YouTube";
      if (wait === undefined || (code !== undefined && !BROKEN_STREAM.has(code))) return reason;
      await sleep(wait, undefined, { signal });
    }
  } finally {
    clearInterval(gifts);
    session.streaming = false;
    client.close();
  }
}

async function followOne(session: Session, client: Client, liveChatId: string, silence: number): Promise<StreamEnd> {
  const { pace, signal, pageToken } = session;
  const request: StreamListRequest = { liveChatId, part: ["id", "snippet", "authorDetails"] };
  if (pageToken !== undefined) request.pageToken = pageToken;
  const metadata = new Metadata();
  metadata.set("x-goog-api-key", session.environment.apiKey ?? "");
  const call = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    metadata,
  );
  const cancel = () => call.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  // A cancelled call still reports its end; nobody else listens then.
  call.on("error", () => {});
  let messages = 0;
  let silent = false;
  const beSilent = () => {
    silent = true;
    cancel();
  };
  const opened = () => {
    clearTimeout(opening);
    if (session.streaming || silent) return;
    session.streaming = true;
    void announce(session, { type: "live", detail: "gRPC stream" });
  };
  const opening = setTimeout(opened, pace.streamOpen);
  let watch = setTimeout(beSilent, silence);
  try {
    for await (const reply of call as AsyncIterable<LiveChatPage>) {
      clearTimeout(watch);
      opened();
      const page = fromStreamList(reply);
      messages += page.items?.length ?? 0;
      if (await takePage(session, page)) return { end: "over" };
      watch = setTimeout(beSilent, silence);
    }
    return { end: "broken", messages, error: undefined };
  } catch (error) {
    signal.throwIfAborted();
    if (silent) return { end: "silent", messages };
    if (!isServiceError(error)) throw error;
    return { end: "broken", messages, error };
  } finally {
    clearTimeout(opening);
    clearTimeout(watch);
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

function openClient(address: string): Client {
  const plain = address.startsWith(INSECURE);
  return new Client(
    plain ? address.slice(INSECURE.length) : address,
    plain ? credentials.createInsecure() : credentials.createSsl(),
    {
      // Notices a dead connection within 30 s; the library slows down by itself where a server minds.
      "grpc.keepalive_time_ms": 20_000,
      "grpc.keepalive_timeout_ms": 10_000,
      "grpc.enable_retries": 0,
      "grpc.initial_reconnect_backoff_ms": 200,
      "grpc.max_reconnect_backoff_ms": 5_000,
      // The first reply may hold the whole recent history.
      "grpc.max_receive_message_length": 64 * 1024 * 1024,
    },
  );
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && typeof error.code === "number" && "details" in error;
}
