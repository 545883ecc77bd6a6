import { promisify } from "node:util";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import type { App } from "./app.ts";
import { answerErrors } from "./errors.ts";
import { type HeavyQuestionLimits, queueHeavyQuestions } from "./heavy-questions.ts";

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

/** A hub whose heavy questions are answered when the test says so. */
async function hubWith(limits: Partial<HeavyQuestionLimits>) {
  const app: App = Fastify();
  answerErrors(app);
  queueHeavyQuestions(app, { atOnce: 1, ofWorkspace: 9, waitMilliseconds: 10_000, ...limits });
  app.decorateRequest("caller");
  app.addHook("onRequest", async (request) => {
    request.caller = {
      workspace: String(request.headers["x-workspace"]),
      role: "viewer",
      ingestOnly: false,
      via: { kind: "key", id: "1" },
      name: "test",
      ownsInstallation: false,
    };
  });
  const working: { name: string; answer: () => void; fail: () => void }[] = [];
  app.get("/heavy/:name", { config: { heavy: true } }, ({ params }) => {
    const { name } = params as { name: string };
    return new Promise((resolve, reject) => {
      working.push({ name, answer: () => resolve(name), fail: () => reject(new Error("broken")) });
    });
  });
  app.get("/light", () => "light");
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  stop = async () => {
    for (const one of working) one.answer();
    await app.close();
  };
  const ask = async (
    path: string,
    { signal, workspace = "ours" }: { signal?: AbortSignal; workspace?: string } = {},
  ) => {
    const response = await fetch(`${url}${path}`, {
      headers: { "x-workspace": workspace },
      ...(signal ? { signal } : {}),
    });
    return { status: response.status, after: response.headers.get("retry-after"), body: await response.text() };
  };
  const works = (name: string) => expect.poll(() => working.at(-1)?.name).toBe(name);
  const connections = () => promisify(app.server.getConnections.bind(app.server))();
  return { ask, works, working, connections };
}

test("heavy questions are answered in turn, also after one that failed; others do not wait", async () => {
  const { ask, works, working } = await hubWith({});
  const first = ask("/heavy/first");
  await works("first");
  const second = ask("/heavy/second");
  expect(await ask("/light")).toMatchObject({ status: 200, body: "light" });
  expect(working).toHaveLength(1);
  working[0]?.fail();
  expect(await first).toMatchObject({ status: 500 });
  await works("second");
  working[1]?.answer();
  expect(await second).toMatchObject({ status: 200, body: "second" });
});

test("a workspace that asks too much is told when to come back; others have their places", async () => {
  const { ask, works, working } = await hubWith({ ofWorkspace: 1 });
  const first = ask("/heavy/first");
  await works("first");
  const { status, after, body } = await ask("/heavy/second");
  expect([status, after]).toEqual([503, "5"]);
  expect(JSON.parse(body)).toMatchObject({ code: "busy" });
  const theirs = ask("/heavy/theirs", { workspace: "theirs" });
  working[0]?.answer();
  expect(await first).toMatchObject({ status: 200 });
  await works("theirs");
  working[1]?.answer();
  expect(await theirs).toMatchObject({ status: 200 });
  // Its place is free again.
  void ask("/heavy/third");
  await works("third");
});

test("so is who has waited for too long, and the next gets the place", async () => {
  const { ask, works, working } = await hubWith({ waitMilliseconds: 50 });
  const first = ask("/heavy/first");
  await works("first");
  expect(await ask("/heavy/late")).toMatchObject({ status: 503, after: "5" });
  // One that is being answered is not given up.
  working[0]?.answer();
  expect(await first).toMatchObject({ status: 200 });
  void ask("/heavy/third");
  await works("third");
});

test("who has gone while waiting is not worked for", async () => {
  const { ask, works, working, connections } = await hubWith({});
  void ask("/heavy/first");
  await works("first");
  const patience = new AbortController();
  const gone = ask("/heavy/gone", { signal: patience.signal }).catch((error: Error) => error.name);
  await expect.poll(connections).toBe(2);
  // It waits before its connection is cut.
  await ask("/light");
  const open = await connections();
  patience.abort();
  expect(await gone).toBe("AbortError");
  await expect.poll(connections).toBeLessThan(open);
  void ask("/heavy/third");
  await ask("/light");
  working[0]?.answer();
  await works("third");
  expect(working.map(({ name }) => name)).toEqual(["first", "third"]);
});
