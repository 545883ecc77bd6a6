import { type TSchema, Type } from "typebox";
import { expect, test } from "vitest";
import { instant } from "./formats.ts";
import { Page } from "./lists.ts";
import type { Problem } from "./problem.ts";
import { validatorCompiler } from "./validator.ts";

const validate = (schema: TSchema, value: unknown, httpPart: "body" | "querystring") =>
  validatorCompiler({ schema, httpPart, method: "POST", url: "/" })(value) as { value?: unknown; error?: Problem };

const faults = (schema: TSchema, value: unknown) => validate(schema, value, "body").error?.options.errors;

test("a query's texts become the types asked for, with defaults; a body is taken as it is", () => {
  expect(validate(Page, { limit: "5" }, "querystring")).toEqual({ value: { limit: 5 } });
  expect(validate(Page, {}, "querystring")).toEqual({ value: { limit: 100 } });
  expect(validate(Page, { limit: "5" }, "body").error).toBeDefined();
});

test.each(["1.5", "", " 5", "true", "0x10", "1n", "1e2", "five"])("a query's %j is no integer", (limit) => {
  const { error } = validate(Page, { limit }, "querystring");
  expect(error?.options.errors).toEqual([
    { pointer: "/limit", detail: `must be integer, but was ${JSON.stringify(limit)}` },
  ]);
});

test("a query's lists are read number by number", () => {
  const schema = Type.Object({ minutes: Type.Array(Type.Integer()), share: Type.Optional(Type.Number()) });
  expect(validate(schema, { minutes: ["5", "10"], share: "0.25" }, "querystring")).toEqual({
    value: { minutes: [5, 10], share: 0.25 },
  });
  expect(validate(schema, { minutes: "5" }, "querystring")).toEqual({ value: { minutes: [5] } });
  expect(validate(schema, { minutes: ["5", "1.5"] }, "querystring").error?.options.errors).toEqual([
    { pointer: "/minutes/1", detail: 'must be integer, but was "1.5"' },
  ]);
});

test.each(["2026-02-30T00:00:00Z", "2025-02-29T12:00:00+01:00", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z"])(
  "%s is on no day that there is",
  (at) => {
    expect(faults(Type.Object({ at: instant }), { at })).toEqual([
      { pointer: "/at", detail: `must be an instant such as 2026-11-21T20:15:03.250Z, but was "${at}"` },
    ]);
    expect(faults(Type.Object({ at: instant }), { at: "2024-02-29T12:00:00+01:00" })).toBeUndefined();
  },
);

test("a fault names the field, what it was and what it may be", () => {
  const schema = Type.Object({ at: Type.Union([instant, Type.Null()]), name: Type.String() });
  expect(faults(schema, { at: "nope", name: "x" })).toEqual([
    { pointer: "/at", detail: 'must be an instant such as 2026-11-21T20:15:03.250Z, but was "nope"' },
  ]);
  expect(faults(schema, { at: null })).toEqual([{ pointer: "/name", detail: "is missing" }]);
});

test("each field that is missing or unknown is a fault of its own, however many", () => {
  const closed = { additionalProperties: false };
  const names = Array.from({ length: 12 }, (_, index) => `field${index}`);
  const schema = Type.Object(Object.fromEntries(names.map((name) => [name, Type.Integer()])), closed);
  expect(faults(schema, {})).toEqual(names.map((name) => ({ pointer: `/${name}`, detail: "is missing" })));
  const given = Object.fromEntries(names.map((name) => [name, "x"]));
  expect(faults(schema, given)?.map(({ pointer }) => pointer)).toEqual(names.map((name) => `/${name}`));
  expect(faults(Type.Object({}, closed), { "a/b": 1 })).toEqual([{ pointer: "/a~1b", detail: "is not known here" }]);
});

test("of several forms, the one that was meant is spoken of; all of them where none was", () => {
  const closed = { additionalProperties: false };
  const one = Type.Object({ op: Type.Enum(["eq", "in"]) }, closed);
  const schema = Type.Object({
    where: Type.Union([Type.Union([one, Type.Object({ all: Type.Array(one) }, closed)]), Type.Null()]),
  });
  const wrong = { detail: 'must be equal to one of the allowed values: ["eq","in"], but was "x"' };
  expect(faults(schema, { where: { op: "x" } })).toEqual([{ pointer: "/where/op", ...wrong }]);
  expect(faults(schema, { where: { all: [{ op: "x" }] } })).toEqual([{ pointer: "/where/all/0/op", ...wrong }]);
  expect(faults(schema, { where: {} })).toEqual([
    { pointer: "/where/op", detail: "is missing" },
    { pointer: "/where/all", detail: "is missing" },
  ]);
});

test("NUL and bottomless nesting are faults wherever they stand, also in fields that nobody knows", () => {
  const schema = Type.Object({ title: Type.Optional(Type.String()) });
  expect(faults(schema, { title: "a\0b" })).toEqual([{ pointer: "/title", detail: "must not hold the character NUL" }]);
  const deep = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  expect(faults(schema, { other: deep })).toEqual([
    { pointer: "", detail: "must not be nested deeper than 64 levels" },
  ]);
});

test("a long value is not repeated whole", () => {
  const [fault] = faults(Type.Object({ n: Type.Number() }), { n: "x".repeat(10_000) }) ?? [];
  expect(fault?.detail.length).toBeLessThan(150);
});
