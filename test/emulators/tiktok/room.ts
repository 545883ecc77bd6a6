import { setTimeout as pause } from "node:timers/promises";
import type { WebSocket } from "ws";
import * as messages from "./messages.ts";
import { Random } from "./random.ts";
import type { Show } from "./show.ts";
import { decodePushFrame, encodeFetchResult, encodePushFrame, type RoomMessage } from "./wire.ts";

export interface PlayOptions {
  seed?: number;
  /** How often the sockets are cut, spread over the show. */
  drops?: number;
  /** Share of messages that are sent twice over the socket. */
  duplicateRate?: number;
  /** Neighbouring messages change places. */
  disorder?: boolean;
  messagesPerSecond?: number;
  /** Ends the show after the last message, once somebody listens. Default true. */
  end?: boolean;
}

/** How far disorder moves a message, and how much later a duplicate may come. */
const NEIGHBOURHOOD = 12;
/** Messages that are sent while nobody can hear them, after each cut. */
const MISSED = 40;

/** An account and its room. */
export class Room {
  readonly handle: string;
  readonly counts = { sockets: 0, heartbeats: 0, acknowledgements: 0, frames: 0 };
  roomId: string;
  live = false;
  /** The last so many messages are told again to everybody who connects; 0: no history. */
  historyLimit = 1000;
  /** History comes in disorder. */
  historyDisorder = false;
  #log: RoomMessage[] = [];
  readonly #silent = new WeakSet<WebSocket>();
  #random = new Random(1);
  readonly #sockets = new Set<WebSocket>();
  #arrival = Promise.withResolvers<void>();

  constructor(handle: string, roomId: string) {
    this.handle = handle;
    this.roomId = roomId;
  }

  goLive(roomId = this.roomId): this {
    this.roomId = roomId;
    this.live = true;
    this.#log = [];
    return this;
  }

  /** Not live any more, without a word over the sockets. */
  goOffline(): void {
    this.live = false;
    this.drop();
  }

  /** Tells everybody who listens, and remembers. */
  send(...sent: RoomMessage[]): void {
    this.#log.push(...sent);
    this.#deliver(sent);
  }

  /** Sends what was sent before once more. */
  sendAgain(...again: RoomMessage[]): void {
    this.#deliver(again);
  }

  /** The show is over: the last message, then nobody is live. */
  end(action: 3 | 4 = 3): void {
    this.send(messages.control({ msgId: `${this.roomId}9`.slice(-19), at: Date.now() }, action));
    this.live = false;
  }

  /** Cuts every socket as a network does: without a word. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  /** The sockets of now stay open, but nothing comes over them any more, not even an answer to a heartbeat. */
  silence(): void {
    for (const socket of this.#sockets) this.#silent.add(socket);
  }

  get listeners(): number {
    return this.#sockets.size;
  }

  /** Resolves as soon as somebody listens. */
  async listened(): Promise<void> {
    while (this.#sockets.size === 0) await this.#arrival.promise;
  }

  /** What the sign server's answer tells: the history, and where the socket goes on. */
  history(): { messages: RoomMessage[]; cursor: string } {
    const past = this.historyLimit > 0 ? this.#log.slice(-this.historyLimit) : [];
    const told = this.historyDisorder ? this.#random.disorder(past, NEIGHBOURHOOD) : past;
    return { messages: told, cursor: `c${this.#log.length}` };
  }

  /** A socket goes on after the cursor that the sign server gave. */
  connect(socket: WebSocket, cursor: string): void {
    this.counts.sockets += 1;
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("message", (data: Buffer) => this.#answer(socket, data));
    const missed = this.#log.slice(Number(cursor.slice(1)) || 0);
    if (missed.length > 0) this.#deliver(missed, [socket]);
    this.#arrival.resolve();
    this.#arrival = Promise.withResolvers();
  }

  /** Plays a generated show; resolves when all of it has been sent. */
  async play(show: Show, options: PlayOptions = {}): Promise<void> {
    const { drops = 0, duplicateRate = 0, disorder = false, messagesPerSecond = 1000, end = true } = options;
    const random = new Random(options.seed ?? 1);
    this.historyDisorder = disorder;
    const order = disorder ? random.disorder(show.messages, NEIGHBOURHOOD) : show.messages;
    const cuts = Array.from({ length: drops }, (_, cut) => Math.floor(((cut + 1) * order.length) / (drops + 1)));
    const later = new Map<number, RoomMessage[]>();
    for (let place = 0; place < order.length; ) {
      await pause(10);
      const upTo = Math.min(
        order.length,
        place + Math.max(1, Math.round(messagesPerSecond / 100)),
        cuts[0] ?? order.length,
      );
      for (; place < upTo; place++) {
        const message = order[place];
        if (!message) break;
        this.send(message);
        if (random.next() < duplicateRate) {
          const when = place + random.between(0, NEIGHBOURHOOD);
          later.set(when, [...(later.get(when) ?? []), message]);
        }
        this.sendAgain(...(later.get(place) ?? []));
      }
      if (place !== cuts[0]) continue;
      cuts.shift();
      await this.listened();
      this.drop();
      const unheard = order.slice(place, place + MISSED);
      this.send(...unheard);
      place += unheard.length;
      await this.listened();
    }
    if (!end) return;
    await this.listened();
    await pause(50);
    this.end();
  }

  #deliver(sent: readonly RoomMessage[], to: Iterable<WebSocket> = this.#sockets): void {
    if (sent.length === 0) return;
    const gzip = this.#random.next() < 0.5;
    const result = encodeFetchResult({ messages: sent, cursor: `c${this.#log.length}` });
    const frame = encodePushFrame("msg", result, { gzip, logId: "1" });
    this.counts.frames += 1;
    for (const socket of to) if (!this.#silent.has(socket)) socket.send(frame);
  }

  #answer(socket: WebSocket, data: Buffer): void {
    const { payloadType } = decodePushFrame(data);
    if (payloadType === "ack") this.counts.acknowledgements += 1;
    if (payloadType === "hb") this.counts.heartbeats += 1;
    if (this.#silent.has(socket)) return;
    if (payloadType === "hb") socket.send(encodePushFrame("hb", new Uint8Array()));
    if (payloadType === "im_enter_room") socket.send(encodePushFrame("im_enter_room_resp", new Uint8Array()));
  }
}
