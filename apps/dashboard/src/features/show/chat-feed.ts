import type { LiveEvent } from "../../api/types.ts";

/** A chat message as it is shown. */
export interface ChatLine {
  key: string;
  at: string;
  platform: string;
  /** Null for people whom the platform does not name. */
  name: string | null;
  text: string;
  asks: boolean;
}

/** The rule of the events table, too: chat that holds a question mark of any script. */
const ASKS = /[?؟？]/;
const SHOWN = 200;

const identity = ({ source, id }: LiveEvent) => `${source}\n${id}`;

/** The message that a deletion names, by the identity of its event. */
function deleted({ source, data }: LiveEvent): string | null {
  const message = data?.properties?.["message"];
  return message == null ? null : `${source}\n${message}`;
}

/**
 * What to show of a show's chat, newest first: what was asked for and what was pushed since, each message once,
 * without the deleted ones, at most 200 lines.
 */
export function chatFeed(history: readonly LiveEvent[], pushed: readonly LiveEvent[]): ChatLine[] {
  const gone = new Set<string>();
  const lines = new Map<string, ChatLine>();
  for (const event of [...history, ...pushed]) {
    const target = event.type === "chat_deleted" ? deleted(event) : null;
    if (target) gone.add(target);
    if (event.type !== "chat_message" && event.type !== "question") continue;
    const text = event.data?.text ?? "";
    lines.set(identity(event), {
      key: identity(event),
      at: event.time ?? "",
      platform: event.data?.platform ?? "",
      name: event.data?.actorName ?? null,
      text,
      asks: event.type === "question" || ASKS.test(text),
    });
  }
  return [...lines.values()]
    .filter((line) => !gone.has(line.key))
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, SHOWN);
}
