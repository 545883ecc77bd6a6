import type { EventData, ShowEvent } from "@showpulse/connectors/event";
import { attendance, CROWDS, type Crowd, somebody } from "./audience.ts";
import { createRandom, type Random } from "./random.ts";
import { PRODUCTS, QUESTIONS, REMARKS, RUNDOWN } from "./script.ts";

const MINUTE = 60_000;
export const SAMPLE_MINUTES = 60;

/** In which minutes TikTok could not be heard, so that a gap can be seen. */
const BLIND = { from: 33, to: 35 };

interface SampleOptions {
  show: string;
  /** Milliseconds since 1970 at which it starts. */
  startsAt: number;
  seed: number;
  /** 10 plays the hour in six minutes. */
  speed?: number;
}

/** The events of a 60-minute show on three platforms, in order of time. The same seed gives the same show. */
export function generateSampleShow({ show, startsAt, seed, speed = 1 }: SampleOptions): ShowEvent[] {
  const random = createRandom(seed);
  const moments: { at: number; type: string; platform: string; data: EventData }[] = [];
  const happen = (minute: number, type: string, platform: string, data: EventData = {}) =>
    void moments.push({ at: minute * MINUTE, type, platform, data: { platform, ...data } });

  for (const crowd of CROWDS) {
    happen(0, "show_started", crowd.platform);
    watch(random, crowd, happen);
    happen(SAMPLE_MINUTES, "show_ended", crowd.platform);
  }
  sell(random, happen);
  happen(BLIND.to, "connector_gap", "tiktok", {
    properties: {
      from: new Date(startsAt + (BLIND.from * MINUTE) / speed).toISOString(),
      to: new Date(startsAt + (BLIND.to * MINUTE) / speed).toISOString(),
      reason: "disconnected",
      recoverable: false,
    },
  });

  moments.sort((left, right) => left.at - right.at);
  return moments
    .filter(({ at, platform, type }) => platform !== "tiktok" || type === "connector_gap" || !isBlind(at / MINUTE))
    .map(({ at, type, platform, data }, index) => ({
      id: `${index}`,
      source: `sample/${show}/${platform}`,
      type,
      subject: show,
      time: new Date(startsAt + at / speed).toISOString(),
      data,
    }));
}

const isBlind = (minute: number) => minute >= BLIND.from && minute < BLIND.to;

type Happen = (minute: number, type: string, platform: string, data?: EventData) => void;

/** People come, talk, like and give. */
function watch(random: Random, crowd: Crowd, happen: Happen): void {
  const { platform, peak } = crowd;
  let likes = 0;
  for (let tenth = 0; tenth < SAMPLE_MINUTES * 6; tenth++) {
    const minute = tenth / 6;
    const viewers = Math.round(peak * attendance(minute) * (0.97 + random.next() * 0.06));
    happen(minute, "viewer_count", platform, { value: viewers });
    const during = () => minute + random.next() / 6;
    const times = (perViewerMinute: number) => random.poisson((viewers * perViewerMinute) / 6);

    if (platform !== "youtube") {
      for (let n = times(0.07) + 1; n > 0; n--) happen(during(), "join", platform, somebody(random, crowd));
    }
    for (let n = times(crowd.chatPerMinute); n > 0; n--) {
      const text = random.chance(0.16) ? random.pick(QUESTIONS) : random.pick(REMARKS);
      happen(during(), "chat_message", platform, { ...somebody(random, crowd), text });
    }
    for (let n = times(crowd.likesPerMinute); n > 0; n--) {
      const quantity = random.between(1, 15);
      likes += quantity;
      happen(during(), "like", platform, { ...somebody(random, crowd), quantity });
    }
    if (platform === "tiktok" && tenth % 3 === 2)
      happen(minute + 1 / 6, "like_total", platform, { value: Math.round(likes * 1.08) });
    if (platform === "youtube" && tenth % 3 === 2)
      happen(minute + 1 / 6, "like_total", platform, { value: Math.round(minute * 31) });
    if (platform === "tiktok") give(random, crowd, during, happen, times);
    if (platform === "youtube") support(random, crowd, during, happen, times);
    if (platform !== "youtube") {
      for (let n = times(0.0015); n > 0; n--) happen(during(), "share", platform, somebody(random, crowd));
    }
  }
}

function give(
  random: Random,
  crowd: Crowd,
  during: () => number,
  happen: Happen,
  times: (rate: number) => number,
): void {
  for (let n = times(0.0035); n > 0; n--) happen(during(), "follow", crowd.platform, somebody(random, crowd));
  for (let n = times(0.002); n > 0; n--) {
    const quantity = random.chance(0.3) ? random.between(2, 30) : 1;
    const diamonds = random.pick([1, 1, 5, 10, 99]);
    const gift = { ...somebody(random, crowd), quantity, virtualAmount: diamonds * quantity, virtualUnit: "diamond" };
    happen(during(), "gift", crowd.platform, gift);
  }
}

function support(
  random: Random,
  crowd: Crowd,
  during: () => number,
  happen: Happen,
  times: (rate: number) => number,
): void {
  for (let n = times(0.0012); n > 0; n--) {
    const amountMicros = random.pick([2_000_000, 5_000_000, 5_000_000, 10_000_000, 20_000_000]);
    happen(during(), "tip", crowd.platform, {
      ...somebody(random, crowd),
      amountMicros,
      currency: "EUR",
      text: random.pick(REMARKS),
    });
  }
  for (let n = times(0.0008); n > 0; n--) happen(during(), "subscribe", crowd.platform, somebody(random, crowd));
}

/** Products are pinned, offers run out, people look, hesitate and buy in the brand's own room. */
function sell(random: Random, happen: Happen): void {
  const room = CROWDS[2] as Crowd;
  const arrived = new Set<string>();
  let orders = 0;
  RUNDOWN.forEach((item, index) => {
    const product = PRODUCTS[item.product];
    const until = RUNDOWN[index + 1]?.minute ?? SAMPLE_MINUTES - 1;
    const about = { item: product.sku, itemName: product.name };
    for (const { platform } of CROWDS)
      if (platform !== "youtube") happen(item.minute, "product_pinned", platform, about);
    const offer = "offer" in item ? item.offer : undefined;
    let left: number = offer?.stock ?? 0;
    if (offer) {
      happen(item.minute + 0.5, "offer_started", room.platform, { ...about, offer: offer.id, value: offer.stock });
    }
    for (let minute = item.minute; minute < until; minute += 1 / 6) {
      const running =
        offer !== undefined && left > 0 && minute >= item.minute + 0.5 && minute < item.minute + 0.5 + offer.minutes;
      const viewers = room.peak * attendance(minute);
      for (let n = random.poisson((viewers * (running ? 0.22 : 0.075)) / 6); n > 0; n--) {
        const at = minute + random.next() / 8;
        const shopper = somebody(random, room);
        if (!arrived.has(shopper.actor)) happen(Math.max(0, at - random.next() * 5), "join", room.platform, shopper);
        arrived.add(shopper.actor);
        const who = { ...shopper, ...about, ...(running ? { offer: offer.id } : {}) };
        const bought = shop(random, at, who, running ? 0.42 : 0.17, happen);
        if (!bought || (running && left <= 0)) continue;
        if (running) left--;
        const quantity = random.chance(0.12) ? 2 : 1;
        const price = Math.round(product.priceMicros * (running ? 1 - offer.discount : 1));
        const order = `sample-${++orders}`;
        const money = { order, amountMicros: price * quantity, currency: "EUR" };
        const line = { item: product.sku, quantity, amountMicros: price * quantity };
        happen(at + 0.6, "purchase", room.platform, {
          ...who,
          ...money,
          items: [running ? { ...line, offer: offer.id } : line],
        });
        if (random.chance(0.04))
          happen(Math.min(at + 6, SAMPLE_MINUTES), "refund", room.platform, { ...who, ...money });
        if (running) happen(at + 0.61, "offer_stock", room.platform, { ...about, offer: offer.id, value: left });
        if (running && left === 0) happen(at + 0.62, "offer_sold_out", room.platform, { ...about, offer: offer.id });
      }
    }
    if (offer) happen(item.minute + 0.5 + offer.minutes, "offer_ended", room.platform, { ...about, offer: offer.id });
  });
}

/** One visitor's way through the shop; true when it ends at the till. */
function shop(random: Random, at: number, who: EventData, eagerness: number, happen: Happen): boolean {
  happen(at, "view_item", "native", who);
  if (random.chance(0.6)) happen(at + 0.05, "select_item", "native", who);
  if (!random.chance(eagerness * 1.6)) return false;
  happen(at + 0.2, "add_to_cart", "native", who);
  if (!random.chance(0.72)) return false;
  happen(at + 0.4, "begin_checkout", "native", who);
  return random.chance(0.8);
}
