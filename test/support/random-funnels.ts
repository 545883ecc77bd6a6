import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { Filter, FunnelRequest } from "@showpulse/metrics";
import fc from "fast-check";
import { START } from "./events.ts";

const SECOND = 1000;
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

const properties = fc.constantFrom(
  undefined,
  { color: "red" },
  { color: "Blue", size: 3 },
  { size: 12.5 },
  { color: "", vip: true },
  { size: null },
);

/** Few people, few times: equal timestamps and repeated steps are the rule, not the exception. */
export const journeyLog: fc.Arbitrary<AcceptedEvent[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom("join", "join", "view_item", "add_to_cart", "purchase", "identify"),
      tick: fc.nat(9),
      show: fc.constantFrom("s", "s", "t", ""),
      data: fc.record({
        platform: fc.constantFrom("tiktok", "youtube", "native"),
        actor: fc.constantFrom("a", "b", "c", "d", undefined),
        alias: fc.constantFrom("a", "b", "c", "d", undefined),
        item: fc.constantFrom("x", "y", undefined),
        quantity: optional(fc.integer({ min: 1, max: 3 })),
        properties,
      }),
    }),
    { maxLength: 18 },
  )
  .map((drawn) =>
    drawn.map(({ type, tick, show, data: { alias, ...data } }, index): AcceptedEvent => {
      const identify = type === "identify" && data.actor !== undefined;
      const time = START + tick * SECOND;
      const all = { ...data, ...(identify ? { alias } : {}) };
      const given = Object.entries(all).filter(([, value]) => value !== undefined);
      return {
        workspace: "w",
        show,
        seq: index + 1,
        time,
        receivedAt: time,
        skewed: false,
        id: `e${index}`,
        source: "test/source",
        type: type === "identify" && !identify ? "join" : type,
        data: { platform: "native", ...(Object.fromEntries(given) as EventData) },
      };
    }),
  );

const comparison: fc.Arbitrary<Filter> = fc
  .tuple(
    fc.constantFrom("item", "platform", "color", "size", "vip", "quantity", "actor", "nothing"),
    fc.constantFrom("eq", "neq", "isSet", "isNull", "icontains", "startsWith", "lte", "gte", "in"),
    fc.constantFrom("x", "red", "bLU", "b", "tiktok", 3, 12.5, "3", true, null, ["x", "red", 2, true], []),
    fc.constantFrom("event", "actor", undefined),
  )
  .map(([prop, op, value, on]) => ({ prop, op, value, ...(on ? { on } : {}) }));

const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 4, arbitrary: comparison },
  { weight: 1, arbitrary: fc.array(comparison, { maxLength: 2 }).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.array(comparison, { maxLength: 2 }).map((any) => ({ any })) },
);

const step = fc.record({
  event: fc.constantFrom("join", "view_item", "add_to_cart", "purchase", null),
  where: fc.option(filter, { nil: null, freq: 1 }).map((where) => where),
});

/** Ordered funnels with everything that is answered of them. */
export const funnelRequest: fc.Arbitrary<FunnelRequest> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    windowSeconds: fc.constantFrom(undefined, 0, 1, 3, 8.5),
    where: fc.option(filter, { nil: null, freq: 1 }),
    shows: fc.constantFrom<string[] | null>(null, ["s"], ["s", "t"]),
    platforms: fc.constantFrom<string[] | null>(null, null, ["tiktok", "native"]),
    from: fc.constantFrom(null, null, new Date(START + 2 * SECOND).toISOString()),
    to: fc.constantFrom(null, null, new Date(START + 7 * SECOND).toISOString()),
    breakdown: fc.option(
      fc.record({
        prop: fc.constantFrom("platform", "item", "color", "size"),
        on: fc.constantFrom("event" as const, "event" as const, "actor" as const),
        attribution: fc.constantFrom(...(["first_touch", "last_touch", "all_events", "step"] as const)),
        step: fc.nat(3),
      }),
      { nil: null },
    ),
  })
  .map(({ breakdown, windowSeconds, ...request }) => ({
    ...request,
    ...(windowSeconds === undefined ? {} : { windowSeconds }),
    breakdown: breakdown && { ...breakdown, step: Math.min(breakdown.step, request.steps.length - 1) },
  }));
