/** What people are counted for: bits of one mask per person and platform. */
export const PEOPLE = {
  viewers_unique: { bit: 1, types: null },
  chatters: { bit: 2, types: ["chat_message"] },
  engaged_people: {
    bit: 4,
    types: ["chat_message", "like", "share", "follow", "poll_vote", "gift", "question"],
  },
  people_clicking: { bit: 8, types: ["select_item", "select_promotion"] },
  people_with_cart: { bit: 16, types: ["add_to_cart"] },
  buyers: { bit: 32, types: ["purchase"] },
} as const satisfies Record<string, { bit: number; types: readonly string[] | null }>;

export type PeopleId = keyof typeof PEOPLE;
export const PEOPLE_IDS = Object.keys(PEOPLE) as PeopleId[];

/** For which figures somebody counts who did this: {@link PEOPLE}'s bits. */
export function peopleBits(type: string): number {
  let bits = 0;
  for (const { bit, types } of Object.values(PEOPLE)) {
    if (types === null || (types as readonly string[]).includes(type)) bits |= bit;
  }
  return bits;
}

/** What people do on a brand's pages: of these a visit is made. */
export const PAGE_EVENTS = [
  "link_click",
  "page_view",
  "view_item",
  "select_item",
  "select_promotion",
  "add_to_cart",
  "remove_from_cart",
  "begin_checkout",
  "add_payment_info",
  "purchase",
] as const;

export interface TypeTotal {
  events: number;
  /** Σ quantity. */
  quantity: number;
}

/** Orders of one currency; "" for orders without money. */
export interface CurrencyTotal {
  currency: string;
  orders: number;
  items: number;
  /** Paid, before refunds. */
  paidMicros: number;
  /** Refunds and cancellations; of an order never more than was paid. */
  takenBackMicros: number;
}

export interface OrderTotals {
  orders: number;
  items: number;
  lines: number;
  refunded: number;
  currencies: CurrencyTotal[];
}

export interface ViewerTotals {
  now: number;
  peak: number;
  average: number;
}

export interface WatchTotals {
  seconds: number;
  views: number;
  bounced: number;
  viewers: number;
}

/** People with a cart, and those of them who bought within 24 h of an `add_to_cart`. */
export interface CartTotals {
  people: number;
  bought: number;
}

/** What one platform's events of a show add up to, before any formula. */
export interface PlatformTotals {
  types: ReadonlyMap<string, TypeTotal>;
  /** Chat messages that ask. */
  askingMessages: number;
  /** Σ virtual amount of gifts by unit. */
  virtual: ReadonlyMap<string, number>;
  /** The running total of likes: highest seen, and where it stood at the start when the platform says so. */
  likeTotal: { highest: number; start: number | null } | null;
  tips: readonly (readonly [currency: string, amountMicros: number])[];
  orders: OrderTotals;
  viewers: ViewerTotals | null;
  /** Distinct questions that were answered. */
  questionsAnswered: number;
  /** `null`: nobody told when people left, or a live figure. */
  watch: WatchTotals | null;
  /** `null`: a live figure, or nobody had a cart. */
  carts: CartTotals | null;
  /** Median seconds to an answer; `null`: a live figure, or no answer names its question. */
  answerSecondsMedian: number | null;
  /** How often the platform says that it showed the show in its feed; `null`: it has not said. */
  impressions: number | null;
  /** When the newest of its events came in, milliseconds. */
  asOf: number;
}

/** How many people were seen on exactly these platforms. */
export interface PeopleCount {
  id: PeopleId;
  platforms: readonly string[];
  people: number;
}

/** What a show's events add up to. */
export interface ShowTotals {
  platforms: ReadonlyMap<string, PlatformTotals>;
  /** Of the sum of the platforms' gauges. */
  viewers: ViewerTotals | null;
  people: readonly PeopleCount[];
  answerSecondsMedian: number | null;
  carts: CartTotals | null;
}
