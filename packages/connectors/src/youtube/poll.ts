import { setTimeout as sleep } from "node:timers/promises";
import { giveGifts, takePage } from "./chat-page.ts";
import type { Session } from "./session.ts";

/**
 * Reads the chat page by page, never faster than the API asks for, until `until` (milliseconds since 1970).
 * `announce` hears the first interval. True: the chat is over.
 */
export async function pollChat(
  session: Session,
  liveChatId: string,
  until: number,
  announce: (interval: number) => Promise<void>,
): Promise<boolean> {
  const { api, pace, signal, now } = session;
  for (let first = true; ; first = false) {
    const page = await api.chatPage(liveChatId, session.pageToken);
    const interval = page.pollingIntervalMillis || pace.poll;
    if (first) await announce(interval);
    if (await takePage(session, page)) return true;
    // Only here: a combo is quiet when a whole page came without its growth.
    await giveGifts(session, pace.giftQuiet);
    await sleep(interval, undefined, { signal });
    if (now() >= until) return false;
  }
}
