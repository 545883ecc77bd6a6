import type { EventData, ShowEvent } from "@showpulse/connectors/event";
import { attendance, type Crowd, crowdsOf, somebody } from "./audience.ts";
import type { EarlierShow } from "./earlier.ts";
import { type Happen, SAMPLE_MINUTES } from "./moment.ts";
import { createRandom, type Random } from "./random.ts";
import { QUESTIONS, REMARKS } from "./script.ts";
import { sell } from "./sell.ts";

const MINUTE = 60_000;

/** In which minutes TikTok could not be heard, so that a gap can be seen. */
const BLIND = { from: 33, to: 35 };

interface SampleOptions {
  show: string;
  /** Milliseconds since 1970 at which it starts. */
  startsAt: number;
  seed: number;
  /** 10 plays the hour in six minutes. */
  speed?: number;
  /** One of the smaller shows before the sample show. */
  earlier?: EarlierShow;
}

/** The events of a 60-minute show on three platforms, in order of time. The same seed gives the same show. */
export function generateSampleShow({ show, startsAt, seed, speed = 1, earlier }: SampleOptions): ShowEvent[] {
  const random = createRandom(seed);
  const crowds = crowdsOf(earlier);
  const moments: { at: number; type: string; platform: string; data: EventData }[] = [];
  const happen = (minute: number, type: string, platform: string, data: EventData = {}) =>
    void moments.push({ at: minute * MINUTE, type, platform, data: { platform, ...data } });

  for (const crowd of crowds) {
    happen(0, "show_started", crowd.platform);
    watch(random, crowd, happen);
    happen(SAMPLE_MINUTES, "show_ended", crowd.platform);
  }
  sell(random, { show, crowds, earlier }, happen);
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
      for (let n = times(0.07) + 1; n > 0; n--) {
        const at = during();
        const viewer = somebody(random, crowd);
        happen(at, "join", platform, viewer);
        // TikTok does not tell when somebody leaves; one's own room does.
        if (platform === "native") happen(stayUntil(random, at), "leave", platform, viewer);
      }
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

/** When somebody who came leaves: many after a look, some at the end. */
function stayUntil(random: Random, minute: number): number {
  return Math.min(SAMPLE_MINUTES, minute - Math.log(1 - random.next()) * 9);
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
