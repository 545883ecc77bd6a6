import { fileURLToPath } from "node:url";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { LiveChatMessage, LiveChatPage } from "./resources.external.ts";

const SERVICE = "youtube.api.v3.V3DataLiveChatMessageService";

/** What streamList is asked; it ignores `max_results`. */
export interface StreamListRequest {
  liveChatId: string;
  part: string[];
  pageToken?: string;
}

/** streamList's method: where it is and how its messages are read and written. */
export function streamListMethod(): MethodDefinition<StreamListRequest, LiveChatPage> {
  const definitions = loadSync(fileURLToPath(new URL("./stream_list.proto", import.meta.url)), {
    longs: String,
    enums: String,
  });
  const service = definitions[SERVICE] as ServiceDefinition | undefined;
  const method = service?.StreamList;
  if (!method) throw new Error(`stream_list.proto has no ${SERVICE}/StreamList`);
  return method as MethodDefinition<StreamListRequest, LiveChatPage>;
}

/** A streamList reply in the words of `liveChatMessages.list`: only the names of enum values differ. */
export function fromStreamList(reply: LiveChatPage): LiveChatPage {
  return {
    ...reply,
    ...(reply.items ? { items: reply.items.map(fromStreamMessage) } : {}),
    ...(reply.activePollItem ? { activePollItem: fromStreamMessage(reply.activePollItem) } : {}),
  };
}

function fromStreamMessage(message: LiveChatMessage): LiveChatMessage {
  const { snippet } = message;
  if (!snippet) return message;
  const poll = snippet.pollDetails;
  const ban = snippet.userBannedDetails;
  return {
    ...message,
    snippet: {
      ...snippet,
      ...(snippet.type ? { type: lowerCamel(snippet.type) } : {}),
      ...(poll?.status ? { pollDetails: { ...poll, status: lowerCamel(poll.status) } } : {}),
      ...(ban?.banType ? { userBannedDetails: { ...ban, banType: lowerCamel(ban.banType) } } : {}),
    },
  };
}

/** `SUPER_CHAT_EVENT` → `superChatEvent`; a value that the proto does not know arrives as a number. */
function lowerCamel(name: string | number): string {
  return String(name)
    .toLowerCase()
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
