import { expect, test } from "vitest";
import { ratioEstimate } from "./ratio-estimate.ts";

/** A repeatable source of chance (mulberry32), and from it a bell curve. */
function bell(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

test.each([4, 6, 12])("of %i shows, 95 %% of the intervals hold the truth", (count) => {
  const draw = bell(count);
  let holding = 0;
  const rounds = 4000;
  for (let round = 0; round < rounds; round += 1) {
    const shares = Array.from({ length: count }, () => {
      // Shows are of different length; a longer one varies more.
      const under = 60 + 10 * draw();
      return { over: under * (5 + draw()), under };
    });
    const { low, high } = ratioEstimate(shares) ?? {};
    if (low != null && high != null && low <= 5 && high >= 5) holding += 1;
  }
  expect(holding / rounds).toBeGreaterThan(0.94);
  expect(holding / rounds).toBeLessThan(0.96);
});

test("a ratio is Σ ÷ Σ, bounded where it must be, and unknown with nothing below the line", () => {
  expect(ratioEstimate([{ over: 3, under: 0 }])).toBeNull();
  expect(
    ratioEstimate(
      [
        { over: 1, under: 1 },
        { over: 3, under: 3 },
        { over: 9, under: 0 },
      ],
      1,
    ),
  ).toEqual({
    value: 1,
    low: 1,
    high: 1,
    shows: 2,
    enough: false,
  });
  expect(
    ratioEstimate(
      [
        { over: 9, under: 10 },
        { over: 1, under: 10 },
      ],
      1,
    ),
  ).toMatchObject({ value: 0.5, low: 0, high: 1 });
});
