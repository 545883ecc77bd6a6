const ROOM = 1000;

/** Signals of several tasks on their way to one reader, in order. A full inbox makes the tasks wait. */
export class Inbox<Item> {
  #items: Item[] = [];
  #closed = false;
  #error: unknown;
  #arrived = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  /** Resolves when there is room for more, or nobody reads any more. */
  async put(item: Item): Promise<void> {
    if (this.#closed) return;
    this.#items.push(item);
    this.#arrived.resolve();
    if (this.#items.length >= ROOM) await this.#room.promise;
  }

  /** No more will come; the reader gets what is there, then `error` if there is one. */
  close(error?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#arrived.resolve();
    this.#room.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    try {
      for (;;) {
        await this.#arrived.promise;
        const items = this.#items;
        const closed = this.#closed;
        this.#items = [];
        if (!closed) {
          this.#arrived = Promise.withResolvers();
          this.#room.resolve();
          this.#room = Promise.withResolvers();
        }
        yield* items;
        if (closed) {
          if (this.#error !== undefined) throw this.#error;
          return;
        }
      }
    } finally {
      this.close();
    }
  }
}
