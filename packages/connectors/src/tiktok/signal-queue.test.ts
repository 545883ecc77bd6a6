import { expect, test } from "vitest";
import { ConnectorError } from "../connector.ts";
import { SignalQueue } from "./signal-queue.ts";

test("a reader who stands still is not waited for without end: what fits is read, then the line counts as broken", async () => {
  const queue = new SignalQueue();
  for (let number = 0; number < 50_000; number += 1) queue.push({ type: "alive" });
  let read = 0;
  const reading = (async () => {
    for await (const _ of queue) read += 1;
  })();
  await expect(reading).rejects.toThrow(ConnectorError);
  expect(read).toBe(20_000);
});
