import { expect, test } from "vitest";
import { BrokenAnswer, fewTexts, float64, lists, readBlocks, texts, uint64Words } from "./native.ts";

const SCHEMA = { who: uint64Words, at: float64, bought: lists(fewTexts), note: texts };

const whole = (value: number | bigint) => Buffer.from(new BigUint64Array([BigInt(value)]).buffer);
const short = (number: number) => Buffer.from(number < 128 ? [number] : [(number & 127) | 128, number >> 7]);
const text = (value: string) => Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);

/** Rows of who, when, what was bought of what is known, and a note. */
function block(rows: readonly (readonly [bigint, number, number[], string])[], known: readonly string[]): Buffer {
  const bought = rows.flatMap(([, , items]) => items);
  let end = 0;
  const ends = rows.map(([, , items]) => {
    end += items.length;
    return whole(end);
  });
  const filled = rows.length === 0;
  const named = (name: string, type: string, ...column: Buffer[]) => [
    text(name),
    text(type),
    ...(filled ? [] : column),
  ];
  const dictionary =
    bought.length === 0
      ? []
      : [whole(0x600), whole(known.length), ...known.map(text), whole(bought.length), Buffer.from(bought)];
  return Buffer.concat([
    short(4),
    short(rows.length),
    ...named("who", "UInt64", ...rows.map(([who]) => whole(who))),
    ...named("at", "Float64", Buffer.from(Float64Array.from(rows, ([, at]) => at).buffer)),
    ...named("bought", "Array(LowCardinality(String))", whole(1), ...ends, ...dictionary),
    ...named("note", "String", ...rows.map(([, , , note]) => text(note))),
  ]);
}

const BLOCKS = [
  block(
    [
      [2n ** 64n - 1n, 1.5, [0, 1, 0], "سلام"],
      [7n, -3, [], ""],
      [8n, 2 ** 52, [1], "x".repeat(300)],
    ],
    ["scarf", "mug"],
  ),
  block([], []),
  block([[9n, 0, [], "nothing bought"]], []),
];

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Buffer, size: number) {
  const found: unknown[] = [];
  for await (const { rows, who, at, bought, note } of readBlocks(inPieces(bytes, size), SCHEMA)) {
    found.push({ rows, who: [...who], at: [...at], ends: [...bought.ends], items: bought.values, note });
  }
  return found;
}

test("blocks are read the same, however they come in pieces", async () => {
  const bytes = Buffer.concat(BLOCKS);
  for (const size of [1, 2, 3, 7, 64, bytes.length]) {
    expect(await readAll(bytes, size)).toEqual([
      {
        rows: 3,
        who: [0xffffffff, 0xffffffff, 7, 0, 8, 0],
        at: [1.5, -3, 2 ** 52],
        ends: [3, 3, 4],
        items: ["scarf", "mug", "scarf", "mug"],
        note: ["سلام", "", "x".repeat(300)],
      },
      { rows: 1, who: [9, 0], at: [0], ends: [0], items: [], note: ["nothing bought"] },
    ]);
  }
});

test("what the engine says when it gives up is no block, and is told", async () => {
  const bytes = BLOCKS[0] as Buffer;
  for (let end = 1; end < bytes.length; end += 1) {
    await expect(readAll(bytes.subarray(0, end), 5)).rejects.toThrow(BrokenAnswer);
  }
  for (const said of [
    "Code: 241. DB::Exception: MEMORY_LIMIT_EXCEEDED",
    "\r\n__exception__\r\nMEMORY_LIMIT_EXCEEDED",
  ]) {
    await expect(readAll(Buffer.concat([bytes, Buffer.from(said)]), 5)).rejects.toThrow("MEMORY_LIMIT_EXCEEDED");
  }
  const columns = Object.fromEntries(Array.from({ length: 13 }, (_, nth) => [`column${nth}`, uint64Words] as const));
  const said = inPieces(Buffer.from("\r\n__exception__\r\nMEMORY_LIMIT_EXCEEDED"), 5);
  await expect(readBlocks(said, columns).next()).rejects.toThrow("MEMORY_LIMIT_EXCEEDED");
});

test("a column that is another than was asked for is told", async () => {
  const stream = inPieces(BLOCKS[0] as Buffer, 64);
  const read = readBlocks(stream, { ...SCHEMA, at: uint64Words });
  await expect(read.next()).rejects.toThrow('"at" (UInt64) came as "at" (Float64)');
});
