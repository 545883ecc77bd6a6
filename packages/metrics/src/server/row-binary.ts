/** The answer ended within a row: the engine gave up, and what it said may be among the bytes. */
export class BrokenAnswer extends Error {
  override readonly name = "BrokenAnswer";
}

/** What the engine says of its failure is looked for in so many bytes. */
const MOST_SAID = 4096;

/** An answer in ClickHouse's RowBinary, read value by value as it comes: numbers as they lie in memory, no names. */
export class RowBinary {
  readonly #chunks: AsyncIterator<Buffer>;
  /** Came, and is not read yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Whether another row follows: each begins with a byte of its own, the number 1. */
  async hasMore(): Promise<boolean> {
    const first = await this.#take(1);
    if (first === null) return false;
    if (first[0] !== 1) throw new BrokenAnswer(`${first}${await this.#take(MOST_SAID)}`);
    return true;
  }

  /** Elements of so many words of 32 bits each: `Array(UInt32)` of one, `Array(UInt64)` of two, the lower first. */
  async words(each: number): Promise<Uint32Array> {
    const length = await this.#length();
    if (length === 0) return new Uint32Array();
    // Copied, since it lies anywhere in what came, and words have to lie at multiples of four.
    return new Uint32Array(new Uint8Array(await this.#bytes(length * each * 4)).buffer);
  }

  /** `UInt32` */
  async number(): Promise<number> {
    return (await this.#bytes(4)).readUInt32LE();
  }

  /** How many elements follow: seven bits a byte, the lowest first. */
  async #length(): Promise<number> {
    let length = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = (await this.#bytes(1))[0] as number;
      length += (byte & 127) * unit;
      if (byte < 128) return length;
    }
  }

  async #bytes(count: number): Promise<Buffer> {
    const bytes = await this.#take(count);
    if (bytes?.length === count) return bytes;
    throw new BrokenAnswer(`the answer ended within a row: ${bytes?.subarray(-MOST_SAID)}`);
  }

  /** So many bytes, or what is left before the end; null at the end. */
  async #take(count: number): Promise<Buffer | null> {
    const more: Buffer[] = [this.#rest];
    let length = this.#rest.length;
    while (length < count) {
      const { value, done } = await this.#chunks.next();
      if (done) break;
      more.push(value);
      length += value.length;
    }
    const all = more.length === 1 ? this.#rest : Buffer.concat(more, length);
    this.#rest = all.subarray(count);
    return length === 0 ? null : all.subarray(0, count);
  }
}
