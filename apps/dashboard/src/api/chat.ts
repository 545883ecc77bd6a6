import { useQuery } from "@tanstack/react-query";
import { get, withQuery } from "./client.ts";
import type { List, LiveEvent } from "./types.ts";

/** The newest events of one type in a show, newest first. */
const newest = (show: string, type: string, signal: AbortSignal) =>
  get<List<LiveEvent>>(withQuery(`/v1/shows/${encodeURIComponent(show)}/chat`, { type, limit: 50 }), signal);

/** The chat so far (50 messages, newest first) and which of its messages were deleted since. */
export function useChatHistory(show: string) {
  return useQuery({
    queryKey: ["chat", show],
    queryFn: async ({ signal }) => {
      const [messages, deletions] = await Promise.all([
        newest(show, "chat_message", signal),
        newest(show, "chat_deleted", signal),
      ]);
      return { messages: messages.data, deletions: deletions.data };
    },
    staleTime: 5_000,
  });
}
