import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { expect, test } from "vitest";
import { createApp } from "./app.ts";

const keyring = {
  byKey: async () => null,
  bySession: async () => null,
  stillValid: async () => true,
  forget: () => {},
};

test("on the way down what is under way gets its answer, and who holds a line open does not hold the stop up", async () => {
  const app = await createApp({ keyring, log: pino({ level: "silent" }) });
  let asked = false;
  app.get("/slow", { config: { policy: "public" } }, async () => {
    asked = true;
    await pause(300);
    return { done: true };
  });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const idle = connect(Number(new URL(address).port), "127.0.0.1");
  idle.on("error", () => {});
  const answer = fetch(`${address}/slow`).then((reply) => reply.json());
  while (!asked) await pause(5);
  const before = performance.now();
  await app.close();
  expect(performance.now() - before).toBeLessThan(5000);
  expect(await answer).toEqual({ done: true });
});
