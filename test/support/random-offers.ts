import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import fc from "fast-check";
import { START } from "./events.ts";

const person = fc.constantFrom("a", "b", "c", "d", "e");
const offer = fc.constantFrom("x", "x", "y", undefined);
const order = fc.constantFrom("o1", "o2", "o3", "o4", "o5", undefined);
const currency = fc.constantFrom("EUR", "USD");
const line = fc.record({
  item: fc.constantFrom("p", "q"),
  quantity: fc.integer({ min: 1, max: 3 }),
  amountMicros: fc.integer({ min: 0, max: 9 }).map((euros) => euros * 1_000_001),
  offer,
});

const TYPES = [
  "join",
  "leave",
  "heartbeat",
  "chat_message",
  "view_promotion",
  "view_item",
  "select_item",
  "select_promotion",
  "add_to_cart",
  "begin_checkout",
  "checkout_refused",
  "purchase",
  "purchase",
  "purchase",
  "refund",
  "order_cancelled",
  "offer_started",
  "offer_stock",
  "offer_sold_out",
  "offer_ended",
  "identify",
] as const;

function dataOf(type: string): fc.Arbitrary<EventData> {
  const platform = fc.constantFrom("native", "native", "tiktok", "shopify");
  const actor = fc.option(person, { nil: undefined, freq: 6 });
  const money = fc.option(fc.record({ amountMicros: fc.nat(20).map((euros) => euros * 1_000_003), currency }), {
    nil: {},
    freq: 5,
  });
  const common = { platform, actor, offer };
  switch (type) {
    case "purchase":
      return fc
        .tuple(
          fc.record({
            ...common,
            order,
            item: fc.constantFrom("p", "q", undefined),
            quantity: fc.integer({ min: 1, max: 3 }),
            items: fc.option(fc.array(line, { maxLength: 3 }), { nil: undefined }),
          }),
          money,
        )
        .map(([data, amount]) => ({ ...data, ...amount }) as EventData);
    case "refund":
    case "order_cancelled":
      return fc
        .tuple(fc.record({ platform, order }), money)
        .map(([data, amount]) => ({ ...data, ...amount }) as EventData);
    case "offer_stock":
      return fc.record({ platform, offer, value: fc.nat(8) }) as fc.Arbitrary<EventData>;
    case "offer_started":
      return fc.record({ platform, offer, value: fc.constantFrom(undefined, 6) }) as fc.Arbitrary<EventData>;
    case "offer_sold_out":
    case "offer_ended":
      return fc.record({ platform, offer }) as fc.Arbitrary<EventData>;
    case "identify":
      return fc.record({ platform, actor: person, alias: person }) as fc.Arbitrary<EventData>;
    default:
      return fc.record(common) as fc.Arbitrary<EventData>;
  }
}

const clean = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A show with two offers: few people, few times (many equal), orders that are repeated, refunded and cancelled. */
export function randomOfferLog(workspace: string): fc.Arbitrary<AcceptedEvent[]> {
  const one = fc
    .constantFrom(...TYPES)
    .chain((type) => fc.record({ type: fc.constant(type), data: dataOf(type), tick: fc.nat(14), away: fc.nat(9) }));
  return fc.array(one, { maxLength: 60 }).map((drawn) =>
    drawn.map(({ type, data, tick, away }, index): AcceptedEvent => {
      const time = START + tick * 6_000;
      return {
        workspace,
        // A shop's orders may not know of the show.
        show: away === 0 && ["purchase", "refund"].includes(type) ? "" : "s",
        seq: index + 1,
        time,
        receivedAt: time + 20,
        skewed: false,
        id: `e${index}`,
        source: "test/source",
        type,
        data: { platform: "native", ...(clean(data) as EventData) },
      };
    }),
  );
}
