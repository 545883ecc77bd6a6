import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { CostlyQuestion } from "../budget.ts";
import { Drained } from "./drained.ts";

async function* answer(sizes: readonly number[], asked: number[], failure?: Error) {
  for (const rows of sizes) {
    asked.push(rows);
    yield { rows };
  }
  if (failure) throw failure;
}

const all = async (blocks: AsyncIterable<{ rows: number }>) => {
  const rows: number[] = [];
  for await (const block of blocks) rows.push(block.rows);
  return rows;
};

test("an answer is read to its end before anybody looks at it, and kept in order", async () => {
  const asked: number[] = [];
  const drained = new Drained(answer([3, 1, 2], asked));
  while (asked.length < 3) await setImmediate();
  expect(await all(drained)).toEqual([3, 1, 2]);
});

test("what an answer fails by is told to whoever looks at it, after what came before", async () => {
  const failure = new Error("the engine is away");
  const drained = new Drained(answer([1], [], failure));
  const seen: number[] = [];
  const look = async () => {
    for await (const { rows } of drained) seen.push(rows);
  };
  await expect(look()).rejects.toBe(failure);
  expect(seen).toEqual([1]);
  await expect(all(new Drained(answer([4_000_000, 1_000_001], [])))).rejects.toThrow(CostlyQuestion);
});

test("an answer that nobody wants any more is not read to its end", async () => {
  const asked: number[] = [];
  const drained = new Drained(
    answer(
      Array.from({ length: 1000 }, () => 1),
      asked,
    ),
  );
  for await (const _ of drained) break;
  for (let turn = 0; turn < 2000; turn += 1) await setImmediate();
  expect(asked.length).toBeLessThan(1000);
});
