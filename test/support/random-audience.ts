import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import fc from "fast-check";

const HOUR = 3_600_000;

/** Around them the clocks of Berlin, New York or Lord Howe change. */
const STARTS = [Date.UTC(2026, 2, 26, 1), Date.UTC(2026, 9, 22, 3), Date.UTC(2026, 10, 28, 9)];

const optional = <Value>(value: fc.Arbitrary<Value>, freq = 2) => fc.option(value, { nil: undefined, freq });

const drawn = fc.record({
  type: fc.constantFrom(
    "join",
    "chat_message",
    "like",
    "heartbeat",
    "product_pinned",
    "select_item",
    "add_to_cart",
    "purchase",
    "purchase",
    "purchase",
    "refund",
    "identify",
  ),
  tick: fc.nat(40),
  show: fc.constantFrom("s1", "s2", "s3", ""),
  actor: optional(fc.constantFrom("a", "b", "c", "d", "e", "f"), 8),
  alias: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  platform: fc.constantFrom("tiktok", "native", "shopify"),
  order: optional(fc.constantFrom("o1", "o2", "o3", "o4", "o5", "o6"), 5),
  item: optional(fc.constantFrom("mug", "cup", "hat"), 5),
  itemName: optional(fc.constantFrom("Mug", "Cup")),
  items: optional(
    fc.array(
      fc.record({
        item: fc.constantFrom("mug", "cup", "hat"),
        quantity: fc.integer({ min: 1, max: 3 }),
        amountMicros: fc.integer({ min: 0, max: 50_000_000 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  link: optional(fc.constantFrom("l1", "l2")),
  amountMicros: fc.integer({ min: 0, max: 100_000_000 }),
  currency: optional(fc.constantFrom("EUR", "EUR", "USD"), 5),
});

function dataOf(one: typeof drawn extends fc.Arbitrary<infer Value> ? Value : never): EventData {
  const { type, actor, alias, platform, order, item, itemName, items, link, amountMicros, currency } = one;
  const money = currency === undefined ? {} : { amountMicros, currency };
  const own: Record<string, unknown> = { platform, actor };
  if (type === "identify") Object.assign(own, { alias });
  if (type === "purchase") Object.assign(own, { order, item, items, link }, money);
  if (type === "refund") Object.assign(own, { order }, money);
  if (["product_pinned", "select_item", "add_to_cart"].includes(type)) Object.assign(own, { item, itemName });
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as EventData;
}

/** Few people over weeks or months, in shows and outside, so that equal times, repeated orders and joins are the rule. */
export const audienceLog: fc.Arbitrary<AcceptedEvent[]> = fc
  .record({
    start: fc.constantFrom(...STARTS),
    step: fc.constantFrom(7 * HOUR, 50 * HOUR),
    all: fc.array(drawn, { minLength: 6, maxLength: 40, size: "max" }),
  })
  .map(({ start, step, all }) =>
    all
      .filter(({ type, actor }) => type !== "identify" || actor !== undefined)
      .map((one, index): AcceptedEvent => {
        const time = start + one.tick * step;
        return {
          workspace: "w",
          show: one.type === "identify" ? "" : one.show,
          seq: index + 1,
          time,
          receivedAt: time,
          skewed: false,
          id: `e${index}`,
          source: "test/source",
          type: one.type,
          data: { ...dataOf(one), platform: one.platform },
        };
      }),
  );

/** The zones in which audiences are asked about; their clocks change on different days, one by half an hour. */
export const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
);
