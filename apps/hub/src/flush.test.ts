import { expect, test } from "vitest";
import { flushed } from "./flush.ts";
import { Overloaded } from "./ingest/ingest.ts";

test("nobody waits for ever for a ClickHouse that is away", async () => {
  await expect(flushed({ flush: () => new Promise(() => {}) }, 20)).rejects.toThrow(Overloaded);
  await expect(flushed({ flush: async () => {} }, 20)).resolves.toBeUndefined();
});
