import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import { type Fault, Problem } from "./problem.ts";

const LONGEST_QUOTE = 80;

/** Validates requests with compiled TypeBox; query and path texts become the types asked for, bodies are taken as they are. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  const isBody = httpPart === "body";
  return (given: unknown) => {
    const impossible = impossibleFault(given);
    if (impossible) return { error: problemWith([impossible], httpPart ?? "body") };
    const value = isBody ? given : onlyExact(given, Value.Convert(schema, structuredClone(given)));
    const complete = Value.Default(schema, value);
    if (compiled.Check(complete)) return { value: complete };
    return { error: problemOf(compiled.Errors(complete), complete, httpPart ?? "body") };
  };
};

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Converting writes into what it is given, and takes 1.5 for the integer 1, nothing for 0, and true for 1: what was no such number stays the text that it was. */
function onlyExact(given: unknown, converted: unknown): unknown {
  if (typeof given === "string" && typeof converted === "number") {
    return DECIMAL.test(given) && Number(given) === converted ? converted : given;
  }
  if (Array.isArray(converted)) {
    const each: unknown[] = Array.isArray(given) ? given : [given];
    return converted.map((item, index) => onlyExact(each[index], item));
  }
  if (typeof given !== "object" || given === null || typeof converted !== "object" || converted === null) {
    return converted;
  }
  const before = new Map<string, unknown>(Object.entries(given));
  return Object.fromEntries(Object.entries(converted).map(([key, value]) => [key, onlyExact(before.get(key), value)]));
}

/** No request of ours needs more; a stack has its end. */
const DEEPEST = 64;

/** What no schema allows, though it is JSON: a NUL, which PostgreSQL cannot keep, and bottomless nesting. */
function impossibleFault(value: unknown, pointer = "", depth = 1): Fault | undefined {
  if (typeof value === "string") {
    return value.includes("\0") ? { pointer, detail: "must not hold the character NUL" } : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > DEEPEST) return { pointer: "", detail: `must not be nested deeper than ${DEEPEST} levels` };
  for (const [key, inner] of Object.entries(value)) {
    const fault = impossibleFault(inner, `${pointer}/${key}`, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

function problemOf(errors: Iterable<SchemaError>, value: unknown, part: string): Problem {
  return problemWith(faultsOf(errors, value), part);
}

function problemWith(faults: Fault[], part: string): Problem {
  const where = part === "querystring" ? "query" : part === "params" ? "address" : part;
  return new Problem(400, "Bad Request", {
    detail: `The ${where} does not fit: ${faults.map(({ pointer, detail }) => `${pointer || "it"} ${detail}`).join("; ")}.`,
    errors: faults,
  });
}

/** What is wrong with a value that does not fit its schema, in words for people; 20 faults at most. */
export function faultsOf(errors: Iterable<SchemaError>, value: unknown): Fault[] {
  const all = [...errors].filter(({ keyword }) => keyword !== "anyOf" && keyword !== "not");
  // "… or null" is worth saying only where nothing else is wrong there or inside.
  const wrong = all.filter((error) => !saysNull(error)).map((error) => `${error.instancePath}/`);
  const faults = all
    .filter((error) => !saysNull(error) || !wrong.some((path) => path.startsWith(`${error.instancePath}/`)))
    .map((error) => fault(error, value));
  return [...new Map(faults.map((each) => [each.pointer + each.detail, each])).values()].slice(0, 20);
}

const saysNull = ({ keyword, params }: SchemaError): boolean =>
  keyword === "type" && "type" in params && params.type === "null";

function fault({ keyword, instancePath, message, params }: SchemaError, value: unknown): Fault {
  if (keyword === "required") {
    const missing = (params as { requiredProperties?: string[] }).requiredProperties ?? [];
    return { pointer: `${instancePath}/${missing[0] ?? ""}`, detail: "is missing" };
  }
  const allowed = "allowedValues" in params ? `: ${JSON.stringify(params.allowedValues)}` : "";
  return { pointer: instancePath, detail: `${message}${allowed}, but was ${quote(read(value, instancePath))}` };
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

function read(value: unknown, pointer: string): unknown {
  let current = value;
  for (const part of pointer.split("/").slice(1)) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return current;
}
