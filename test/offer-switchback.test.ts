import { ImpossibleSwitchback, readSwitchback, type SwitchbackPlan, switchbackBlocks } from "@showpulse/metrics";
import { describe, expect, test } from "vitest";

const PLAN: SwitchbackPlan = {
  seed: 7,
  registeredAt: -1,
  from: 0,
  to: 3_600_000,
  blockSeconds: 180,
  burnInSeconds: 30,
};

describe("a plan", () => {
  test("pairs neighbours, one of each is on, the same for the same seed", () => {
    const blocks = switchbackBlocks(PLAN);
    expect(blocks).toHaveLength(20);
    expect(blocks).toEqual(switchbackBlocks(PLAN));
    for (let pair = 0; pair < blocks.length; pair += 2) expect(blocks[pair]?.on).not.toBe(blocks[pair + 1]?.on);
    expect(new Set(blocks.map(({ on }, index) => index % 2 === 0 && on)).size).toBe(2);
  });

  test.each([
    ["too few blocks", { blockSeconds: 301 }, "/blockSeconds"],
    ["a burn-in as long as a block", { burnInSeconds: 180 }, "/burnInSeconds"],
    ["one that is made once the show runs", { registeredAt: 0 }, "/registeredAt"],
    ["blocks of no length", { blockSeconds: 0 }, "/blockSeconds"],
  ])("is refused: %s", (_, change, pointer) => {
    const refused = () => switchbackBlocks({ ...PLAN, ...change });
    expect(refused).toThrow(ImpossibleSwitchback);
    expect(refused).toThrow(expect.objectContaining({ pointer }));
  });
});

test("six pairs that all go one way are a p of 2 in 64; orders within the burn-in do not count", () => {
  const plan = { ...PLAN, to: 12 * 180_000 };
  const orders = switchbackBlocks(plan).flatMap(({ from, on }) => [
    from + 10_000,
    ...Array.from({ length: on ? 6 : 3 }, (_, index) => from + 40_000 + index * 1000),
  ]);
  const said = readSwitchback(plan, { orders, viewers: [] });
  expect(said).toMatchObject({ ratio: 2, pairs: 6, pValue: 2 / 64, perViewer: false });
  expect(said.low).toBeGreaterThan(1);
  // Ten watch all the time: the same of each of them.
  const watched = readSwitchback(plan, { orders, viewers: [{ at: plan.from, viewers: 10 }] });
  expect(watched).toMatchObject({ ratio: 2, perViewer: true });
  for (const [pair, { on, off }] of watched.each.entries()) {
    expect(10 * on).toBeCloseTo(said.each[pair]?.on ?? Number.NaN, 9);
    expect(10 * off).toBeCloseTo(said.each[pair]?.off ?? Number.NaN, 9);
  }
});

test("pairs with a spoilt block are left out, whatever was sold in them; too few left are too little data", () => {
  const plan = { ...PLAN, to: 14 * 180_000 };
  const orders = switchbackBlocks(plan).flatMap(({ from, on }, index) =>
    Array.from({ length: index === 3 ? 500 : on ? 6 : 3 }, (_, order) => from + 40_000 + order * 100),
  );
  expect(readSwitchback(plan, { orders, viewers: [] }, new Set([3]))).toMatchObject({
    ratio: 2,
    pairs: 6,
    enough: true,
  });
  const left = readSwitchback(plan, { orders, viewers: [] }, new Set([3, 4]));
  expect(left).toMatchObject({ pairs: 5, enough: false });
});

test("the interval holds exactly the ratios that no more than 5 % of all draws put further out", () => {
  const plan = { ...PLAN, to: 14 * 180_000 };
  const sold = [9, 4, 7, 7, 3, 5, 8, 2, 6, 3, 5, 5, 9, 4];
  const blocks = switchbackBlocks(plan);
  const orders = blocks.flatMap(({ from }, index) =>
    Array.from({ length: sold[index] ?? 0 }, (_, order) => from + 40_000 + order * 100),
  );
  const said = readSwitchback(plan, { orders, viewers: [] });
  const pairs = Array.from({ length: 7 }, (_, pair) => {
    const [first, second] = [sold[pair * 2] ?? 0, sold[pair * 2 + 1] ?? 0];
    return blocks[pair * 2]?.on ? { on: first, off: second } : { on: second, off: first };
  });
  /** By brute force, over all 128 draws. */
  const pValue = (ratio: number) => {
    const differences = pairs.map(({ on, off }) => on / ratio - off);
    const total = (draw: number) =>
      Math.abs(differences.reduce((sum, each, pair) => sum + (draw & (2 ** pair) ? -each : each), 0));
    const draws = Array.from({ length: 128 }, (_, draw) => total(draw));
    return draws.filter((each) => each >= (draws[0] ?? 0) - 1e-9).length / 128;
  };
  expect(said.pValue).toBe(pValue(1));
  const [low, high] = [said.low ?? Number.NaN, said.high ?? Number.NaN];
  for (const inside of [low * 1.002, 1, high / 1.002]) expect(pValue(inside)).toBeGreaterThan(0.05);
  for (const outside of [low / 1.002, high * 1.002]) expect(pValue(outside)).toBeLessThanOrEqual(0.05);
});
