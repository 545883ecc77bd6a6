import type { ShowEvent } from "@showpulse/connectors/event";
import { type Crowd, crowdsOf, somebody } from "./audience.ts";
import type { EarlierShow } from "./earlier.ts";
import { createRandom } from "./random.ts";
import { PRODUCTS } from "./script.ts";

interface ReplayOptions {
  show: string;
  /** Milliseconds since 1970: the end of the show, and until when it is bought from. */
  from: number;
  until: number;
  seed: number;
  earlier?: EarlierShow;
}

/** Orders of a show whose whole crowd is there, after its end. */
const ORDERS = 60;

/** What people who watch a show afterwards buy in the brand's own room, in order of time. */
export function generateReplaySales({ show, from, until, seed, earlier }: ReplayOptions): ShowEvent[] {
  const random = createRandom(seed + 1);
  const room = crowdsOf(earlier)[2] as Crowd;
  const times = Array.from(
    { length: random.poisson(ORDERS * (earlier?.size ?? 1)) },
    () => random.next() ** 2 * (until - from),
  );
  return times
    .sort((a, b) => a - b)
    .map((after, index) => {
      const product = random.pick(PRODUCTS);
      const quantity = random.chance(0.12) ? 2 : 1;
      const amountMicros = product.priceMicros * quantity;
      return {
        id: `replay-${index}`,
        source: `sample/${show}/${room.platform}`,
        type: "purchase",
        subject: show,
        time: new Date(from + after).toISOString(),
        data: {
          platform: room.platform,
          ...somebody(random, room),
          item: product.sku,
          itemName: product.name,
          order: `sample-${show}-replay-${index}`,
          amountMicros,
          currency: "EUR",
          items: [{ item: product.sku, quantity, amountMicros }],
        },
      };
    });
}
