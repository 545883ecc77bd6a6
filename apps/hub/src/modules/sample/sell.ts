import type { EventData } from "@showpulse/connectors/event";
import { attendance, type Crowd, somebody } from "./audience.ts";
import { sampleKeys } from "./business.ts";
import type { EarlierShow } from "./earlier.ts";
import { type Happen, SAMPLE_MINUTES } from "./moment.ts";
import type { Random } from "./random.ts";
import { BY_LINK, CLICKS_AGAIN, CREATORS, PRODUCTS, RUNDOWN } from "./script.ts";

type Item = (typeof RUNDOWN)[number];
type Offer = Omit<Extract<Item, { offer: unknown }>["offer"], "id"> & { id: string };

/** Somebody at the till. */
interface Order {
  minute: number;
  who: EventData;
  quantity: number;
}

/** From a look at a product to the till. */
const AT_TILL = 0.6;

interface Room {
  show: string;
  crowds: readonly Crowd[];
  /** Earlier shows had no campaign, and offers of their own. */
  earlier: EarlierShow | undefined;
}

/** Products are pinned, offers run out, people look, hesitate and buy in the brand's own room. */
export function sell(random: Random, { show, crowds, earlier }: Room, happen: Happen): void {
  const room = crowds[2] as Crowd;
  const arrive = arrivals(random, show, earlier ? 0 : BY_LINK, happen);
  const till = createTill(random, show, happen);
  RUNDOWN.forEach((item, index) => {
    const product = PRODUCTS[item.product];
    const until = RUNDOWN[index + 1]?.minute ?? SAMPLE_MINUTES - 1;
    const about = { item: product.sku, itemName: product.name };
    for (const { platform } of crowds)
      if (platform !== "youtube") happen(item.minute, "product_pinned", platform, about);
    const planned = "offer" in item ? item.offer : undefined;
    const offer = planned && earlier ? { ...planned, id: `${planned.id}-${earlier.daysBefore}` } : planned;
    const [from, to] = offer ? [item.minute + 0.5, item.minute + 0.5 + offer.minutes] : [0, 0];
    const orders: { plain: Order[]; onOffer: Order[] } = { plain: [], onOffer: [] };
    for (let minute = item.minute; minute < until; minute += 1 / 6) {
      const running = minute >= from && minute < to;
      const viewers = room.peak * attendance(minute);
      for (let n = random.poisson((viewers * (running ? 0.22 : 0.075)) / 6); n > 0; n--) {
        const at = minute + random.next() / 8;
        const shopper = somebody(random, room);
        arrive(at, shopper);
        const who = { ...shopper, ...about, ...(running && offer ? { offer: offer.id } : {}) };
        if (!shop(random, at, who, running ? 0.42 : 0.17, happen)) continue;
        const order = { minute: at + AT_TILL, who, quantity: random.chance(0.12) ? 2 : 1 };
        (running ? orders.onOffer : orders.plain).push(order);
      }
    }
    for (const order of orders.plain) till.sell(order, product);
    if (offer) runOffer({ offer, product, from, to, orders: orders.onOffer }, till, happen);
  });
}

type Product = (typeof PRODUCTS)[number];

/** An offer from its start to its end: who comes to the till when nothing is left, or when it is over, goes without. */
function runOffer(
  run: { offer: Offer; product: Product; from: number; to: number; orders: Order[] },
  till: ReturnType<typeof createTill>,
  happen: Happen,
): void {
  const { offer, product, from, to, orders } = run;
  const about = { item: product.sku, itemName: product.name, offer: offer.id };
  let left: number = offer.stock;
  happen(from, "offer_started", "native", { ...about, value: left });
  for (const order of orders.toSorted((one, other) => one.minute - other.minute)) {
    if (order.minute >= to || left === 0) continue;
    const quantity = Math.min(order.quantity, left);
    left -= quantity;
    till.sell({ ...order, quantity }, product, offer);
    happen(order.minute + 0.001, "offer_stock", "native", { ...about, value: left });
    if (left === 0) happen(order.minute + 0.002, "offer_sold_out", "native", about);
  }
  happen(to, "offer_ended", "native", about);
}

/** Takes the money; now and then gives it back. */
function createTill(random: Random, show: string, happen: Happen) {
  let orders = 0;
  return {
    sell({ minute, who, quantity }: Order, { sku, priceMicros }: Product, offer?: Offer): void {
      const amountMicros = Math.round(priceMicros * (offer ? 1 - offer.discount : 1)) * quantity;
      const money = { order: `sample-${show}-${++orders}`, amountMicros, currency: "EUR" };
      const line = { item: sku, quantity, amountMicros, ...(offer ? { offer: offer.id } : {}) };
      happen(minute, "purchase", "native", { ...who, ...money, items: [line] });
      if (random.chance(0.04)) happen(Math.min(minute + 6, SAMPLE_MINUTES), "refund", "native", { ...who, ...money });
    },
  };
}

/**
 * Lets shoppers come in once each, that share of them by a tracked link; some who are there follow another one later,
 * where there are links.
 */
function arrivals(
  random: Random,
  show: string,
  byLink: number,
  happen: Happen,
): (minute: number, shopper: EventData) => void {
  const { campaign, creators, links } = sampleKeys(show);
  const arrived = new Set<string>();
  const click = (minute: number, shopper: EventData) => {
    const luck = random.next();
    const first = CREATORS[0].share;
    const which = luck < first ? 0 : luck < first + CREATORS[1].share ? 1 : 2;
    const creator = creators[which];
    const by = { campaign, link: links[which] as string, ...(creator ? { creator } : {}) };
    happen(minute, "link_click", "native", { ...shopper, ...by });
  };
  return (minute, shopper) => {
    const actor = shopper.actor ?? "";
    if (arrived.has(actor)) {
      if (byLink > 0 && random.chance(CLICKS_AGAIN)) click(minute - 0.1, shopper);
      return;
    }
    arrived.add(actor);
    const at = Math.max(0.2, minute - 0.2 - random.next() * 5);
    if (random.chance(byLink)) click(at - 0.1, shopper);
    happen(at, "join", "native", shopper);
    happen(Math.min(SAMPLE_MINUTES, minute + 1 + random.next() * 12), "leave", "native", shopper);
  };
}

/** One visitor's way through the shop; true when it ends at the till. */
function shop(random: Random, at: number, who: EventData, eagerness: number, happen: Happen): boolean {
  if (who.offer) happen(at - 0.03, "view_promotion", "native", who);
  happen(at, "view_item", "native", who);
  if (random.chance(0.6)) happen(at + 0.05, who.offer ? "select_promotion" : "select_item", "native", who);
  if (!random.chance(eagerness * 1.6)) return false;
  happen(at + 0.2, "add_to_cart", "native", who);
  if (!random.chance(0.72)) return false;
  happen(at + 0.4, "begin_checkout", "native", who);
  return random.chance(0.8);
}
