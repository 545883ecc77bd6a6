import { readSwitchback, type SwitchbackPlan, switchbackBlocks } from "@showpulse/metrics";
import { offerUplift } from "../../packages/metrics/src/offer/uplift.ts";
import { type Family, type Push, streamOf } from "./live-shows.ts";

/** What was said of one simulated show, and what is true. */
export interface Said {
  effect: number;
  low: number;
  high: number;
  /** Whether there was data enough to say anything. */
  enough: boolean;
}

const MINUTE = 60_000;
type Effect = (random: () => number) => number;

/** Effects of real offers: from one that puts people off to one that quadruples orders. */
export const someEffect: Effect = (random) => 0.8 * 5 ** random();
export const noEffect: Effect = () => 1;

/** One show with one to three offers, and the uplift that is told of one of them. */
export function upliftOf(family: Family, seed: number, index: number, effectOf: Effect): Said {
  const random = streamOf(seed, index);
  let pushes: Push[] = [];
  const show = family(random, (minutes) => (pushes = planOffers(random, minutes, effectOf)));
  const offer = pushes[Math.floor(random() * pushes.length)] as Push;
  const { uplift } = offerUplift(offer, {
    span: { from: 0, to: show.minutes * MINUTE },
    orders: show.orders,
    viewers: show.viewers,
    offers: pushes,
    blind: [],
  });
  return { effect: offer.effect, ...bounds(uplift), enough: uplift.enough };
}

/** One to three offers of 2–8 minutes, one in each part of the show, whatever the mood at that time. */
function planOffers(random: () => number, minutes: number, effectOf: Effect): Push[] {
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.round(((index + 0.2 + 0.5 * random()) / count) * minutes * 6) * 10_000;
    const to = Math.min(from + Math.round((2 + random() * 6) * 6) * 10_000, minutes * MINUTE * 0.97);
    return { from, to, effect: effectOf(random), pullForward: random() * 0.5 };
  });
}

/** One show that turns something on and off by a plan, and what the switchback says of it. */
export function switchbackOf(family: Family, seed: number, index: number, effectOf: Effect): Said & { pairs: number } {
  const random = streamOf(seed, index);
  const effect = effectOf(random);
  let plan: SwitchbackPlan | undefined;
  const show = family(random, (minutes) => {
    plan = {
      seed: Math.floor(random() * 2 ** 31),
      registeredAt: -1,
      from: 0,
      to: minutes * MINUTE,
      blockSeconds: 90 + Math.floor(random() * 5) * 30,
      burnInSeconds: 30,
    };
    // What it did wears off within the burn-in of the next block.
    return switchbackBlocks(plan)
      .filter(({ on }) => on)
      .flatMap(({ from, to }) => [{ from, to, effect, pullForward: 0 }]);
  });
  const said = readSwitchback(plan as SwitchbackPlan, show);
  return { effect, ...bounds(said), enough: true, pairs: said.pairs };
}

const bounds = ({ low, high }: { low: number | null; high: number | null }) => ({
  low: low ?? 0,
  high: high ?? Number.POSITIVE_INFINITY,
});

export interface Coverage {
  shows: number;
  /** Of those of which something was said. */
  within: number;
  said: number;
  share: number;
}

export function coverageOf(said: readonly Said[]): Coverage {
  const heard = said.filter(({ enough }) => enough);
  const within = heard.filter(({ effect, low, high }) => low <= effect && effect <= high).length;
  return { shows: said.length, said: heard.length, within, share: within / heard.length };
}
