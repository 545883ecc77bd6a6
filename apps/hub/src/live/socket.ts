import type { Duplex } from "node:stream";
import type { WebSocket } from "@fastify/websocket";
import type { LiveFrame } from "./frames.ts";
import type { Subscriber } from "./live.ts";

/** RFC 6455 close codes. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

const MESSAGES_PER_SECOND = 20;
/** A socket that has not taken that much off our hands is too slow: it would eat the hub's memory. */
const SLOW_BYTES = 1024 * 1024;
/** Time for the other side to answer a close. */
const CLOSE_MILLISECONDS = 1000;

/** A socket within its limits. */
export interface LiveSocket extends Subscriber {
  /** Asks for a sign of life; ends a socket that gave none since the last time. */
  ping(): void;
  /** What let it in no longer does. */
  revoke(): void;
}

/** Puts limits on a socket and the connection under it. Its listeners are in place when this returns. */
export function guardSocket(socket: WebSocket, connection: Duplex, audience: Subscriber["audience"]): LiveSocket {
  let alive = true;
  let windowStart = 0;
  let messages = 0;
  // A frame over the limit and a reset connection arrive as errors; `ws` closes the socket itself.
  socket.on("error", () => {});
  socket.on("pong", () => {
    alive = true;
  });
  socket.on("message", () => {
    const at = performance.now();
    if (at - windowStart >= 1000) {
      windowStart = at;
      messages = 0;
    }
    messages += 1;
    if (messages > MESSAGES_PER_SECOND) void close(POLICY_VIOLATION, "too many messages");
  });

  let closing: Promise<void> | undefined;
  /** Once: a flood goes on while its end is on the way. */
  function close(code: number, reason: string): Promise<void> {
    if (socket.readyState === socket.CLOSED) return Promise.resolve();
    closing ??= new Promise((resolve) => {
      const timer = setTimeout(() => socket.terminate(), CLOSE_MILLISECONDS);
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.close(code, reason);
    });
    return closing;
  }

  return {
    audience,
    send(frames: readonly LiveFrame[]) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > SLOW_BYTES) return socket.terminate();
      // One system call for all of them: with hundreds of sockets these are most of what the hub does.
      connection.cork();
      for (const frame of frames) socket.send(frame, { binary: false });
      connection.uncork();
    },
    ping() {
      if (!alive) return socket.terminate();
      alive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    },
    revoke: () => void close(POLICY_VIOLATION, "the key or session is no longer valid"),
    close: () => close(GOING_AWAY, "the hub stops"),
  };
}
