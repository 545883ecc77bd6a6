/** The answer ended within a block: the engine gave up, and what it said may be among the bytes. */
export class BrokenAnswer extends Error {
  override readonly name = "BrokenAnswer";
}

/** What the engine says of its failure is looked for in so many bytes. */
const MOST_SAID = 4096;

/** A server that fails after the first rows says so like this; it begins as a block of thirteen columns would. */
const EXCEPTION = Buffer.from("\r\n__exception__");

/** How one of ClickHouse's types lies in a block of the format Native. */
export interface ColumnType<Column> {
  /** As ClickHouse names it. */
  readonly name: string;
  /** Reads what stands before a column of this type, within a list too. */
  begin(bytes: Bytes): Promise<void>;
  read(bytes: Bytes, rows: number): Promise<Column>;
}

export type Schema = Record<string, ColumnType<unknown>>;

/** One block of an answer: as many rows, in columns. */
export type Block<Of extends Schema> = {
  rows: number;
  /** As many came for it. */
  bytes: number;
} & {
  [Name in keyof Of]: Of[Name] extends ColumnType<infer Column> ? Column : never;
};

interface TypedArray<Column> {
  new (buffer: ArrayBuffer): Column;
  readonly BYTES_PER_ELEMENT: number;
}

const nothing = async () => {};

/** Numbers as they lie in memory, copied: they come at any address, and arrays of numbers have to lie at multiples of theirs. */
const fixed = <Column>(name: string, array: TypedArray<Column>, each = 1): ColumnType<Column> => ({
  name,
  begin: nothing,
  read: async (bytes, rows) =>
    new array(new Uint8Array(await bytes.take(rows * each * array.BYTES_PER_ELEMENT)).buffer),
});

export const uint8 = fixed<Uint8Array>("UInt8", Uint8Array);
/** `UInt64` as two words of 32 bits each, the lower first. */
export const uint64Words = fixed<Uint32Array>("UInt64", Uint32Array, 2);
export const float64 = fixed<Float64Array>("Float64", Float64Array);
/** `UInt128` as four words of 32 bits each, the lowest first. */
export const uint128Words = fixed<Uint32Array>("UInt128", Uint32Array, 4);

/** Texts that are all different. */
export const texts: ColumnType<string[]> = {
  name: "String",
  begin: nothing,
  read: (bytes, rows) => bytes.texts(rows),
};

const DICTIONARY_VERSION = 1n;
const INDEXES = [Uint8Array, Uint16Array, Uint32Array] as const;

/** Texts that come again and again: each block has every one of them once, and which is where. */
export const fewTexts: ColumnType<string[]> = {
  name: "LowCardinality(String)",
  async begin(bytes) {
    const version = await bytes.unsigned64();
    if (version !== DICTIONARY_VERSION) throw new BrokenAnswer(`texts come in version ${version}`);
  },
  async read(bytes, rows) {
    if (rows === 0) return [];
    const indexType = INDEXES[Number((await bytes.unsigned64()) & 0xffn)];
    if (indexType === undefined) throw new BrokenAnswer("a block has too many texts");
    const known = await bytes.texts(Number(await bytes.unsigned64()));
    const count = Number(await bytes.unsigned64());
    if (count !== rows) throw new BrokenAnswer(`${count} texts came for ${rows} rows`);
    const indexes = await fixed<InstanceType<(typeof INDEXES)[number]>>("", indexType).read(bytes, rows);
    return Array.from(indexes, (index) => known[index] as string);
  },
};

export interface Lists<Column> {
  /** Where the list of row i ends among all values; it begins where that of the row before ends. */
  ends: Uint32Array;
  values: Column;
}

export const lists = <Column>(of: ColumnType<Column>): ColumnType<Lists<Column>> => ({
  name: `Array(${of.name})`,
  begin: of.begin,
  async read(bytes, rows) {
    // A block of more values than 32 bits can count would not fit into memory.
    const words = await uint64Words.read(bytes, rows);
    const ends = new Uint32Array(rows).map((_, row) => words[2 * row] as number);
    return { ends, values: await of.read(bytes, ends.at(-1) ?? 0) };
  },
});

/** The list of a row, of what is made of each place among the values. */
export function listed<Item>({ ends }: Lists<unknown>, row: number, itemAt: (at: number) => Item): Item[] {
  const items: Item[] = [];
  for (let at = row === 0 ? 0 : (ends[row - 1] as number); at < (ends[row] as number); at += 1) items.push(itemAt(at));
  return items;
}

/** An answer in ClickHouse's format Native, block by block as it comes. @throws BrokenAnswer */
export async function* readBlocks<Of extends Schema>(
  stream: AsyncIterable<Buffer>,
  schema: Of,
): AsyncGenerator<Block<Of>, void> {
  const bytes = new Bytes(stream);
  const expected = Object.entries(schema);
  while (await bytes.hasMore(expected.length)) {
    const before = bytes.taken;
    const rows = await bytes.length();
    const columns: [string, unknown][] = [];
    for (const [name, type] of expected) {
      const [itsName, itsType] = await bytes.texts(2);
      if (itsName !== name || itsType !== type.name) {
        throw new BrokenAnswer(`"${name}" (${type.name}) came as "${itsName}" (${itsType})`);
      }
      // Of no rows there is nothing at all.
      if (rows > 0) await type.begin(bytes);
      columns.push([name, await type.read(bytes, rows)]);
    }
    if (rows > 0) yield { ...Object.fromEntries(columns), rows, bytes: bytes.taken - before } as Block<Of>;
  }
}

class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  /** Came, and is not read yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** So many have been read. */
  taken = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Whether another block follows: each begins with how many columns it has. */
  async hasMore(columns: number): Promise<boolean> {
    const start = await this.#ahead(EXCEPTION.length);
    if (start.length === 0) return false;
    if (start[0] !== columns || start.equals(EXCEPTION)) throw new BrokenAnswer(`${await this.#ahead(MOST_SAID)}`);
    await this.take(1);
    return true;
  }

  async unsigned64(): Promise<bigint> {
    return (await this.take(8)).readBigUInt64LE();
  }

  /** A number of seven bits a byte, the lowest first. */
  async length(): Promise<number> {
    let length = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = (await this.take(1))[0] as number;
      length += (byte & 127) * unit;
      if (byte < 128) return length;
    }
  }

  /** So many texts, each after its length in bytes. */
  async texts(count: number): Promise<string[]> {
    const found: string[] = [];
    while (found.length < count) {
      let at = 0;
      const rest = this.#rest;
      while (found.length < count) {
        const length = rest[at] ?? rest.length;
        // Longer ones, and one that has not come whole, are taken apart below.
        if (length > 127 || at + 1 + length > rest.length) break;
        found.push(rest.toString("utf8", at + 1, at + 1 + length));
        at += 1 + length;
      }
      this.#rest = rest.subarray(at);
      this.taken += at;
      if (found.length < count) found.push((await this.take(await this.length())).toString());
    }
    return found;
  }

  async take(count: number): Promise<Buffer> {
    const bytes = await this.#ahead(count);
    if (bytes.length < count) {
      throw new BrokenAnswer(`the answer ended within a block: ${bytes.subarray(-MOST_SAID)}`);
    }
    this.#rest = this.#rest.subarray(count);
    this.taken += count;
    return bytes;
  }

  /** So many bytes, or what is left before the end. */
  async #ahead(count: number): Promise<Buffer> {
    const more: Buffer[] = [this.#rest];
    let length = this.#rest.length;
    while (length < count) {
      const { value, done } = await this.#chunks.next();
      if (done) break;
      more.push(value);
      length += value.length;
    }
    if (more.length > 1) this.#rest = Buffer.concat(more, length);
    return this.#rest.subarray(0, count);
  }
}
