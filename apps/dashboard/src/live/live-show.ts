import type { LiveEvent, MetricValue, Source } from "../api/types.ts";
import type { LiveMessage } from "./messages.ts";

/** What has been pushed for one show since this page watches it. */
export interface LiveShow {
  /** The time for which `metrics` are good; null before the first tick. */
  at: string | null;
  metrics: Readonly<Record<string, MetricValue>>;
  /** Chat, questions and deletions, oldest first, at most {@link CHAT_LIMIT}. */
  chat: readonly LiveEvent[];
  sources: Readonly<Record<string, Partial<Source> & { id: string }>>;
}

export const CHAT_LIMIT = 300;
export const NOTHING_YET: LiveShow = { at: null, metrics: {}, chat: [], sources: {} };

const CHAT_TYPES = new Set(["chat_message", "question", "chat_deleted"]);

/** The show that a message is about; undefined for none. */
export const showOf = (message: LiveMessage): string | undefined =>
  message.type === "event" ? message.event.subject : message.type === "cue" ? undefined : message.show;

/** What is known of a show after one more message. A tick older than the last one changes nothing. */
export function fold(show: LiveShow, message: LiveMessage): LiveShow {
  switch (message.type) {
    case "tick":
      if (show.at !== null && message.at < show.at) return show;
      return { ...show, at: message.at, metrics: { ...show.metrics, ...message.metrics } };
    case "event":
      if (!CHAT_TYPES.has(message.event.type)) return show;
      return { ...show, chat: [...show.chat, message.event].slice(-CHAT_LIMIT) };
    case "source": {
      const before = show.sources[message.source.id];
      return { ...show, sources: { ...show.sources, [message.source.id]: { ...before, ...message.source } } };
    }
    case "cue":
      return show;
  }
}
