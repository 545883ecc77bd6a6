import { eventRow } from "@showpulse/metrics/server";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gate, Rejected } from "../apps/hub/src/ingest/gate/gate.ts";
import { parseTime } from "../apps/hub/src/ingest/gate/time.ts";
import { Unreadable } from "../apps/hub/src/ingest/ingest.ts";

const RECEIVED = Date.parse("2026-11-21T20:15:03.000Z");
const plain = { id: "1", source: "tiktok/@brand", type: "join" };
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

function refusal(given: unknown): Rejected {
  const outcome = gate("w", given, RECEIVED);
  if (!(outcome instanceof Rejected)) throw new Error("it was accepted");
  return outcome;
}

function passed(given: unknown) {
  const outcome = gate("w", given, RECEIVED);
  if (outcome instanceof Rejected) throw new Error(`it was refused: ${outcome.detail}`);
  return outcome;
}

describe("the gate refuses, and names the field", () => {
  const withData = (data: unknown) => ({ ...plain, data });
  it.each<[given: unknown, code: string, detail: string]>([
    [5, "not_an_object", "The event is 5"],
    [null, "not_an_object", "null"],
    ["text", "not_an_object", '"text"'],
    [[plain], "not_an_object", "an array of 1"],
    [new Unreadable("{", "The line is not JSON."), "unreadable_json", "not JSON"],
    [{ source: "s", type: "join" }, "missing_field", "id is missing"],
    [{ ...plain, id: "" }, "missing_field", "id"],
    [{ id: "1", type: "join" }, "missing_field", "source is missing"],
    [{ ...plain, id: 7301888123456789 }, "wrong_type", "id is 7301888123456789; it must be a string"],
    [{ ...plain, id: "x".repeat(257) }, "too_long", "at most 256 characters"],
    [{ ...plain, type: "Chat Message" }, "malformed_type", 'type is "Chat Message"'],
    [{ ...plain, type: "1st" }, "malformed_type", "type"],
    [{ ...plain, specversion: "0.3" }, "wrong_value", 'specversion is "0.3"; it must be "1.0"'],
    [{ ...plain, time: "yesterday" }, "unreadable_time", 'time is "yesterday"'],
    [{ ...plain, time: "2026-02-30T00:00:00Z" }, "unreadable_time", "time"],
    [{ ...plain, time: "2026-11-21 20:15" }, "unreadable_time", "time"],
    [{ ...plain, time: 1795292103 }, "wrong_type", "time is 1795292103; it must be a string"],
    [{ ...plain, time: "0000-01-01T00:00:00Z" }, "time_out_of_range", "years 1900 to 2299"],
    [withData(null), "wrong_type", "data is null; it must be an object"],
    [withData([]), "wrong_type", "data"],
    [withData({ quantity: -1 }), "out_of_range", "data.quantity is -1"],
    [withData({ quantity: 1.5 }), "not_an_integer", "data.quantity is 1.5"],
    [withData({ quantity: "3" }), "wrong_type", "data.quantity"],
    [withData({ amountMicros: 0.1 }), "not_an_integer", "data.amountMicros"],
    [withData({ amountMicros: 9007199254740992 }), "out_of_range", "data.amountMicros"],
    [withData({ virtualAmount: -3 }), "out_of_range", "data.virtualAmount"],
    [withData({ currency: "eur" }), "malformed_currency", 'data.currency is "eur"'],
    [withData({ platform: "TikTok" }), "malformed", "data.platform"],
    [withData(JSON.parse('{"value":1e999}')), "not_finite", "data.value"],
    [withData(JSON.parse('{"unknown":[0,-1e999]}')), "not_finite", "data.unknown.1"],
    [{ ...plain, type: "viewer_count", data: { value: -1 } }, "out_of_range", "data.value is -1"],
    [{ ...plain, type: "like_total", data: { value: 1.5 } }, "not_an_integer", "data.value is 1.5"],
    [withData(nested(32)), "too_deep", "data.a.a"],
    [withData({ text: "é".repeat(65_537) }), "too_long", "data.text"],
    [withData({ properties: { size: { eu: 42 } } }), "not_a_scalar", "data.properties.size is an object of 1"],
    [
      withData({ properties: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i])) }),
      "too_many",
      "data.properties",
    ],
    [withData({ items: [{ item: "a" }, {}] }), "missing_field", "data.items.1.item is missing"],
    [withData({ items: [{ item: "a", quantity: 0 }] }), "out_of_range", "data.items.0.quantity is 0"],
    [JSON.parse('{"__proto__":{"id":"1"},"source":"s","type":"join"}'), "missing_field", "id is missing"],
  ])("%j", (given, code, detail) => {
    const rejected = refusal(given);
    expect(rejected.code).toBe(code);
    expect(rejected.detail).toContain(detail);
  });

  it("and says whose event it was, as far as that can be read", () => {
    expect(refusal({ ...plain, type: "X" })).toMatchObject({ id: "1", source: "tiktok/@brand" });
    expect(refusal({ id: 12, source: 3, type: "join" })).toMatchObject({ id: "12", source: "" });
  });
});

describe("the gate lets through", () => {
  it("an event with nothing but its identity and type", () => {
    expect(passed(plain)).toEqual({
      workspace: "w",
      show: "",
      seq: 0,
      time: RECEIVED,
      receivedAt: RECEIVED,
      skewed: false,
      id: "1",
      source: "tiktok/@brand",
      type: "join",
      data: { platform: "native" },
    });
  });

  it("text with NUL and lone surrogates, each replaced by U+FFFD, keys and identity too", () => {
    const event = passed({ ...plain, id: "a\0", data: { text: "x\ud800y 👋", properties: { "k\0": "\udc00" } } });
    expect(event.id).toBe("a\ufffd");
    expect(event.data.text).toBe("x\ufffdy 👋");
    expect(event.data.properties).toEqual({ "k\ufffd": "\ufffd" });
  });

  it("unknown fields, depth up to 32, and prototype keys without effect", () => {
    const event = passed({
      ...plain,
      data: { deep: nested(30), properties: JSON.parse('{"__proto__":"p","constructor":1}') },
    });
    expect(Object.getPrototypeOf(event.data)).toBe(Object.prototype);
    expect(JSON.parse(eventRow({ ...event, seq: 1 })).properties).toEqual(
      JSON.parse('{"__proto__":"\\"p\\"","constructor":"1"}'),
    );
    expect(({} as Record<string, unknown>).p).toBeUndefined();
  });

  it("a time ahead of receipt, limited to 5 minutes", () => {
    expect(passed({ ...plain, time: "2026-11-21T20:20:03.000Z" })).toMatchObject({
      time: RECEIVED + 300_000,
      skewed: false,
    });
    expect(passed({ ...plain, time: "2026-11-21T20:20:03.001Z" })).toMatchObject({
      time: RECEIVED + 300_000,
      skewed: true,
    });
    expect(passed({ ...plain, time: "9999-12-31T23:59:59Z" })).toMatchObject({
      time: RECEIVED + 300_000,
      skewed: true,
    });
  });

  it("times of long ago", () => {
    expect(passed({ ...plain, time: "1900-01-01T00:00:00Z" }).time).toBe(Date.UTC(1900, 0, 1));
  });
});

describe("RFC 3339 times", () => {
  it.each([
    ["2026-11-21T20:15:03Z", "2026-11-21T20:15:03.000Z"],
    ["2026-11-21t20:15:03.25z", "2026-11-21T20:15:03.250Z"],
    ["2026-11-21 20:15:03.250999+00:00", "2026-11-21T20:15:03.250Z"],
    ["2026-11-21T22:15:03.123456789+02:00", "2026-11-21T20:15:03.123Z"],
    ["2026-11-21T15:45:03-04:30", "2026-11-21T20:15:03.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("%s", (text, utc) => expect(new Date(parseTime(text)).toISOString()).toBe(utc));

  it.each([
    "2026-11-21",
    "2026-11-21T20:15:03",
    "2026-11-21T24:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-21T20:15:03.Z",
    "2026-11-21T20:15:03+0200",
    "2026-11-21T20:15:03Z ",
    "+002026-11-21T20:15:03Z",
    "٢٠٢٦-11-21T20:15:03Z",
  ])("not %s", (text) => expect(parseTime(text)).toBeNaN());

  it("agree with Date.parse wherever that reads the same form", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(Date.UTC(1900, 0, 1)), max: new Date(Date.UTC(2299, 0, 1)), noInvalidDate: true }),
        (date) => {
          expect(parseTime(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});

it("whatever JSON comes in, the gate answers, and what it lets through is one clean line for the table", () => {
  const strange = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\0", "\ud800", "٣", "\u202e", "__proto__", "constructor", "2026-11-21T20:15:03Z"),
  );
  const scalar = fc.oneof(
    strange,
    fc.double(),
    fc.constantFrom(Number.POSITIVE_INFINITY, -0, 2 ** 53, 1.5, 3),
    fc.boolean(),
    fc.constant(null),
  );
  const odd = fc.oneof(
    scalar,
    fc.dictionary(strange, scalar),
    fc.array(fc.dictionary(fc.constantFrom("item", "quantity"), scalar)),
  );
  const mostly = (right: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: odd });
  const data = fc.record(
    {
      actor: mostly(strange),
      text: mostly(strange),
      quantity: mostly(fc.nat().map((count) => count + 1)),
      amountMicros: mostly(fc.maxSafeInteger()),
      value: mostly(fc.double({ noNaN: true, noDefaultInfinity: true })),
      items: mostly(fc.array(fc.record({ item: strange }), { maxLength: 3 })),
      properties: mostly(fc.dictionary(strange, fc.oneof(strange, fc.integer()), { maxKeys: 5 })),
      other: odd,
    },
    { requiredKeys: [] },
  );
  const event = fc.record(
    {
      id: mostly(strange),
      source: mostly(fc.string({ minLength: 1 })),
      type: mostly(fc.constantFrom("join", "purchase")),
      time: mostly(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
      subject: mostly(strange),
      data: mostly(data),
    },
    { requiredKeys: ["id", "source", "type"] },
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: event }, fc.anything()), (given) => {
      const outcome = gate("w", given, RECEIVED);
      if (outcome instanceof Rejected) {
        expect(outcome.code).toMatch(/^[a-z_]+$/);
        expect(outcome.detail.isWellFormed()).toBe(true);
        return;
      }
      accepted += 1;
      const line = eventRow(outcome);
      expect(line).not.toMatch(/\\u0000|\\ud[89a-f]/);
      expect(line).not.toContain("\n");
      expect(Number.isSafeInteger(outcome.time)).toBe(true);
    }),
    { numRuns: 4000 },
  );
  expect(accepted).toBeGreaterThan(400);
});
