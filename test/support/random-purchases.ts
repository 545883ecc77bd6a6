import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import fc from "fast-check";
import { START } from "./events.ts";

export const TICK_MILLISECONDS = 4000;

const optional = <Value>(value: fc.Arbitrary<Value>, freq = 2) => fc.option(value, { nil: undefined, freq });
const TYPES = [
  "page_view",
  "page_view",
  "link_click",
  "select_item",
  "join",
  "join",
  "leave",
  "heartbeat",
  "chat_message",
  "purchase",
  "purchase",
  "purchase",
  "refund",
  "order_cancelled",
  "identify",
] as const;

const drawn = fc.record({
  type: fc.constantFrom(...TYPES),
  tick: fc.nat(12),
  show: fc.constantFrom("s", "t", ""),
  data: fc.record({
    platform: fc.constantFrom("tiktok", "youtube", "native"),
    actor: optional(fc.constantFrom("a", "b", "c", "d"), 8),
    alias: optional(fc.constantFrom("a", "b", "c", "d")),
    campaign: optional(fc.constantFrom("c1", "c2", "c3"), 1),
    creator: optional(fc.constantFrom("mia", "leo"), 1),
    link: optional(fc.constantFrom("l1", "l2"), 1),
    referrer: optional(fc.constant("https://example.org/"), 1),
    order: optional(fc.constantFrom("o1", "o2", "o3", "o4"), 5),
    items: optional(
      fc.array(fc.record({ item: fc.constantFrom("mug", "cup", "hat"), quantity: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 3,
      }),
    ),
  }),
  money: optional(
    fc.record({
      amountMicros: fc.integer({ min: 0, max: 100_000_000 }),
      currency: fc.constantFrom("EUR", "EUR", "USD"),
    }),
    5,
  ),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

/** Which fields an event of a type may carry, so that a log stays one that could have been. */
function carried({ type, data, money }: Drawn): Record<string, unknown> {
  const { platform, actor, alias, campaign, creator, link, referrer, order, items } = data;
  const own = { platform, actor };
  if (type === "identify") return { ...own, alias };
  if (type === "refund" || type === "order_cancelled") return { ...own, order, items, ...money };
  if (type === "purchase") return { ...own, campaign, creator, link, order, items, ...money };
  return { ...own, campaign, creator, link, referrer };
}

/** People who watch, click and buy: few of all, so that equal times, repeated orders and joined ids are the rule. */
export const purchaseLog: fc.Arbitrary<AcceptedEvent[]> = fc
  .array(drawn, { minLength: 4, maxLength: 28, size: "max" })
  .map((all) =>
    all
      .filter(({ type, data }) => type !== "identify" || data.actor !== undefined)
      .map((one, index): AcceptedEvent => {
        const { type, tick, show } = one;
        const given = Object.entries(carried(one)).filter(([, value]) => value !== undefined);
        const time = START + tick * TICK_MILLISECONDS;
        return {
          workspace: "w",
          show: type === "identify" ? "" : show,
          seq: index + 1,
          time,
          receivedAt: time,
          skewed: false,
          id: `e${index}`,
          source: "test/source",
          type,
          data: { platform: "native", ...(Object.fromEntries(given) as EventData) },
        };
      }),
  );

const at = (tick: number) => new Date(START + tick * TICK_MILLISECONDS).toISOString();

/** A period and a lookback that cut through such a log. */
export const cut = fc.record({
  from: fc.constantFrom(0, 0, 3).map(at),
  to: fc.constantFrom(12, 12, 9).map(at),
  lookbackSeconds: fc.constantFrom(0, 8, 20, 1000),
});
