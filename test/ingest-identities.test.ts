import fc from "fast-check";
import { expect, it } from "vitest";
import { hashed, hashId } from "../apps/hub/src/ingest/identities/hash.ts";
import { IdentitySet } from "../apps/hub/src/ingest/identities/identity-set.ts";
import { startTestClickHouse } from "./support/clickhouse.ts";

it("an id has the same hashes here and in ClickHouse", async () => {
  const clickhouse = await startTestClickHouse({ migrated: false });
  try {
    const ids = [
      ...fc.sample(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), 300),
      ...Array.from({ length: 70 }, (_, length) => "x".repeat(length + 1)),
      "7301888123456789",
      "ä".repeat(600),
    ].map((id) => id.replaceAll("\0", ""));
    const here = ids.map((id) => {
      hashId(id);
      return { ...hashed };
    });
    const there: unknown[] = [];
    for (let from = 0; from < ids.length; from += 20) {
      const reply = await clickhouse.client.query({
        query:
          "SELECT murmurHash3_32(id) AS murmur, xxHash32(id) AS xx FROM (SELECT arrayJoin({ids: Array(String)}) AS id)",
        query_params: { ids: ids.slice(from, from + 20) },
        format: "JSONEachRow",
      });
      there.push(...(await reply.json<unknown>()));
    }
    expect(here).toEqual(there);
  } finally {
    await clickhouse.stop();
  }
});

it("a set of identities behaves like a Set, over its splits and its removals", () => {
  const word = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("add", "delete", "has"), word, word), { maxLength: 300 }),
      (steps) => {
        const ours = new IdentitySet();
        const model = new Set<string>();
        for (const [step, high, low] of steps) {
          // Two zeros stand for an empty place and are kept as (0, 1).
          const name = high === 0 && low === 0 ? "0 1" : `${high} ${low}`;
          if (step === "add") expect(ours.add(high, low)).toBe(!model.has(name) && model.add(name) !== undefined);
          if (step === "has") expect(ours.has(high, low)).toBe(model.has(name));
          if (step === "delete") {
            ours.delete(high, low);
            model.delete(name);
          }
          expect(ours.size).toBe(model.size);
        }
      },
    ),
  );

  const many = new IdentitySet();
  for (let index = 0; index < 300_000; index += 1) {
    hashId(`event-${index}`);
    if (!many.add(hashed.murmur, hashed.xx)) throw new Error(`event-${index} was taken for another`);
  }
  for (let index = 0; index < 300_000; index += 1) {
    hashId(`event-${index}`);
    if (many.add(hashed.murmur, hashed.xx)) throw new Error(`event-${index} was forgotten`);
  }
  expect(many.size).toBe(300_000);
  expect(many.bytes / many.size).toBeLessThan(24);
});
