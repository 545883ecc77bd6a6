import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import fc from "fast-check";
import { START } from "./events.ts";

export const TICK_MILLISECONDS = 4000;
const LAST_TICK = 12;
/** The tick at which a day begins, where a period is cut by days. */
const MIDNIGHT_TICK = 5;

const optional = <Value>(value: fc.Arbitrary<Value>, freq = 2) => fc.option(value, { nil: undefined, freq });
const TYPES = [
  "page_view",
  "page_view",
  "link_click",
  "select_item",
  "select_promotion",
  "view_item",
  "join",
  "join",
  "leave",
  "heartbeat",
  "chat_message",
  "begin_checkout",
  "purchase",
  "purchase",
  "purchase",
  "refund",
  "order_cancelled",
  "identify",
] as const;

const item = fc.constantFrom("mug", "cup", "hat");
const drawn = fc.record({
  type: fc.constantFrom(...TYPES),
  tick: fc.nat(LAST_TICK),
  show: fc.constantFrom("s", "t", ""),
  /** Stored once more, as after an unclean stop: an event counts once all the same. */
  again: fc.constantFrom(false, false, false, false, true),
  data: fc.record({
    platform: fc.constantFrom("tiktok", "youtube", "native"),
    actor: optional(fc.constantFrom("a", "a", "b", "c"), 12),
    alias: optional(fc.constantFrom("a", "b", "c", "d"), 4),
    campaign: optional(fc.constantFrom("c1", "c2", "c3"), 2),
    creator: optional(fc.constantFrom("mia", "leo"), 1),
    link: optional(fc.constantFrom("l1", "l2"), 1),
    referrer: optional(fc.constant("https://example.org/"), 1),
    utm: optional(fc.constantFrom({ source: "mail" }, { campaign: "spring" }), 1),
    order: optional(fc.constantFrom("o1", "o2", "o3", "o4"), 5),
    items: optional(fc.array(fc.record({ item, quantity: fc.integer({ min: 1, max: 3 }) }), { maxLength: 3 })),
    /** The one product of an event without lines. */
    item: optional(item, 1),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  money: optional(
    fc.record({
      amountMicros: fc.integer({ min: 0, max: 100_000_000 }),
      currency: fc.constantFrom("EUR", "EUR", "USD", "GBP"),
    }),
    5,
  ),
  /** Some platforms write what they gave back as less than nothing. */
  negative: fc.boolean(),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

/** Which fields an event of a type may carry, so that a log stays one that could have been. */
function carried({ type, data, money, negative }: Drawn): EventData {
  const { platform, actor, alias, campaign, creator, link, referrer, utm, order, items, item: one, quantity } = data;
  const own = { platform, actor };
  const goods = items === undefined && one !== undefined ? { item: one, quantity } : { items };
  if (type === "identify") return { ...own, alias } as EventData;
  if (type === "purchase") return { ...own, campaign, creator, link, order, ...goods, ...money } as EventData;
  if (type === "refund" || type === "order_cancelled") {
    const back = money && { ...money, amountMicros: (negative ? -1 : 1) * money.amountMicros };
    return { ...own, order, ...goods, ...back } as EventData;
  }
  if (type === "begin_checkout") return { ...own, campaign, creator, link, ...money } as EventData;
  return { ...own, campaign, creator, link, referrer, utm } as EventData;
}

const draws = fc.array(drawn, { minLength: 12, maxLength: 36, size: "max" });

/** A log, and the rows that are stored of it: some twice. Order of arrival and of time have nothing to do with each other. */
export interface PurchaseLog {
  /** Before every id of the log: people, orders, keys and products of one log are never those of another. */
  prefix: string;
  events: AcceptedEvent[];
  stored: AcceptedEvent[];
}

function logOf(all: readonly Drawn[], number: number, start: number): PurchaseLog {
  const prefix = `p${number}_`;
  const named = (text: string | undefined) => (text === undefined ? undefined : `${prefix}${text}`);
  const kept = all.filter(({ type, data }) => type !== "identify" || data.actor !== undefined);
  const events = kept.map((one, index): AcceptedEvent => {
    const { type, tick, show } = one;
    const data = carried(one);
    const time = start + tick * TICK_MILLISECONDS;
    const ids = {
      platform: named(data.platform),
      actor: named(data.actor),
      alias: named(data.alias),
      campaign: named(data.campaign),
      creator: named(data.creator),
      link: named(data.link),
      order: named(data.order),
      item: named(data.item),
      items: data.items?.map((line) => ({ ...line, item: `${prefix}${line.item}` })),
    };
    const given = Object.entries({ ...data, ...ids }).filter(([, value]) => value !== undefined);
    return {
      workspace: "w",
      show: type === "identify" || show === "" ? "" : `${prefix}${show}`,
      seq: number * 1000 + index + 1,
      time,
      receivedAt: time,
      skewed: false,
      id: `${prefix}${index}`,
      source: "test/source",
      type,
      data: Object.fromEntries(given) as EventData & { platform: string },
    };
  });
  return { prefix, events, stored: events.flatMap((event, index) => (kept[index]?.again ? [event, event] : [event])) };
}

/** Where a day begins: nights in which the clock is changed, one that has two midnights, some that have none. */
const MIDNIGHTS = [
  ["UTC", "2026-11-21", "2026-11-21T00:00Z"],
  ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00Z"],
  ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00Z"],
  ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00Z"],
  ["Europe/Berlin", "2026-10-26", "2026-10-25T23:00Z"],
  ["America/New_York", "2026-03-09", "2026-03-09T04:00Z"],
  ["America/New_York", "2026-11-02", "2026-11-02T05:00Z"],
  ["America/Havana", "2026-03-08", "2026-03-08T05:00Z"],
  ["America/Havana", "2026-11-01", "2026-11-01T04:00Z"],
  ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00Z"],
  ["Africa/Cairo", "2026-10-30", "2026-10-29T22:00Z"],
  ["Australia/Lord_Howe", "2026-04-06", "2026-04-05T13:30Z"],
  ["Asia/Kathmandu", "2026-11-21", "2026-11-20T18:15Z"],
] as const;

export interface Period {
  from: string;
  to: string;
  timezone?: string;
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** When a group of logs begins, and a period that cuts through them: by instants, or by days of a time zone. */
const cut: fc.Arbitrary<{ start: number; period: Period }> = fc.oneof(
  fc.record({ from: fc.constantFrom(0, 0, 3), to: fc.constantFrom(LAST_TICK, LAST_TICK, 9) }).map(({ from, to }) => {
    const at = (tick: number) => new Date(START + tick * TICK_MILLISECONDS).toISOString();
    return { start: START, period: { from: at(from), to: at(to) } };
  }),
  fc
    .record({ midnight: fc.constantFrom(...MIDNIGHTS), after: fc.boolean(), days: fc.nat(2) })
    .map(({ midnight: [timezone, day, begins], after, days }) => ({
      start: Date.parse(begins) - MIDNIGHT_TICK * TICK_MILLISECONDS,
      period: after
        ? { from: day, to: dayAfter(day, days), timezone }
        : { from: dayAfter(day, -1 - days), to: dayAfter(day, -1), timezone },
    })),
);

/** Logs that are asked about together, in one workspace. */
export interface LogGroup {
  logs: PurchaseLog[];
  /** When they begin, milliseconds. */
  start: number;
  period: Period;
}

/** People who watch, click and buy: few a log, so that equal times, repeated orders and joined ids are the rule. */
export const logGroup = (logs: number): fc.Arbitrary<LogGroup> =>
  fc
    .record({ all: fc.array(draws, { minLength: logs, maxLength: logs }), cut })
    .map(({ all, cut: { start, period } }) => ({
      logs: all.map((one, number) => logOf(one, number, start)),
      start,
      period,
    }));

export const lookbackSeconds = fc.constantFrom(0, 8, 20, 1000, 1000);
