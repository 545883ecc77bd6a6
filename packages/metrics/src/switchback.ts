import { meanViewers, ordersIn, type ShowCourse, type Span } from "./offer/uplift.ts";

/**
 * An experiment on one show that turns an offer or a pin on and off in blocks. Written down before the show: it holds
 * everything that its read-out depends on, so that nothing can be chosen afterwards. Times are milliseconds.
 */
export interface SwitchbackPlan {
  /** Decides which blocks are on; drawn before the show. */
  seed: number;
  registeredAt: number;
  from: number;
  to: number;
  blockSeconds: number;
  /** The start of each block that does not count, since the block before still works in it. */
  burnInSeconds: number;
}

export interface SwitchbackBlock extends Span {
  on: boolean;
}

export interface SwitchbackReadOut {
  /** Orders per minute (and viewer) with it on ÷ off; `null` when nothing was sold with it off. */
  ratio: number | null;
  /** The ratios that the experiment does not reject at 5 %; `null`: no bound. */
  low: number | null;
  high: number | null;
  /** How often chance alone gives at least such a difference. */
  pValue: number;
  /** Pairs of blocks that count. */
  pairs: number;
  orders: { on: number; off: number };
  /** False where there is too little data to say anything: too few pairs left, or too few orders. */
  enough: boolean;
  /** Rates are of a viewer; else of the whole show, where no platform tells how many watch. */
  perViewer: boolean;
  /** Every pair that counts: orders per minute (and viewer) in its two blocks. */
  each: { from: number; on: number; off: number }[];
}

/** A switchback that could not answer anything; the message says why, for people. */
export class ImpossibleSwitchback extends Error {
  override readonly name = "ImpossibleSwitchback";
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** With fewer pairs of blocks no result whatever could pass 5 %: all of 5 on one side come up in 2 of 32 draws. */
export const FEWEST_PAIRS = 6;

/** Orders in all blocks together that an answer needs, as for an offer's uplift. */
export const FEWEST_ORDERS = 10;

/** Draws of the randomisation: all of them up to 2^11, else that many by chance. */
const DRAWS = 2048;
const LEVEL = 0.05;

/**
 * The blocks of a plan, in order. Neighbours are paired and one of each pair, drawn by the plan's seed, is on: both
 * arms see the same course of the show. A rest at the end is left out.
 * @throws ImpossibleSwitchback for too few blocks, a burn-in that leaves nothing, or a plan made after the start
 */
export function switchbackBlocks(plan: SwitchbackPlan): SwitchbackBlock[] {
  const { seed, registeredAt, from, to, blockSeconds, burnInSeconds } = plan;
  if (!(blockSeconds > 0)) throw new ImpossibleSwitchback("/blockSeconds", "blockSeconds must be more than 0");
  if (!(burnInSeconds >= 0 && burnInSeconds < blockSeconds))
    throw new ImpossibleSwitchback("/burnInSeconds", "burnInSeconds must be at least 0 and less than blockSeconds");
  if (registeredAt >= from)
    throw new ImpossibleSwitchback("/registeredAt", "the read-out must be written down before the first block starts");
  const block = blockSeconds * 1000;
  const pairs = Math.floor((to - from) / block / 2);
  if (!(pairs >= FEWEST_PAIRS)) {
    const detail = `${FEWEST_PAIRS * 2} blocks are needed for any answer; from ${blockSeconds} s each there are ${Math.max(0, pairs * 2)}`;
    throw new ImpossibleSwitchback("/blockSeconds", detail);
  }
  const random = seeded(seed);
  return Array.from({ length: pairs }, (_, pair) => {
    const start = from + pair * 2 * block;
    const firstOn = random() < 0.5;
    return [
      { from: start, to: start + block, on: firstOn },
      { from: start + block, to: start + 2 * block, on: !firstOn },
    ];
  }).flat();
}

/**
 * What a switchback says, by randomisation alone: under "the rate is multiplied by r", dividing the on-blocks by r
 * makes the two of a pair exchangeable, so every other draw of which one was on is as likely; r is rejected when the
 * pairs' summed difference is among the 5 % most extreme of those. The interval is every r that is not rejected. It
 * needs no assumption on how orders scatter, nor on how the show goes up and down between pairs.
 * @param spoilt blocks (by number) that did not run as planned: their pairs are left out, whatever was sold in them
 */
export function readSwitchback(
  plan: SwitchbackPlan,
  show: Pick<ShowCourse, "orders" | "viewers">,
  spoilt: ReadonlySet<number> = new Set(),
): SwitchbackReadOut {
  const pairs = pairsOf(plan, show, spoilt);
  const [on, off] = [sum(pairs.map((pair) => pair.on)), sum(pairs.map((pair) => pair.off))];
  const orders = { on: sum(pairs.map((pair) => pair.ordersOn)), off: sum(pairs.map((pair) => pair.ordersOff)) };
  const draws = drawsOf(pairs, plan.seed);
  const pValue = (ratio: number) => shareAsExtreme(draws, on, off, ratio);
  const [middle, far] = [on > 0 && off > 0 ? Math.log(on / off) : 0, Math.log(1000)];
  return {
    ratio: off === 0 ? null : on / off,
    low: on === 0 ? null : bound(pValue, middle, middle - far),
    high: off === 0 ? null : bound(pValue, middle, middle + far),
    pValue: pValue(1),
    pairs: pairs.length,
    orders,
    perViewer: show.viewers.length > 0,
    enough: pairs.length >= FEWEST_PAIRS && orders.on + orders.off >= FEWEST_ORDERS,
    each: pairs.map(({ from, on: withIt, off: without }) => ({ from, on: withIt, off: without })),
  };
}

/** Both blocks' orders per minute and viewer, without their burn-in; pairs without anybody there say nothing. */
function pairsOf(
  plan: SwitchbackPlan,
  { orders, viewers }: Pick<ShowCourse, "orders" | "viewers">,
  spoilt: ReadonlySet<number>,
) {
  const course = { viewers };
  const blocks = switchbackBlocks(plan).map((block, index) => {
    const counted = { from: block.from + plan.burnInSeconds * 1000, to: block.to };
    const people = viewers.length === 0 ? 1 : meanViewers(course, counted);
    const minutes = (counted.to - counted.from) / 60_000;
    const sold = ordersIn(orders, counted);
    return { ...block, sold, rate: people && !spoilt.has(index) ? sold / minutes / people : null };
  });
  return Array.from({ length: blocks.length / 2 }, (_, pair) => {
    const both = [blocks[pair * 2], blocks[pair * 2 + 1]];
    const [on, off] = [both.find((each) => each?.on), both.find((each) => !each?.on)];
    if (!on || !off || on.rate === null || off.rate === null) return [];
    return [{ from: Math.min(on.from, off.from), on: on.rate, off: off.rate, ordersOn: on.sold, ordersOff: off.sold }];
  }).flat();
}

/** What each draw makes of the pairs: the sums of the on- and of the off-rates, each with the sign that it draws. */
interface Draws {
  on: Float64Array;
  off: Float64Array;
}

/** Every draw; of many pairs a sample, the draw that happened among them. */
function drawsOf(pairs: readonly { on: number; off: number }[], seed: number): Draws {
  const all = 2 ** pairs.length;
  const count = Math.min(all, DRAWS);
  const draws = { on: new Float64Array(count), off: new Float64Array(count) };
  // Not the stream that drew the blocks.
  const random = seeded(seed ^ 0x5bd1e995);
  for (let draw = 0; draw < count; draw += 1) {
    let [on, off] = [0, 0];
    pairs.forEach((pair, index) => {
      const minus = all <= DRAWS ? (draw >> index) & 1 : draw > 0 && random() < 0.5;
      on += minus ? -pair.on : pair.on;
      off += minus ? -pair.off : pair.off;
    });
    draws.on[draw] = on;
    draws.off[draw] = off;
  }
  return draws;
}

function shareAsExtreme(draws: Draws, on: number, off: number, ratio: number): number {
  const seen = Math.abs(on / ratio - off);
  // Sums of the same numbers in another order differ in their last digits.
  const slack = 1e-12 * (on / ratio + off);
  let extreme = 0;
  for (let draw = 0; draw < draws.on.length; draw += 1) {
    const difference = (draws.on[draw] ?? 0) / ratio - (draws.off[draw] ?? 0);
    if (Math.abs(difference) >= seen - slack) extreme += 1;
  }
  return extreme / draws.on.length;
}

/** The farthest ratio that is not rejected, between two logarithms; `null` when even the farthest is not. */
function bound(pValue: (ratio: number) => number, inside: number, outside: number): number | null {
  if (pValue(Math.exp(outside)) > LEVEL) return null;
  let [kept, rejected] = [inside, outside];
  for (let step = 0; step < 20; step += 1) {
    const middle = (kept + rejected) / 2;
    if (pValue(Math.exp(middle)) > LEVEL) kept = middle;
    else rejected = middle;
  }
  return Math.exp(kept);
}

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
