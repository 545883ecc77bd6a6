import type { EventData, ShowEvent } from "@showpulse/connectors/event";

/** What shows are made of here: by hand, so that a figure can be counted from the list alone. */
export interface MadeUp {
  count: number;
  shows: readonly string[];
  /** Between 0 and 1. */
  random: () => number;
}

const STARTS_AT = Date.UTC(2025, 10, 21, 20);
const PLATFORMS = ["tiktok", "youtube", "native"] as const;
const SAID = ["hello", "does it come in blue?", "你好，多少钱？", "هل يوجد مقاس كبير؟", "wow 😍", ""];
const CURRENCIES = ["EUR", "USD", "JPY"];

/** Events of many types, each with an identity of its own, spread over the shows, three platforms, and some outside any show. */
export function madeUpEvents({ count, shows, random }: MadeUp): ShowEvent[] {
  const below = (bound: number) => Math.floor(random() * bound);
  const pick = <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item;
  const money = (): EventData => ({ amountMicros: (1 + below(500)) * 990_000, currency: pick(CURRENCIES) });
  const make: Record<string, (index: number) => EventData> = {
    join: () => ({}),
    chat_message: () => ({ text: pick(SAID) }),
    question: () => ({ text: "what size?" }),
    like: () => ({ quantity: 1 + below(15) }),
    like_total: (index) => ({ value: index }),
    viewer_count: () => ({ value: below(5000) }),
    follow: () => ({}),
    share: () => ({}),
    gift: () => {
      const quantity = 1 + below(6);
      return { quantity, virtualAmount: quantity * 5, virtualUnit: "diamond" };
    },
    tip: money,
    product_pinned: () => ({ item: `sku-${below(5)}` }),
    purchase: (index) => ({ ...money(), order: `order-${index}`, quantity: 1 + below(3) }),
    refund: (index) => ({ amountMicros: 990_000, currency: pick(CURRENCIES), order: `order-${below(index + 1)}` }),
    sample_requested: () => ({ properties: { size: pick(["S", "M"]), first: random() < 0.5 } }),
  };
  const types = Object.keys(make);
  return Array.from({ length: count }, (_, index) => {
    const type = random() < 0.4 ? "chat_message" : pick(types);
    const platform = pick(PLATFORMS);
    const show = random() < 0.95 ? pick(shows) : undefined;
    const gauge = type === "viewer_count" || type === "like_total";
    const actor = gauge || random() < 0.1 ? {} : { actor: `${platform}-${below(200)}` };
    return {
      specversion: "1.0",
      // Ids of different sources may be the same.
      id: `${index >> 1}`,
      source: `${platform}/${index % 2 === 0 ? "even" : "odd"}`,
      type,
      ...(show === undefined ? {} : { subject: show }),
      // A moment of its own for each: nothing depends on the order of arrival.
      time: new Date(STARTS_AT + index * 7).toISOString(),
      data: { platform, ...actor, ...make[type]?.(index) },
    };
  });
}

/** An event that must be refused, as its text, with the reason. */
export interface Poison {
  text: string;
  code: string;
}

const SPOILS: [code: string, spoil: (event: string) => string][] = [
  ["malformed_type", (event) => event.replace('"chat_message"', '"Chat Message"')],
  ["unreadable_time", (event) => event.replace(/"time":"[^"]*"/, '"time":"yesterday"')],
  ["out_of_range", (event) => event.replace('"data":{', '"data":{"quantity":-1,')],
  ["not_an_integer", (event) => event.replace('"data":{', '"data":{"amountMicros":0.5,"currency":"EUR",')],
  ["not_finite", (event) => event.replace('"data":{', '"data":{"value":1e999,')],
  ["missing_field", (event) => event.replace('"source":"poison",', "")],
  ["not_a_scalar", (event) => event.replace('"data":{', '"data":{"properties":{"list":[1]},')],
  ["too_deep", (event) => event.replace('"data":{', `"data":{"deep":${"[".repeat(40)}${"]".repeat(40)},`)],
  ["unreadable_json", (event) => event.slice(0, -1)],
];

/** Poison of every kind in turn, each with a text of its own. */
export function madeUpPoison({ count, shows }: Pick<MadeUp, "count" | "shows">): Poison[] {
  return Array.from({ length: count }, (_, index) => {
    const [code, spoil] = SPOILS[index % SPOILS.length] as (typeof SPOILS)[number];
    const event = {
      id: `poison-${index}`,
      source: "poison",
      type: "chat_message",
      subject: shows[index % shows.length],
      time: "2025-11-21T20:00:00Z",
      data: { text: "poison" },
    };
    return { text: spoil(JSON.stringify(event)), code };
  });
}
