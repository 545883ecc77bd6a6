import { expect, test } from "vitest";
import { BrokenAnswer, RowBinary } from "./row-binary.ts";

/** A byte of its own, a number, and two lists of one word and of two words each. */
const row = (number: number, words: readonly number[]): Buffer => {
  const list = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) list.writeUInt32LE(word, 4 * index);
  const length = words.length < 128 ? [words.length] : [(words.length & 127) | 128, words.length >> 7];
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeUInt32LE(number, 1);
  return Buffer.concat([head, Buffer.from(length), list, Buffer.from([1]), Buffer.from([7, 0, 0, 0, 9, 0, 0, 0])]);
};

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Buffer, size: number) {
  const rows = new RowBinary(inPieces(bytes, size));
  const found: [number, number[], number[]][] = [];
  while (await rows.hasMore()) {
    found.push([await rows.number(), [...(await rows.words(1))], [...(await rows.words(2))]]);
  }
  return found;
}

test("rows are read the same, however they come in pieces", async () => {
  const long = Array.from({ length: 300 }, (_, index) => index * 7);
  const bytes = Buffer.concat([row(4_000_000_000, [1, 2, 4_294_967_295]), row(0, []), row(5, long)]);
  for (const size of [1, 2, 3, 7, 64, bytes.length]) {
    expect(await readAll(bytes, size)).toEqual([
      [4_000_000_000, [1, 2, 4_294_967_295], [7, 9]],
      [0, [], [7, 9]],
      [5, long, [7, 9]],
    ]);
  }
});

test("what the engine says when it gives up is no row, and is told", async () => {
  const bytes = row(1, [1, 2, 3]);
  for (let end = 1; end < bytes.length; end += 1) {
    await expect(readAll(bytes.subarray(0, end), 5)).rejects.toThrow(BrokenAnswer);
  }
  const said = Buffer.from("__exception__\r\nCode: 241. DB::Exception: MEMORY_LIMIT_EXCEEDED");
  await expect(readAll(Buffer.concat([bytes, said]), 5)).rejects.toThrow("MEMORY_LIMIT_EXCEEDED");
});
