import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { Budget, CostlyQuestion } from "../budget.ts";
import { Drained } from "./drained.ts";

async function* answer(sizes: readonly number[], asked: number[], failure?: Error) {
  for (const bytes of sizes) {
    asked.push(bytes);
    yield { bytes };
  }
  if (failure) throw failure;
}

const drainedOf = (blocks: AsyncIterable<{ bytes: number }>) => new Drained(blocks, new Budget());

const all = async (blocks: AsyncIterable<{ bytes: number }>) => {
  const sizes: number[] = [];
  for await (const { bytes } of blocks) sizes.push(bytes);
  return sizes;
};

test("an answer is read to its end before anybody looks at it, and kept in order", async () => {
  const asked: number[] = [];
  const drained = drainedOf(answer([3, 1, 2], asked));
  while (asked.length < 3) await setImmediate();
  expect(await all(drained)).toEqual([3, 1, 2]);
});

test("what an answer fails by is told to whoever looks at it, after what came before", async () => {
  const failure = new Error("the engine is away");
  const drained = drainedOf(answer([1], [], failure));
  const seen: number[] = [];
  const look = async () => {
    for await (const { bytes } of drained) seen.push(bytes);
  };
  await expect(look()).rejects.toBe(failure);
  expect(seen).toEqual([1]);
  await expect(drained.failure()).rejects.toBe(failure);
  await expect(all(drainedOf(answer([200_000_000, 100_000_000], [])))).rejects.toThrow(CostlyQuestion);
});

test("an answer that nobody wants any more is not read to its end", async () => {
  const asked: number[] = [];
  const drained = drainedOf(
    answer(
      Array.from({ length: 1000 }, () => 1),
      asked,
    ),
  );
  for await (const _ of drained) break;
  for (let turn = 0; turn < 2000; turn += 1) await setImmediate();
  expect(asked.length).toBeLessThan(1000);
});
