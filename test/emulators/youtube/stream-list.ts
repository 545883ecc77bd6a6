import { fileURLToPath } from "node:url";
import { Server, type ServerWritableStream, type ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { LiveChatMessage, LiveChatPage } from "../../../packages/connectors/src/youtube/resources.external.ts";
import type { Account } from "./account.ts";
import { chatAnswer, isRefusal } from "./chat-answer.ts";
import { REFUSALS, type Refusal } from "./refusals.ts";
import type { EmulatedVideo } from "./video.ts";

const PROTO = "../../../packages/connectors/src/youtube/stream_list.proto";

type Call = ServerWritableStream<{ liveChatId?: string; pageToken?: string }, object>;

/** streamList over gRPC: the history, then each message as it comes. */
export class StreamList {
  readonly server = new Server();
  /** While down, open streams are cut and new ones refused. */
  #down = false;
  readonly #open = new Set<(refusal: Refusal) => void>();
  readonly #account: Account;
  readonly #videos: Map<string, EmulatedVideo>;

  constructor(account: Account, videos: Map<string, EmulatedVideo>) {
    this.#account = account;
    this.#videos = videos;
    const definitions = loadSync(fileURLToPath(new URL(PROTO, import.meta.url)), { longs: String, enums: String });
    const service = definitions["youtube.api.v3.V3DataLiveChatMessageService"] as ServiceDefinition;
    this.server.addService(service, { StreamList: (call: Call) => this.#serve(call) });
  }

  get openStreams(): number {
    return this.#open.size;
  }

  /** Breaks all open streams once. */
  cut(): void {
    for (const end of this.#open) end(REFUSALS.serverError);
  }

  down(): void {
    this.#down = true;
    this.cut();
  }

  up(): void {
    this.#down = false;
  }

  #serve(call: Call): void {
    const key = call.metadata.get("x-goog-api-key")[0]?.toString();
    const met = this.#account.ask("streams", key);
    if (met === "hang") return;
    const fail = ({ grpc }: Refusal) => call.emit("error", grpc);
    if (met === "reset" || this.#down) return void fail(REFUSALS.serverError);
    if (met) return void fail(met);

    const { liveChatId } = call.request;
    const video = [...this.#videos.values()].find((one) => one.liveChatId === liveChatId);
    let token = call.request.pageToken || undefined;
    let first = true;
    let planned = false;

    const stop = () => {
      this.#open.delete(end);
      unlisten?.();
    };
    const end = (refusal: Refusal) => {
      stop();
      fail(refusal);
    };
    const send = () => {
      planned = false;
      if (!this.#open.has(end)) return;
      const answer = chatAnswer(video, token, 500);
      if (isRefusal(answer)) return end(answer);
      if (!first && answer.items?.length === 0) return;
      first = false;
      token = answer.nextPageToken ?? token;
      call.write(toStreamList(answer));
      if (answer.items?.length === 500) return plan();
      if (video?.state === "ended") {
        stop();
        call.end();
      }
    };
    // What is said in one turn of the event loop travels in one reply.
    const plan = () => {
      if (!planned) setImmediate(send);
      planned = true;
    };
    this.#open.add(end);
    const unlisten = video?.onChange(plan);
    call.on("cancelled", stop);
    call.on("close", stop);
    plan();
  }
}

/** The words of `liveChatMessages.list` in those of the proto: only enum values and durations differ. */
function toStreamList(page: LiveChatPage): object {
  return {
    ...page,
    items: page.items?.map(toStreamMessage),
    ...(page.activePollItem ? { activePollItem: toStreamMessage(page.activePollItem) } : {}),
  };
}

function toStreamMessage({ snippet, ...message }: LiveChatMessage): object {
  const poll = snippet?.pollDetails;
  const ban = snippet?.userBannedDetails;
  const gift = snippet?.giftDetails;
  return {
    ...message,
    snippet: {
      ...snippet,
      type: upperSnake(snippet?.type),
      ...(poll ? { pollDetails: { ...poll, status: upperSnake(poll.status) } } : {}),
      ...(ban ? { userBannedDetails: { ...ban, banType: upperSnake(ban.banType) } } : {}),
      ...(gift
        ? { giftDetails: { ...gift, giftDuration: { seconds: Number.parseInt(gift.giftDuration ?? "0", 10) } } }
        : {}),
    },
  };
}

const upperSnake = (name: string | null | undefined) => name?.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
