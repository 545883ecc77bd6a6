import { CostlyQuestion, funnel, ImpossibleQuestion, roi } from "@showpulse/metrics";
import fastify from "fastify";
import { expect, test } from "vitest";
import { answerErrors } from "./errors.ts";
import { validatorCompiler } from "./validator.ts";

const app = fastify();
app.setValidatorCompiler(validatorCompiler);
answerErrors(app);
app.get("/roi", { schema: { querystring: roi.params } }, () => {
  throw new CostlyQuestion("The answer took longer than 10 s.");
});
app.post("/funnels", { schema: { body: funnel.params } }, () => {
  throw new CostlyQuestion("The answer took longer than 10 s.");
});
app.get("/whole", () => {
  throw new CostlyQuestion("The answer took longer than 10 s.");
});
app.get("/impossible", () => {
  throw new ImpossibleQuestion("/timezone", "There is no such time zone");
});

test("a question that takes too much is a 400 that names what makes it cheaper, of what it may say", async () => {
  const period = await app.inject("/roi?from=2026-01-01&to=2026-12-31&groupBy=campaign&model=last");
  expect([period.statusCode, period.json()]).toEqual([
    400,
    {
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "The answer took longer than 10 s. Ask for a shorter period or a shorter lookback.",
      code: "too_costly",
      errors: [
        { pointer: "/from", detail: "a shorter period would cost less" },
        { pointer: "/lookbackSeconds", detail: "a shorter lookback would cost less" },
      ],
    },
  ]);
  const body = await app.inject({ method: "POST", url: "/funnels", payload: { steps: [{ event: "join" }] } });
  expect(body.json()).toMatchObject({
    detail: "The answer took longer than 10 s. Ask for a shorter period, fewer shows, or narrower filters.",
  });
  const whole = await app.inject("/whole");
  expect(whole.json()).toMatchObject({ code: "too_costly", detail: "The answer took longer than 10 s.", errors: [] });
});

test("a question that contradicts itself is a 400 that says where", async () => {
  const reply = await app.inject("/impossible");
  expect([reply.statusCode, reply.json()]).toMatchObject([
    400,
    { errors: [{ pointer: "/timezone", detail: "There is no such time zone" }] },
  ]);
});
