import type { EventEmitter } from "node:events";
import {
  deserializeWebSocketMessage,
  type ProtoMessageFetchResult,
  type TikTokLiveConnection,
} from "tiktok-live-connector";
import type { WebSocket } from "ws";

export type Message = Pick<ProtoMessageFetchResult["messages"][number], "method" | "decodedData" | "decodeError">;

export interface Receiver {
  messages: (messages: readonly Message[]) => void;
  /** Something came that holds no message: an answer to a heartbeat, a ping. */
  alive: () => void;
  /** A piece of the socket's data could not be read. */
  unreadable: (error: unknown) => void;
  /** The socket is closed, and all that came before is delivered. */
  closed: (detail: string) => void;
}

/** What the library tells; its own declaration gets lost in module resolution. */
interface Events {
  decodedData: [method: string, decodedData: NonNullable<Message["decodedData"]>];
  websocketData: [data: Uint8Array];
  websocketConnected: [socket: WebSocket];
  disconnected: [closing: { code?: number; reason?: string } | undefined];
}

/**
 * Delivers what comes over a connection, in the order in which it came. The socket's data is unpacked here: the
 * library unpacks each piece on its own, so that a compressed one is overtaken by a later one, and forgets those
 * that are still being unpacked when the socket closes.
 */
export function receive(connection: TikTokLiveConnection, receiver: Receiver): void {
  const events = connection as unknown as EventEmitter<Events>;
  let overSocket = false;
  let unpacked = Promise.resolve();

  // The history that comes with the signed address, before there is a socket.
  events.on("decodedData", (method, decodedData) => {
    if (!overSocket) receiver.messages([{ method, decodedData }]);
  });
  events.on("websocketData", (data) => {
    overSocket = true;
    unpacked = unpacked.then(() => unpack(data, receiver)).catch(receiver.unreadable);
  });
  events.on("websocketConnected", (socket) => {
    socket.on("ping", (data) => {
      // The library turned the automatic answers off.
      socket.pong(data);
      receiver.alive();
    });
  });
  events.on("disconnected", (closing) => {
    const detail = [closing?.code, closing?.reason].filter(Boolean).join(" ");
    void unpacked.then(() => receiver.closed(detail));
  });
}

async function unpack(data: Uint8Array, receiver: Receiver): Promise<void> {
  const { protoMessageFetchResult } = await deserializeWebSocketMessage(data);
  const messages = protoMessageFetchResult?.messages ?? [];
  if (messages.length > 0) receiver.messages(messages);
  else receiver.alive();
}

/** Closes the connection's socket at once, whatever state it is in. */
export function cut(connection: TikTokLiveConnection): void {
  (connection.wsClient as WebSocket | null)?.terminate();
}
