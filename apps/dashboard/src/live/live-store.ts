import { fold, type LiveShow, NOTHING_YET, showOf } from "./live-show.ts";
import { parseMessage } from "./messages.ts";

/** `away` says since when what is shown is stale. */
export type Connection =
  | { state: "idle" | "connecting" | "open"; since: number }
  | { state: "away"; since: number; retryAt: number };

export interface LiveState {
  connection: Connection;
  shows: Readonly<Record<string, LiveShow>>;
}

/** The part of a WebSocket that the store uses. */
export interface LiveSocket {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close: () => void;
}

export interface LiveStoreParts {
  open: (shows: readonly string[]) => LiveSocket;
  now: () => number;
  /** Calls back after the milliseconds; answers how to cancel. */
  after: (milliseconds: number, callback: () => void) => () => void;
  /** 0–1, for jitter. */
  random: () => number;
}

export const FIRST_RETRY_MS = 500;
export const LAST_RETRY_MS = 15_000;
/** Screens repaint at most this often, however fast the ticks are. */
export const REPAINT_MS = 100;

/**
 * Keeps one socket for all the shows that are on screen and folds what it brings. A socket that breaks is opened
 * again with growing, jittered pauses; what was known stays and is marked as stale since the break.
 */
export function createLiveStore(parts: LiveStoreParts) {
  const listeners = new Set<() => void>();
  const watched = new Map<string, number>();
  let state: LiveState = { connection: { state: "idle", since: parts.now() }, shows: {} };
  let published = state;
  let socket: LiveSocket | null = null;
  let attempts = 0;
  let cancelRetry: (() => void) | null = null;
  let cancelReopen: (() => void) | null = null;
  let repainting = false;

  function publish(): void {
    published = state;
    for (const listener of listeners) listener();
  }

  function setConnection(connection: Connection): void {
    state = { ...state, connection };
    publish();
  }

  function receive(data: unknown): void {
    const message = parseMessage(data);
    const id = message ? showOf(message) : undefined;
    if (!message || id === undefined || !watched.has(id)) return;
    state = { ...state, shows: { ...state.shows, [id]: fold(state.shows[id] ?? NOTHING_YET, message) } };
    if (repainting) return;
    repainting = true;
    parts.after(REPAINT_MS, () => {
      repainting = false;
      publish();
    });
  }

  function drop(): void {
    cancelRetry?.();
    cancelRetry = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function lost(): void {
    drop();
    const before = state.connection;
    const since = before.state === "away" ? before.since : parts.now();
    const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
    const pause = longest * (0.5 + parts.random() / 2);
    attempts += 1;
    cancelRetry = parts.after(pause, connect);
    setConnection({ state: "away", since, retryAt: parts.now() + pause });
  }

  function connect(): void {
    drop();
    if (watched.size === 0) return setConnection({ state: "idle", since: parts.now() });
    if (state.connection.state !== "away") setConnection({ state: "connecting", since: parts.now() });
    const opened = parts.open([...watched.keys()]);
    socket = opened;
    opened.onopen = () => {
      attempts = 0;
      setConnection({ state: "open", since: parts.now() });
    };
    opened.onmessage = (message) => receive(message.data);
    opened.onclose = lost;
  }

  /** Screens come and go within one moment: the socket is opened once for what is left after it. */
  function reopenSoon(): void {
    cancelReopen?.();
    cancelReopen = parts.after(0, connect);
  }

  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getState: (): LiveState => published,
    /** Watches these shows until the returned function is called. */
    watch: (shows: readonly string[]): (() => void) => {
      const added = shows.filter((show) => !watched.has(show));
      for (const show of shows) watched.set(show, (watched.get(show) ?? 0) + 1);
      if (added.length > 0) reopenSoon();
      return () => {
        let gone = false;
        for (const show of shows) {
          const left = (watched.get(show) ?? 1) - 1;
          if (left > 0) watched.set(show, left);
          else gone = watched.delete(show) || gone;
        }
        if (gone) reopenSoon();
      };
    },
    /** Tries again now: the network is back, or a person asked. */
    retryNow: (): void => {
      if (state.connection.state === "away") connect();
    },
  };
}

export type LiveStore = ReturnType<typeof createLiveStore>;
