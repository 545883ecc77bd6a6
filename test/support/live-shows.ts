/**
 * Live-shopping shows whose causal truth is known, because they were made with it. Written from what such shows are
 * like, not from what any estimate assumes: each family is a way in which orders depart from a steady trickle.
 */
import { normal, poisson, seededRandom } from "./randomness.ts";

/** Something that multiplies the rate of orders for a while; milliseconds from the show's start. */
export interface Push {
  from: number;
  to: number;
  /** By how much orders are multiplied while it runs: the truth. */
  effect: number;
  /** Share of the rate that is missing right after it; it comes back over as long as the push ran. */
  pullForward: number;
}

export interface LiveShow {
  minutes: number;
  /** Milliseconds from the start, ascending. */
  orders: number[];
  viewers: { at: number; viewers: number }[];
}

/** Makes a show of a family with the pushes that somebody plans for its length. */
export type Family = (random: () => number, plan: (minutes: number) => readonly Push[]) => LiveShow;

const STEP = 10_000;
const MINUTE = 60_000;

const between = (random: () => number, low: number, high: number) => low + (high - low) * random();
/** Evenly likely on a logarithmic scale, as sizes of shows are. */
const logBetween = (random: () => number, low: number, high: number) => low * (high / low) ** random();

interface World {
  /** Orders a minute at the fullest moment. */
  ordersAMinute: number;
  /** Multiplies how many watch at a moment (ms). */
  crowd?: (at: number) => number;
  /** Multiplies how readily they buy at a moment (ms). */
  mood?: (at: number) => number;
  /** Orders grow with that power of the viewers: newcomers buy less readily. */
  elasticity?: number;
  /** Orders that one order draws after it, on average: the ticker that tells who bought. */
  herd?: number;
  gaugeSeconds?: number;
}

function makeFamily(drawWorld: (random: () => number, minutes: number) => World): Family {
  return (random, plan) => {
    const minutes = Math.round(between(random, 45, 120));
    return play(random, minutes, plan(minutes), drawWorld(random, minutes));
  };
}

function play(random: () => number, minutes: number, pushes: readonly Push[], world: World): LiveShow {
  const { ordersAMinute, crowd, mood, elasticity = 1, herd = 0, gaugeSeconds = 10 } = world;
  const attendance = drawAttendance(random);
  const peak = logBetween(random, 80, 5000);
  const show: LiveShow = { minutes, orders: [], viewers: [] };
  for (let at = 0; at < minutes * MINUTE; at += STEP) {
    const share = attendance(at / MINUTE / minutes) * (crowd?.(at) ?? 1);
    if (at % (gaugeSeconds * 1000) === 0)
      show.viewers.push({ at, viewers: Math.max(1, Math.round(peak * share * between(random, 0.97, 1.03))) });
    const mean = ((ordersAMinute * STEP) / MINUTE) * share ** elasticity * (mood?.(at) ?? 1) * pushAt(pushes, at);
    for (let left = poisson(random, mean * (1 - herd)); left > 0; left -= 1)
      follow(show.orders, at + Math.floor(random() * STEP), herd, random);
  }
  show.orders = show.orders.filter((at) => at < minutes * MINUTE).sort((a, b) => a - b);
  return show;
}

/** An order and all that it draws: each draws `herd` more, half a minute later on average. */
function follow(orders: number[], at: number, herd: number, random: () => number): void {
  orders.push(at);
  for (let drawn = herd === 0 ? 0 : poisson(random, herd); drawn > 0; drawn -= 1)
    follow(orders, at - Math.floor(30_000 * Math.log(1 - random())), herd, random);
}

function pushAt(pushes: readonly Push[], at: number): number {
  let share = 1;
  for (const { from, to, effect, pullForward } of pushes) {
    if (at >= from && at < to) share *= effect;
    // Gone by five times in e after it ran twice as long: the tail is longer than any exclusion.
    else if (at >= to) share *= 1 - pullForward * Math.exp((-2.5 * (at - to)) / (to - from));
  }
  return share;
}

/** Share of the peak over the show's length (0–1): a rise, a plateau that sinks a little, a fall at the end. */
function drawAttendance(random: () => number): (position: number) => number {
  const [start, rise, sink, fall] = [
    between(random, 0.15, 0.4),
    between(random, 4, 10),
    between(random, 0, 0.4),
    between(random, 6, 12),
  ];
  return (position) =>
    Math.min(1, start + position * rise) * (1 - sink * position) * Math.min(1, (1 - position) * fall + 0.2);
}

/** A mood that wanders around 1: log-normal, forgetting itself over some minutes (Ornstein and Uhlenbeck). */
function wandering(random: () => number, minutes: number, deviation: number, memoryMinutes: number) {
  const kept = Math.exp(-STEP / MINUTE / memoryMinutes);
  let state = normal(random) * deviation;
  const course = Array.from({ length: minutes * 6 + 1 }, () => {
    state = state * kept + normal(random) * deviation * Math.sqrt(1 - kept * kept);
    return Math.exp(state - (deviation * deviation) / 2);
  });
  return (at: number) => course[Math.floor(at / STEP)] ?? 1;
}

/** Moments at random, a mean number of minutes apart; milliseconds. */
function moments(random: () => number, minutes: number, apart: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < minutes; ) {
    at -= apart * Math.log(1 - random());
    if (at < minutes) found.push(at * MINUTE);
  }
  return found;
}

const steadyOrders = (random: () => number) => logBetween(random, 1, 20);

/** What an estimate may be built and looked at with. */
export const FAMILIES: Record<string, Family> = {
  /** People buy at their own pace. */
  steady: makeFamily((random) => ({ ordersAMinute: steadyOrders(random) })),

  /** The host asks for the order every few minutes; it works for half a minute to a minute. */
  bursty: makeFamily((random, minutes) => {
    const calls = moments(random, minutes, between(random, 3, 6)).map((at) => ({
      at,
      gain: between(random, 0.5, 2.5),
      lasts: between(random, 30_000, 60_000),
    }));
    const mood = (at: number) =>
      1 +
      calls.reduce((sum, call) => (at < call.at ? sum : sum + call.gain * Math.exp((call.at - at) / call.lasts)), 0);
    return { ordersAMinute: steadyOrders(random) / 1.5, mood };
  }),

  /** The audience warms up or tires: how readily it buys changes by up to 2.5 times from first to last. */
  trending: makeFamily((random, minutes) => {
    const drift = between(random, -0.9, 0.9);
    return { ordersAMinute: steadyOrders(random), mood: (at) => Math.exp((drift * at) / MINUTE / minutes - drift / 2) };
  }),

  /** A small shop: an order every one to four minutes. */
  few: makeFamily((random, minutes) => ({
    ordersAMinute: logBetween(random, 0.25, 1),
    mood: wandering(random, minutes, between(random, 0, 0.2), 1),
  })),

  /** Raids and reposts bring crowds that buy less readily, and a gauge that is seldom read. */
  crowds: makeFamily((random, minutes) => {
    const raids = moments(random, minutes, 30).map((at) => ({
      at,
      gain: between(random, 0.5, 2),
      lasts: between(random, 3, 8) * MINUTE,
    }));
    const crowd = (at: number) =>
      1 +
      raids.reduce((sum, raid) => (at < raid.at ? sum : sum + raid.gain * Math.exp((raid.at - at) / raid.lasts)), 0);
    return { ordersAMinute: steadyOrders(random), crowd, elasticity: between(random, 0.75, 1), gaugeSeconds: 20 };
  }),

  /** Moods that last for minutes. */
  moody: makeFamily((random, minutes) => ({
    ordersAMinute: steadyOrders(random),
    mood: wandering(random, minutes, between(random, 0.1, 0.4), logBetween(random, 1, 5)),
  })),

  /**
   * One product after the other, each for some minutes and more or less wanted: most orders come after its price was
   * told; buyers draw buyers.
   */
  products: makeFamily((random, minutes) => {
    const spread = between(random, 0.1, 0.35);
    const turns: { from: number; to: number; wanted: number }[] = [];
    for (let from = 0; from < minutes * MINUTE; ) {
      const to = from + between(random, 3, 9) * MINUTE;
      turns.push({ from, to, wanted: Math.exp(spread * normal(random) - (spread * spread) / 2) });
      from = to;
    }
    const mood = (at: number) => {
      const turn = turns.find(({ to }) => at < to);
      return turn === undefined ? 1 : turn.wanted * (0.6 + (0.8 * (at - turn.from)) / (turn.to - turn.from));
    };
    return { ordersAMinute: steadyOrders(random), mood, herd: between(random, 0, 0.3), gaugeSeconds: 30 };
  }),

  /** All at once, a little: drift, calls, moods, crowds. */
  mixed: makeFamily((random, minutes) => {
    const [drift, wander] = [between(random, -0.4, 0.4), wandering(random, minutes, between(random, 0, 0.25), 2)];
    const calls = moments(random, minutes, 8);
    const raid = random() * minutes * MINUTE;
    return {
      ordersAMinute: logBetween(random, 0.5, 25),
      crowd: (at) => (at < raid ? 1 : 1 + 0.6 * Math.exp((raid - at) / (6 * MINUTE))),
      mood: (at) =>
        Math.exp((drift * at) / MINUTE / minutes) *
        wander(at) *
        (calls.some((call) => at >= call && at < call + 45_000) ? 1.6 : 1),
      elasticity: 0.9,
      herd: 0.1,
      gaugeSeconds: 15,
    };
  }),

  /** The host entertains and sells by turns; selling makes some leave, and buyers draw a few more. */
  waves: makeFamily((random, minutes) => {
    const [idle, selling, each] = [between(random, 0.6, 0.9), between(random, 1.1, 1.5), between(random, 3, 7)];
    const turns = moments(random, minutes, each);
    const sells = (at: number) => turns.filter((turn) => turn <= at).length % 2 === 1;
    return {
      ordersAMinute: steadyOrders(random),
      mood: (at) => (sells(at) ? selling : idle),
      crowd: (at) => (sells(at) ? 0.92 : 1),
      herd: between(random, 0, 0.2),
      gaugeSeconds: 10,
    };
  }),

  /** A slow swell over the evening, and half minutes in which paying hardly works. */
  hiccups: makeFamily((random, minutes) => {
    const [period, swell, phase] = [between(random, 20, 45), between(random, 0.05, 0.3), random() * 2 * Math.PI];
    const stops = moments(random, minutes, 10);
    return {
      ordersAMinute: logBetween(random, 0.5, 20),
      mood: (at) =>
        Math.exp(swell * Math.sin((2 * Math.PI * at) / MINUTE / period + phase)) *
        (stops.some((stop) => at >= stop && at < stop + 30_000) ? 0.2 : 1),
      elasticity: between(random, 0.85, 1.05),
      gaugeSeconds: 20,
    };
  }),
};

/** Never looked at while an estimate was built: what it is certified on, once. */
export const HELD_OUT: Record<string, Family> = {
  /**
   * Hosts take turns, each sells in their own way, and hardly anything in the minute of a handover; games draw people
   * who do not buy; some order twice.
   */
  hosts: makeFamily((random, minutes) => {
    const differ = between(random, 0.1, 0.3);
    const turns: { to: number; sells: number }[] = [];
    for (let from = 0; from < minutes * MINUTE; from = turns.at(-1)?.to ?? from)
      turns.push({ to: from + between(random, 15, 30) * MINUTE, sells: Math.exp(differ * normal(random)) });
    const games = moments(random, minutes, 12);
    const plays = (at: number) => games.some((game) => at >= game && at < game + 2 * MINUTE);
    const mood = (at: number) => {
      const turn = turns.find(({ to }) => at < to);
      const handover = turn !== undefined && at >= turn.to - MINUTE;
      return (turn?.sells ?? 1) * (handover ? 0.3 : 1) * (plays(at) ? 0.7 : 1);
    };
    return {
      ordersAMinute: steadyOrders(random),
      crowd: (at) => (plays(at) ? 1.3 : 1),
      mood,
      herd: between(random, 0, 0.15),
      gaugeSeconds: 15,
    };
  }),
};

/** The n-th show of a seed: its own stream of numbers, whatever the others drew. */
export const streamOf = (seed: number, show: number): (() => number) => seededRandom(seed * 1_000_003 + show * 7919);
