import type { TikTokLiveConnection } from "tiktok-live-connector";
import { ConnectorError, type Frame, type OpenContext, type Signal } from "../connector.ts";
import { createConnection } from "./connection.ts";
import type { TikTokEnvironment } from "./environment.ts";
import { frameOf } from "./frame.ts";
import { KIND, type RawControl, STREAM_ENDED, STREAM_SUSPENDED } from "./messages.external.ts";
import { count } from "./read.ts";
import { cut, type Message, receive } from "./receive.ts";
import { messageOf, Replies } from "./replies.ts";
import { checkRoom, findRoom } from "./room.ts";
import type { TikTokSettings } from "./settings.ts";
import { SignalQueue } from "./signal-queue.ts";
import { GiftStreaks } from "./streaks.ts";

/** How long the socket may take to close after the show's end, while its last messages still come. */
const FAREWELL_MS = 3000;

/**
 * One show's messages, from the history that TikTok tells first to the show's end. After a loss TikTok tells its
 * history again; there is nowhere to resume, so that the cursor only holds gift streaks that were under way.
 */
export async function* open(context: OpenContext<TikTokSettings, TikTokEnvironment>): AsyncGenerator<Signal, void> {
  const { settings, environment, signal, now, resumeFrom } = context;
  if (signal.aborted) return;
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const replies = new Replies(now);
  const queue = new SignalQueue();
  const streaks = new GiftStreaks(now, (frame) => queue.push({ type: "frame", frame }), resumeFrom);
  const connection = createConnection(settings.handle, environment, replies, stop);
  let farewell: NodeJS.Timeout | undefined;

  /** The show is over, and its last messages are here. */
  function leave(): void {
    streaks.finish();
    queue.end();
  }

  function take(message: Message): boolean {
    if (message.decodeError) queue.push({ type: "degraded", detail: `${message.method} could not be decoded.` });
    const frame = frameOf(message, now());
    if (!frame) return false;
    if (isEnd(frame)) {
      // Sooner than the silence after the end could count as a dead socket.
      farewell ??= setTimeout(leave, Math.min(FAREWELL_MS, environment.silenceSeconds * 500));
      // An end that the library read before it took itself for connected, and we only now, closed nothing.
      if (connection.isConnected) void connection.disconnect();
    }
    queue.push({ type: "frame", frame: streaks.take(frame) });
    return true;
  }

  receive(connection, {
    messages(messages) {
      const meaningful = messages.filter(take);
      if (meaningful.length === 0) queue.push({ type: "alive" });
    },
    alive: () => queue.push({ type: "alive" }),
    unreadable: (error) =>
      queue.push({ type: "degraded", detail: `A message could not be read: ${messageOf(error)}.` }),
    closed(detail) {
      if (farewell) leave();
      else queue.end(new ConnectorError("disconnected", `TikTok closed the connection (${detail}).`));
    },
  });
  stop.addEventListener("abort", () => {
    queue.end();
    cut(connection);
  });
  async function start(): Promise<void> {
    await connect(connection, settings);
    queue.push({ type: "live", detail: "WebSocket" });
    // The library says goodbye only where the end comes after it took itself for connected.
    if (farewell) await connection.disconnect();
  }
  start().catch((error) => queue.end(replies.explain(error)));
  try {
    yield* queue;
  } finally {
    done.abort();
    streaks.close();
    clearTimeout(farewell);
  }
}

async function connect(connection: TikTokLiveConnection, { handle, roomId }: TikTokSettings): Promise<void> {
  const room = roomId ?? (await findRoom(connection, handle));
  await checkRoom(connection, handle, room);
  await connection.connect(room);
}

function isEnd({ kind, raw }: Frame): boolean {
  if (kind !== KIND.control) return false;
  const action = count((raw as RawControl).action);
  return action === STREAM_ENDED || action === STREAM_SUSPENDED;
}
