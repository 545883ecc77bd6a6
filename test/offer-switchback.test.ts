import { ImpossibleSwitchback, readSwitchback, type SwitchbackPlan, switchbackBlocks } from "@showpulse/metrics";
import { describe, expect, test } from "vitest";
import { seededRandom, simulateShow } from "./support/show-simulator.ts";

const SHOWS = 300;
const PLAN: SwitchbackPlan = {
  seed: 7,
  registeredAt: -1,
  from: 0,
  to: 3_600_000,
  blockSeconds: 180,
  burnInSeconds: 30,
};

/** 300 shows with moods that outlast minutes; what the switchback says of each. */
function readOuts(seed: number, effectOf: (random: () => number) => number) {
  return Array.from({ length: SHOWS }, (_, index) => {
    const random = seededRandom(seed * 1_000_003 + index * 7919);
    const minutes = 60 + Math.floor(random() * 60);
    const plan = {
      ...PLAN,
      seed: Math.floor(random() * 2 ** 31),
      to: minutes * 60_000,
      blockSeconds: 120 + Math.floor(random() * 6) * 20,
    };
    const effect = effectOf(random);
    const offers = switchbackBlocks(plan)
      .filter(({ on }) => on)
      .map(({ from, to }) => ({ from, to, effect, pullForward: 0 }));
    const peakViewers = 100 * 30 ** random();
    const rate = (1 + 12 * random()) / peakViewers;
    const show = simulateShow({
      seed: seed + index,
      minutes,
      peakViewers,
      rate,
      overDispersion: 0.2 * random(),
      persistence: 0.5 * random(),
      offers,
    });
    return { effect, ...readSwitchback(plan, show) };
  });
}

const within = (said: ReturnType<typeof readOuts>): number =>
  said.filter(({ effect, low, high }) => (low ?? 0) <= effect && effect <= (high ?? Number.POSITIVE_INFINITY)).length /
  SHOWS;

describe("over simulated shows", () => {
  test("the interval contains the true effect in 93–97 % of three times 300", () => {
    // 300 alone scatter by 1.3 points around the 95 %: a third of the range that is allowed.
    const shares = [1, 2, 3].map((seed) => within(readOuts(seed, (random) => 0.7 + 1.8 * random())));
    const share = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  }, 120_000);

  test("without effect, at least 94 % of 300 say that there is none", () => {
    const said = readOuts(2, () => 1);
    expect(within(said)).toBeGreaterThanOrEqual(0.94);
    expect(said.filter(({ pValue }) => pValue > 0.05).length / SHOWS).toBeGreaterThanOrEqual(0.94);
  });

  test("an effect that doubles orders is found out nearly always", () => {
    expect(readOuts(3, () => 2).filter(({ low }) => (low ?? 0) > 1).length / SHOWS).toBeGreaterThan(0.9);
  });
});

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
  expect(said).toMatchObject({ ratio: 2, pairs: 6, pValue: 2 / 64 });
  expect(said.low).toBeGreaterThan(1);
});
