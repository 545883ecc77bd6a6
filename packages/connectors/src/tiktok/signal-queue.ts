import { ConnectorError, type Signal } from "../connector.ts";

/** A socket cannot be told to wait: what comes while the reader stands still for long must not fill the memory. */
const ROOM = 20_000;

/**
 * Between a socket, which pushes, and a reader, who pulls; everything pushed before the end is still read. A reader
 * who falls too far behind ends it: the gap is then known, and TikTok tells its history again.
 */
export class SignalQueue {
  readonly #waiting: Signal[] = [];
  #end: { error: unknown } | undefined;
  #wake: () => void = () => {};

  push(signal: Signal): void {
    if (this.#end) return;
    this.#waiting.push(signal);
    if (this.#waiting.length >= ROOM) {
      this.end(new ConnectorError("disconnected", `${ROOM} messages wait to be taken in: connecting anew.`));
    }
    this.#wake();
  }

  /** Nothing is taken any more; the first reason stays. With an `error` the reader gets it after the last signal. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Signal, void> {
    for (;;) {
      const batch = this.#waiting.splice(0);
      yield* batch;
      if (this.#waiting.length > 0) continue;
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
