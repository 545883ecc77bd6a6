import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import fc from "fast-check";
import { START } from "./events.ts";

const TYPES = [
  "join",
  "leave",
  "heartbeat",
  "viewer_count",
  "like_total",
  "like",
  "chat_message",
  "question",
  "question_answered",
  "follow",
  "share",
  "subscribe",
  "gift",
  "tip",
  "poll_vote",
  "product_pinned",
  "view_item",
  "view_promotion",
  "select_item",
  "select_promotion",
  "add_to_cart",
  "purchase",
  "purchase",
  "refund",
  "order_cancelled",
  "identify",
  "show_ended",
  "custom_step",
] as const;

const actor = fc.constantFrom("a", "b", "c", "d", "e", "f");
const currency = fc.constantFrom("EUR", "USD");
const micros = fc.integer({ min: 0, max: 50 }).map((euros) => euros * 990_000);

function dataOf(type: string): fc.Arbitrary<EventData> {
  const platform = fc.constantFrom("tiktok", "youtube", "native", "shopify", "csv");
  const someone = fc.option(actor, { nil: undefined, freq: 5 });
  const common = { platform, actor: someone };
  const money = fc.option(fc.record({ amountMicros: micros, currency }), { nil: {}, freq: 4 });
  const extra = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<EventData> =>
    fc.record({ ...common, ...fields }) as fc.Arbitrary<EventData>;
  switch (type) {
    case "viewer_count":
      return extra({ value: fc.nat(40) });
    case "like_total":
      return extra({ value: fc.nat(90), properties: fc.constantFrom(undefined, undefined, { start: 20 }) });
    case "like":
    case "add_to_cart":
      return extra({ quantity: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }) });
    case "chat_message":
      return extra({ text: fc.constantFrom("hello", "how much?", "كم السعر؟", "", undefined) });
    case "question_answered":
      return extra({ properties: fc.constantFrom(undefined, { question: "q1" }, { question: "e3" }) });
    case "gift":
      return fc
        .tuple(
          extra({ quantity: fc.integer({ min: 1, max: 5 }) }),
          fc.constantFrom({}, { virtualAmount: 7, virtualUnit: "diamond" }, { virtualAmount: 2, virtualUnit: "jewel" }),
        )
        .map(([data, virtual]) => ({ ...data, ...virtual }));
    case "tip":
    case "refund":
    case "order_cancelled":
      return fc
        .tuple(extra({ order: fc.constantFrom("o1", "o2", "o3") }), money)
        .map(([data, amount]) => ({ ...data, ...amount }));
    case "purchase":
      return fc
        .tuple(
          extra({
            order: fc.constantFrom("o1", "o2", "o3", "o4", undefined),
            items: fc.constantFrom(undefined, [], [{ item: "x", quantity: 2 }, { item: "y" }]),
            quantity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
          }),
          money,
        )
        .map(([data, amount]) => ({ ...data, ...amount }));
    case "identify":
      return fc.record({ platform, actor, alias: actor });
    default:
      return extra({});
  }
}

const WITHOUT_UNDEFINED = (data: EventData): EventData =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** A show's log: few actors, few times (many equal), every kind of event; `seq` is the order of arrival, not of time. */
export function randomLog(workspace: string, maxLength = 40): fc.Arbitrary<AcceptedEvent[]> {
  const one = fc
    .constantFrom(...TYPES)
    .chain((type) => fc.record({ type: fc.constant(type), data: dataOf(type), tick: fc.nat(12) }));
  return fc.array(one, { maxLength }).map((drawn) =>
    drawn.map(({ type, data, tick }, index): AcceptedEvent => {
      const time = START + tick * 4_500;
      return {
        workspace,
        show: "s",
        seq: index + 1,
        time,
        receivedAt: time + 20,
        skewed: false,
        id: `e${index}`,
        source: "test/source",
        type,
        data: { platform: "native", ...WITHOUT_UNDEFINED(data) },
      };
    }),
  );
}
