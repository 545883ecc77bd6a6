import Fastify from "fastify";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { answerErrors } from "./errors.ts";

const database = openDatabase("postgresql://nobody:nothing@127.0.0.1:1/none");
afterAll(() => database.$disconnect());

test("a store that is away is a 503 that says when to come back; what nobody foresaw is a 500 without its words", async () => {
  const app = Fastify();
  answerErrors(app);
  app.get("/away", () => database.key.count());
  app.get("/broken", () => {
    throw new Error("Connection terminated unexpectedly");
  });
  app.get("/unforeseen", () => {
    throw new TypeError("secret words");
  });
  for (const url of ["/away", "/broken"]) {
    const { statusCode, headers } = await app.inject(url);
    expect([statusCode, headers["retry-after"]]).toEqual([503, "2"]);
  }
  const { statusCode, body } = await app.inject("/unforeseen");
  expect(statusCode).toBe(500);
  expect(body).not.toContain("secret");
});
