import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Inbox } from "./inbox.ts";

test("gives everything in order, then the error", async () => {
  const inbox = new Inbox<number>();
  void inbox.put(1);
  void inbox.put(2);
  inbox.close(new Error("broken"));
  const read: number[] = [];
  await expect(async () => {
    for await (const item of inbox) read.push(item);
  }).rejects.toThrow("broken");
  expect(read).toEqual([1, 2]);
});

test("a full inbox makes the writer wait until the reader has room, or leaves", async () => {
  const inbox = new Inbox<number>();
  let put = 0;
  const writing = (async () => {
    for (; put < 5_000; put++) await inbox.put(put);
  })();
  await sleep(5);
  expect(put).toBeLessThan(1_001);
  const read: number[] = [];
  for await (const item of inbox) if (read.push(item) === 2_500) break;
  await writing;
  expect(read).toEqual(Array.from({ length: 2_500 }, (_, index) => index));
});
