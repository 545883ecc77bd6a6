import type { AcceptedEvent } from "@showpulse/connectors/event";
import { CHAT_TYPES } from "../chat-types.ts";
import type { Ingest } from "../ingest/ingest.ts";
import { createFeed, type Feed } from "./feed.ts";
import { eventFrame, type LiveFrame, sourceFrame, tickFrame } from "./frames.ts";
import { createShowState, type History, type ShowState } from "./show-state.ts";

const TICK_MILLISECONDS = 50;
/** A show that nobody watches is kept for a reload of the page. */
const IDLE_MILLISECONDS = 60_000;
const RELOAD_MILLISECONDS = 2000;

/** Somebody who watches shows. */
export interface Subscriber {
  /** `chat`: what people write and no figures. */
  audience: "all" | "chat";
  send(frames: readonly LiveFrame[]): void;
  /** The hub stops. */
  close(): Promise<void>;
}

export interface LiveOptions {
  ingest: Pick<Ingest, "onAccepted" | "writtenUpTo" | "since">;
  history: History;
  /** Milliseconds since 1970. */
  now: () => number;
  log?: { warn(detail: object, message: string): void; error(detail: object, message: string): void };
}

/** What happens in shows at this moment, for those who watch. */
export interface Live {
  /** Sends the figures as they are, then every change. Returns the way to stop. */
  subscribe(workspace: string, shows: readonly string[], subscriber: Subscriber): () => void;
  /** A source of a show changed. */
  onSourceChange(workspace: string, source: { show: string }): void;
  /** The show's events were removed: its figures start anew. */
  forget(workspace: string, show: string): void;
  close(): Promise<void>;
}

interface Watched {
  workspace: string;
  show: string;
  state: ShowState;
  feed: Feed;
  subscribers: Set<Subscriber>;
  /** Not yet sent: figures, events. */
  changed: boolean;
  idleSince: number;
  stopped: boolean;
}

/** Makes the live side: state in memory for shows that are watched, and 50 ms ticks for those that changed. */
export function createLive({ ingest, history, now, log }: LiveOptions): Live {
  /** By workspace, then show. */
  const watched = new Map<string, Map<string, Watched>>();
  const stopListening = ingest.onAccepted(take);
  const ticking = setInterval(tick, TICK_MILLISECONDS);
  const sweeping = setInterval(sweep, IDLE_MILLISECONDS / 4);

  function take(events: readonly AcceptedEvent[]): void {
    for (const event of events) {
      const shows = watched.get(event.workspace);
      if (!shows) continue;
      if (event.show !== "") takeOne(shows.get(event.show), event);
      else if (event.type === "identify") for (const each of shows.values()) takeOne(each, event);
    }
  }

  function takeOne(each: Watched | undefined, event: AcceptedEvent): void {
    if (!each) return;
    guarded(each, () => {
      each.state.take(event);
      each.feed.offer(event);
      each.changed = true;
    });
  }

  /** Neither those who take events in nor the hub must pay for a fault in the figures: the events are on disk. */
  function guarded(each: Watched, work: () => void): void {
    try {
      work();
    } catch (error) {
      log?.error({ err: error, show: each.show }, "the live figures of a show met an error");
    }
  }

  function tick(): void {
    for (const shows of watched.values()) {
      for (const each of shows.values()) if (each.changed) guarded(each, () => tell(each));
    }
  }

  /** One serialisation for all sockets of the show. */
  function tell(each: Watched): void {
    const { show, state, feed, subscribers } = each;
    each.changed = false;
    const events = feed.drain();
    if (subscribers.size === 0) return;
    const fold = state.fold();
    const chat: LiveFrame[] = [];
    const all: LiveFrame[] = fold ? [tickFrame(show, now(), fold)] : [];
    for (const event of events) {
      const frame = eventFrame(event);
      all.push(frame);
      if (CHAT_TYPES.has(event.type)) chat.push(frame);
    }
    for (const subscriber of subscribers) {
      const frames = subscriber.audience === "all" ? all : chat;
      if (frames.length > 0) subscriber.send(frames);
    }
  }

  function sweep(): void {
    for (const [workspace, shows] of watched) {
      for (const [show, each] of shows) {
        if (each.subscribers.size > 0 || now() - each.idleSince < IDLE_MILLISECONDS) continue;
        each.stopped = true;
        shows.delete(show);
      }
      if (shows.size === 0) watched.delete(workspace);
    }
  }

  function watch(workspace: string, show: string): Watched {
    const shows = watched.get(workspace) ?? new Map<string, Watched>();
    watched.set(workspace, shows);
    const known = shows.get(show);
    if (known) return known;
    const state = createShowState({ workspace, show, ingest, history });
    const feed = createFeed(now);
    const each: Watched = {
      workspace,
      show,
      state,
      feed,
      subscribers: new Set(),
      changed: false,
      idleSince: now(),
      stopped: false,
    };
    shows.set(show, each);
    void load(each);
    return each;
  }

  /** Until it worked: while the store is away there are events, but no figures. */
  async function load(each: Watched): Promise<void> {
    while (!each.stopped) {
      try {
        await each.state.load();
        each.changed = true;
        return;
      } catch (error) {
        log?.warn({ err: error, show: each.show }, "the figures of a show could not be read, trying again");
        await new Promise((resolve) => setTimeout(resolve, RELOAD_MILLISECONDS).unref());
      }
    }
  }

  return {
    subscribe(workspace, shows, subscriber) {
      const mine = [...new Set(shows)].map((show) => watch(workspace, show));
      for (const { subscribers, state, show } of mine) {
        subscribers.add(subscriber);
        const fold = state.fold();
        if (fold && subscriber.audience === "all") subscriber.send([tickFrame(show, now(), fold)]);
      }
      return () => {
        for (const each of mine) {
          each.subscribers.delete(subscriber);
          each.idleSince = now();
        }
      };
    },
    onSourceChange(workspace, source) {
      const each = watched.get(workspace)?.get(source.show);
      if (!each) return;
      const frames = [sourceFrame(source.show, source)];
      for (const subscriber of each.subscribers) if (subscriber.audience === "all") subscriber.send(frames);
    },
    forget(workspace, show) {
      const each = watched.get(workspace)?.get(show);
      if (each) void load(each);
    },
    async close() {
      clearInterval(ticking);
      clearInterval(sweeping);
      stopListening();
      const all = [...watched.values()].flatMap((shows) => [...shows.values()]);
      for (const each of all) each.stopped = true;
      const subscribers = new Set(all.flatMap((each) => [...each.subscribers]));
      await Promise.all([...subscribers].map((subscriber) => subscriber.close()));
    },
  };
}
