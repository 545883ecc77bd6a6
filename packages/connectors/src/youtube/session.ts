import type { ConnectorError, Signal } from "../connector.ts";
import type { YouTubeApi } from "./api.ts";
import type { YouTubeEnvironment } from "./environment.ts";
import type { GiftCombos } from "./gift-combos.ts";
import type { Pace } from "./pace.ts";
import type { LiveVideo } from "./resources.external.ts";

/** What the tasks that follow one video share. */
export interface Session {
  videoId: string;
  environment: YouTubeEnvironment;
  api: YouTubeApi;
  pace: Pace;
  signal: AbortSignal;
  now: () => number;
  emit: (signal: Signal) => Promise<void>;
  /** How the chat was last said to go: what holds again once other trouble is over. */
  chatSignal: Signal;
  /** The latest reading. */
  video: LiveVideo;
  /** The place in the chat: everything before it has been given out or is held in `gifts`. */
  pageToken: string | undefined;
  gifts: GiftCombos;
  /** The active poll as it was last given out: YouTube repeats it with every page. */
  poll: string | undefined;
  /** A chat stream is open: it goes on even when no new request is allowed. */
  streaming: boolean;
  /** No request before its `until`. */
  blocked: ConnectorError | undefined;
}

/** Says how the chat goes. */
export function announce(session: Session, signal: Signal): Promise<void> {
  session.chatSignal = signal;
  return session.emit(signal);
}
