import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { expect, test } from "vitest";
import type { Caller } from "./access/caller.ts";
import { createGuesses } from "./access/guesses.ts";
import { createApp } from "./app.ts";

const owner: Caller = {
  workspace: "main",
  role: "owner",
  ingestOnly: false,
  via: { kind: "installation" },
  name: "Owner",
  ownsInstallation: true,
};
const keyring = {
  ownerKeyHash: new Uint8Array(),
  byKey: async (key: string) => (key === "right" ? owner : null),
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

test("who tries one wrong key after another waits, but not the program beside it whose key is right", async () => {
  let now = 0;
  const app = await createApp({ keyring, guesses: createGuesses(() => now), log: pino({ level: "silent" }) });
  app.get("/secret", { config: { policy: "read" } }, () => ({ told: true }));
  const ask = (key: string | null, remoteAddress: string, headers: Record<string, string> = {}) =>
    app.inject({
      url: "/secret",
      remoteAddress,
      headers: { ...headers, ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    });
  const statuses = async (count: number, ...asked: Parameters<typeof ask>) =>
    new Set(await Promise.all(Array.from({ length: count }, async () => (await ask(...asked)).statusCode)));

  expect((await ask("right", "203.0.113.7")).statusCode).toBe(200);
  // Who names no key guesses nothing, and this machine's own programs are its owner's.
  expect(await statuses(50, null, "203.0.113.7")).toEqual(new Set([401]));
  expect(await statuses(50, "wrong", "127.0.0.1")).toEqual(new Set([401]));
  expect(await statuses(20, "wrong", "203.0.113.7")).toEqual(new Set([401]));
  const refused = await ask("wrong", "203.0.113.7");
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, "60"]);
  expect((await ask("right", "203.0.113.7")).statusCode).toBe(200);
  expect((await ask("wrong", "203.0.113.8")).statusCode).toBe(401);

  // Behind a proxy on this machine counts what the proxy saw, whatever its client said before that.
  const through = (made: string) => ({ "x-forwarded-for": `${made}, 203.0.113.7` });
  expect((await ask("other", "127.0.0.1", through("1.2.3.4"))).statusCode).toBe(429);
  now = 60_000;
  expect((await ask("wrong", "203.0.113.7")).statusCode).toBe(401);
  await app.close();
});

test("what no route ever sees is answered by a problem document too", async () => {
  const app = await createApp({ keyring, log: pino({ level: "silent" }) });
  const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  const answerTo = async (request: string) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.end(request);
    let answer = "";
    for await (const bytes of socket) answer += String(bytes);
    return answer.split("\r\n");
  };
  for (const [request, status] of [
    ["GET /v1/%zz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n", "400 Bad Request"],
    ["no request\r\n\r\n", "400 Bad Request"],
    [`GET / HTTP/1.1\r\nHost: hub\r\nx: ${"a".repeat(20_000)}\r\n\r\n`, "431 Request Header Fields Too Large"],
  ]) {
    const lines = await answerTo(request ?? "");
    expect(lines[0]).toBe(`HTTP/1.1 ${status}`);
    expect(lines.find((line) => /^content-type/i.test(line))).toMatch(/application\/problem\+json/);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      status: Number(status?.slice(0, 3)),
      title: status?.slice(4),
    });
  }
  await app.close();
});

test("an address that leads nowhere is the dashboard to a person and a problem to a program", async () => {
  const page = join(import.meta.dirname, "../../dashboard/index.html");
  const app = await createApp({ keyring, log: pino({ level: "silent" }), page });
  const ask = (url: string, accept: string, method: "GET" | "POST" = "GET") =>
    app.inject({ method, url, headers: { accept } });
  const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  const reply = await ask("/nowhere", browser);
  expect([reply.statusCode, reply.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
  expect(reply.body).toContain('<div id="root">');

  const problems = [
    await ask("/nowhere", "application/json"),
    await ask("/nowhere", "*/*"),
    await ask("/v1/nowhere", browser),
    await ask("/nowhere", browser, "POST"),
  ];
  for (const { statusCode, headers } of problems) {
    expect([statusCode, headers["content-type"]]).toEqual([404, "application/problem+json"]);
  }
  expect(problems[0]?.json().detail).toBe("There is nothing at GET /nowhere.");
  await app.close();
});
