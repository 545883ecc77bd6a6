import type { LabBin, LabFatigue, LabOffer, OfferLab } from "../offer-lab.ts";
import { poolRatios, ratioPerStep } from "./pool.ts";

/** Lower ends, ascending; the last has no end. Fixed, so that nobody cuts where it looks best. */
const BINS = {
  /** Seconds. */
  length: [0, 120, 300, 600, 1200],
  /** Share of the list price. */
  discount: [0, 0.1, 0.2, 0.3, 0.5],
  /** Units. */
  stock: [0, 25, 100, 500],
} as const;

const LAST_NTH = 4;

/** An offer before it is known which of its kind it was. */
export type RanOffer = Omit<LabOffer, "nth">;

/** Offers by what they were, and by how many of their kind had been before: which worked, and do they wear out? */
export function offerLabOf(ran: readonly RanOffer[], kind?: string): Omit<OfferLab, "showsLeftOut"> {
  const offers = numbered(ran).filter((offer) => kind === undefined || offer.kind === kind);
  return {
    offers,
    all: poolRatios(offers.map(({ uplift }) => uplift)),
    by: {
      length: binsOf(BINS.length, offers, ({ lengthSeconds }) => lengthSeconds),
      discount: binsOf(BINS.discount, offers, ({ discount }) => discount),
      stock: binsOf(BINS.stock, offers, ({ stock }) => stock),
    },
    fatigue: {
      ofShow: fatigueOf(offers, ({ nth }) => nth.ofShow),
      ofKind: fatigueOf(offers, ({ nth }) => nth.ofKind),
      ofProduct: fatigueOf(offers, ({ nth }) => nth.ofProduct),
      ofProductOverShows: fatigueOf(offers, ({ nth }) => nth.ofProductOverShows),
    },
  };
}

/** In the order in which they ran. Of an offer with several products, the one that came most often counts. */
function numbered(ran: readonly RanOffer[]): LabOffer[] {
  const seen = new Map<string, number>();
  const next = (key: string): number => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
  const most = (keys: readonly string[]) => (keys.length === 0 ? null : Math.max(...keys.map(next)));
  return [...ran]
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .map((offer) => ({
      ...offer,
      nth: {
        ofShow: next(`show\n${offer.show}`),
        ofKind: next(`kind\n${offer.show}\n${offer.kind}`),
        ofProduct: most(offer.items.map((item) => `product\n${offer.show}\n${item}`)),
        ofProductOverShows: most(offer.items.map((item) => `over shows\n${item}`)),
      },
    }));
}

function binsOf(
  starts: readonly number[],
  offers: readonly LabOffer[],
  of: (offer: LabOffer) => number | null,
): LabBin[] {
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? null;
    const inside = offers.filter((offer) => {
      const value = of(offer);
      return value !== null && value >= from && (to === null || value < to);
    });
    return { from, to, ran: inside.length, uplift: poolRatios(inside.map(({ uplift }) => uplift)) };
  });
}

function fatigueOf(offers: readonly LabOffer[], of: (offer: LabOffer) => number | null): LabFatigue {
  const steps = offers.flatMap((offer) => {
    const step = of(offer);
    return step === null ? [] : [{ step, interval: offer.uplift }];
  });
  return {
    nth: Array.from({ length: LAST_NTH }, (_, index) => {
      const n = index + 1;
      const those = steps.filter(({ step }) => (n === LAST_NTH ? step >= n : step === n));
      return { n, ran: those.length, uplift: poolRatios(those.map(({ interval }) => interval)) };
    }),
    perStep: ratioPerStep(steps),
  };
}
