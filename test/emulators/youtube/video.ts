import type {
  LiveChatMessage,
  LiveChatPage,
  LiveVideo,
} from "../../../packages/connectors/src/youtube/resources.external.ts";

export type VideoState = "upcoming" | "live" | "ended";

/** A page token that is not of this chat. */
export class BadPageToken extends Error {}

/** One live video with its chat: what was said stays, a page token is a place in it. */
export class EmulatedVideo {
  readonly id: string;
  readonly title: string;
  state: VideoState;
  /** undefined: hidden by the channel. */
  viewers: number | undefined = 0;
  likes: number | undefined = 0;
  /** Why the chat is not to be had. */
  chat: "open" | "off" | "liveChatDisabled" | "liveChatNotFound" = "open";
  /** How a chat that is over answers once everything was given out. */
  lastPages: "refused" | "offlineAt" = "refused";
  /** Each third page repeats that many messages of the page before. */
  repeat = 0;
  readonly startedAt = new Date();
  endedAt: Date | undefined;
  /** When the chat was asked before it was time to. */
  readonly tooEarly: number[] = [];
  readonly log: LiveChatMessage[] = [];
  activePoll: LiveChatMessage | undefined;
  #pages = 0;
  readonly #listeners = new Set<() => void>();

  constructor(id: string, state: VideoState = "live", title = "A live shopping show") {
    this.id = id;
    this.title = title;
    this.state = state;
  }

  get liveChatId(): string {
    return `Cg0KC${Buffer.from(this.id).toString("base64url")}`;
  }

  publish(...messages: LiveChatMessage[]): void {
    this.log.push(...messages);
    for (const message of messages) {
      const status = message.snippet?.pollDetails?.status;
      if (status) this.activePoll = status === "active" ? message : undefined;
    }
    for (const listener of this.#listeners) listener();
  }

  end(): void {
    this.state = "ended";
    this.endedAt = new Date();
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The messages after a place; without a token the whole history, oldest first. */
  page(token: string | undefined, most: number): LiveChatPage {
    const place = token === undefined ? 0 : this.#placeOf(token);
    const again = token !== undefined && this.#pages++ % 3 === 2 ? this.repeat : 0;
    const next = Math.min(this.log.length, place + most);
    const items = next > place ? this.log.slice(Math.max(0, place - again), next) : [];
    return {
      items,
      nextPageToken: Buffer.from(`${this.id}:${next}`).toString("base64url"),
      ...(this.activePoll ? { activePollItem: this.activePoll } : {}),
      ...(this.endedAt ? { offlineAt: this.endedAt.toISOString() } : {}),
    };
  }

  resource(): LiveVideo {
    const live = this.state === "live";
    return {
      id: this.id,
      snippet: {
        title: this.title,
        liveBroadcastContent: live ? "live" : this.state === "upcoming" ? "upcoming" : "none",
      },
      statistics: this.likes === undefined ? {} : { likeCount: String(this.likes) },
      liveStreamingDetails: {
        scheduledStartTime: this.startedAt.toISOString(),
        ...(this.state === "upcoming" ? {} : { actualStartTime: this.startedAt.toISOString() }),
        ...(this.endedAt ? { actualEndTime: this.endedAt.toISOString() } : {}),
        ...(live && this.chat !== "off" ? { activeLiveChatId: this.liveChatId } : {}),
        ...(live && this.viewers !== undefined ? { concurrentViewers: String(this.viewers) } : {}),
      },
    };
  }

  #placeOf(token: string): number {
    const [id, place] = Buffer.from(token, "base64url").toString().split(":");
    if (id !== this.id || !/^\d+$/.test(place ?? "")) throw new BadPageToken(token);
    return Number(place);
  }
}
