import * as messages from "./messages.ts";
import { Random } from "./random.ts";
import type { RoomMessage } from "./wire.ts";

/** What really happened in a generated show: what every figure about it must say. */
export interface Truth {
  /** Chat messages and emotes. */
  comments: number;
  /** Chat that asks, and questions of the question box. */
  questions: number;
  /** Gift events: a streak is one. */
  gifts: number;
  giftUnits: number;
  diamonds: number;
  /** Highest total of likes. */
  likes: number;
  joins: number;
  follows: number;
  shares: number;
  subscribes: number;
  peakViewers: number;
  pins: number;
}

export interface Show {
  /** In the order in which it happened, without its end. */
  messages: RoomMessage[];
  truth: Truth;
}

export interface ShowOptions {
  seed: number;
  /** About how many messages. */
  size?: number;
  /** Milliseconds since 1970 of the first message; they are `every` milliseconds apart. */
  startAt?: number;
  every?: number;
}

const ROSE = { id: "5655", name: "Rose", diamonds: 1, type: 1 };
const GALAXY = { id: "11046", name: "Galaxy", diamonds: 1000, type: 2 };
const SAID = ["hello from Porto", "love this jacket", "omg 😍", "just ordered one", "wow, 20 % off", ""];
const ASKED = ["does it come in blue?", "你好，多少钱？", "هل يوجد مقاس كبير؟", "shipping to Spain?"];
const PRODUCTS = ["sku-1", "sku-2", "sku-3"].map((sku, index) => ({
  id: `17290000000000000${index + 1}`,
  title: `Product ${sku}`,
  price: `${19 + index}.99`,
}));

/** A show that is the same for the same seed, with everything that a TikTok LIVE room tells. */
export function generateShow({
  seed,
  size = 2000,
  startAt = Date.UTC(2026, 10, 21, 20),
  every = 100,
}: ShowOptions): Show {
  const random = new Random(seed);
  const happened: RoomMessage[] = [];
  const truth: Truth = {
    comments: 0,
    questions: 0,
    gifts: 0,
    giftUnits: 0,
    diamonds: 0,
    likes: 0,
    joins: 0,
    follows: 0,
    shares: 0,
    subscribes: 0,
    peakViewers: 0,
    pins: 0,
  };
  const firstId = 7_300_000_000_000_000_000n + BigInt(seed) * 1_000_000n;
  let told = 0;
  const head = (): messages.Head => ({
    msgId: String(firstId + BigInt(told)),
    at: Math.round(startAt + told++ * every),
  });
  const tell = (make: (head: messages.Head) => RoomMessage) => happened.push(make(head()));
  const people = Array.from({ length: 200 }, (_, index) => ({
    id: String(6_800_000_000_000_000_000n + BigInt(index)),
    name: `Viewer ${index}`,
  }));
  const somebody = () => random.pick(people);

  function comment(): void {
    const asks = random.next() < 0.2;
    const content = random.pick(asks ? ASKED : SAID);
    tell((at) => messages.chat(at, somebody(), content));
    truth.comments += 1;
    if (asks) truth.questions += 1;
  }

  /** Grows with every message; some never get their last one, which then counts with what was told. */
  function streak(): void {
    const person = somebody();
    const groupId = String(startAt + told);
    const length = random.between(1, 6);
    const unfinished = random.next() < 0.1;
    for (let repeatCount = 1; repeatCount <= length; repeatCount++) {
      tell((at) => messages.gift(at, person, { kind: ROSE, groupId, repeatCount, repeatEnd: 0 }));
      if (random.next() < 0.3) comment();
    }
    if (!unfinished)
      tell((at) => messages.gift(at, person, { kind: ROSE, groupId, repeatCount: length, repeatEnd: 1 }));
    truth.gifts += 1;
    truth.giftUnits += length;
    truth.diamonds += length * ROSE.diamonds;
  }

  function bigGift(): void {
    tell((at) => messages.gift(at, somebody(), { kind: GALAXY, groupId: "0", repeatCount: 1, repeatEnd: 0 }));
    truth.gifts += 1;
    truth.giftUnits += 1;
    truth.diamonds += GALAXY.diamonds;
  }

  /** Bursts of others are told in the total only, as in big rooms. */
  function likes(): void {
    const burst = random.between(1, 15);
    truth.likes += burst + random.between(0, 5);
    const person = random.next() < 0.9 ? somebody() : undefined;
    tell((at) => messages.like(at, person, burst, truth.likes));
  }

  function join(): void {
    tell((at) => messages.member(at, somebody(), 1));
    truth.joins += 1;
  }

  function watch(): void {
    const total = random.between(50, 5000);
    truth.peakViewers = Math.max(truth.peakViewers, total);
    tell((at) => messages.viewers(at, total));
  }

  const actions: [weight: number, act: () => void][] = [
    [35, comment],
    [20, join],
    [15, likes],
    [8, watch],
    [4, streak],
    [2, bigGift],
    [4, () => (tell((at) => messages.follow(at, somebody())), (truth.follows += 1))],
    [3, () => (tell((at) => messages.share(at, somebody())), (truth.shares += 1))],
    [1, () => (tell((at) => messages.subscription(at, somebody())), (truth.subscribes += 1))],
    [1, () => (tell((at) => messages.member(at, somebody(), 3)), (truth.subscribes += 1))],
    [2, () => (tell((at) => messages.emote(at, somebody(), "heart")), (truth.comments += 1))],
    [2, () => (tell((at) => messages.question(at, somebody(), String(told), "what size?")), (truth.questions += 1))],
    [1, () => (tell((at) => messages.pin(at, random.pick(PRODUCTS))), (truth.pins += 1))],
  ];
  const wheel = actions.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));
  while (happened.length < size) random.pick(wheel)();
  return { messages: happened, truth };
}
