import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";
import { type Fault, Problem } from "./problem.ts";

const LONGEST_QUOTE = 80;
const MOST_FAULTS = 20;

// More than are told, as those of a union's other branches are left out.
Settings.Set({ maxErrors: 10 * MOST_FAULTS });

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
  schemaPath: string;
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
  const all = withoutOtherBranches([...errors].filter(({ keyword }) => !NO_FAULT_OF_ITS_OWN.has(keyword)));
  // "… or null" is worth saying only where nothing else is wrong there or inside.
  const wrong = all.filter((error) => !saysNull(error)).map((error) => `${error.instancePath}/`);
  const faults = all
    .filter((error) => !saysNull(error) || !wrong.some((path) => path.startsWith(`${error.instancePath}/`)))
    .flatMap((error) => faultsIn(error, value));
  return [...new Map(faults.map((each) => [each.pointer + each.detail, each])).values()].slice(0, MOST_FAULTS);
}

/** What another error beside it says better: a union that fits in no branch, a property that is not known. */
const NO_FAULT_OF_ITS_OWN: ReadonlySet<string> = new Set(["anyOf", "not", "boolean"]);

const saysNull = ({ keyword, params }: SchemaError): boolean =>
  keyword === "type" && "type" in params && params.type === "null";

/**
 * Where a value may have several forms and fits one of them but for something inside it, that form is what was meant:
 * what the other forms lack is left out.
 */
function withoutOtherBranches(errors: readonly SchemaError[]): SchemaError[] {
  const choices = errors.map(choicesOf);
  /** By union: each branch with errors, and whether the value's own shape fits it. */
  const unions = new Map<string, Map<string, boolean>>();
  for (const { union, branch, inside } of choices.flat()) {
    const branches = unions.get(union) ?? new Map<string, boolean>();
    unions.set(union, branches.set(branch, inside && (branches.get(branch) ?? true)));
  }
  const isMeant = ({ union, branch }: Choice) => {
    const branches = unions.get(union);
    return branches?.get(branch) === true || ![...(branches?.values() ?? [])].includes(true);
  };
  return errors.filter((_, index) => choices[index]?.every(isMeant));
}

/** A branch that was tried on the way to an error, and whether the error is further inside. */
interface Choice {
  union: string;
  branch: string;
  inside: boolean;
}

/** The unions that an error lies in, outermost first: schema and value are walked together. */
function choicesOf({ schemaPath, instancePath }: SchemaError): Choice[] {
  const schema = schemaPath.split("/");
  const value = instancePath.split("/");
  const found: (Omit<Choice, "inside"> & { depth: number })[] = [];
  let depth = 1;
  for (let at = 1; at < schema.length; at += 1) {
    if (schema[at] === "anyOf") {
      const union = `${schema.slice(0, at).join("/")} ${value.slice(0, depth).join("/")}`;
      at += 1;
      found.push({ union, branch: schema[at] ?? "", depth });
    } else if (schema[at] === "properties" || schema[at] === "patternProperties") {
      at += 1;
      depth += 1;
    } else if (schema[at] === "items") {
      depth += 1;
    }
  }
  return found.map(({ union, branch, depth: entered }) => ({ union, branch, inside: entered < depth }));
}

function faultsIn({ keyword, instancePath, message, params }: SchemaError, value: unknown): Fault[] {
  if (keyword === "required") {
    const { requiredProperties = [] } = params as { requiredProperties?: string[] };
    return requiredProperties.map((name) => ({ pointer: `${instancePath}/${name}`, detail: "is missing" }));
  }
  if (keyword === "additionalProperties") {
    const { additionalProperties = [] } = params as { additionalProperties?: string[] };
    return additionalProperties.map((name) => ({
      pointer: `${instancePath}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      detail: "is not known here",
    }));
  }
  const allowed = "allowedValues" in params ? `: ${JSON.stringify(params.allowedValues)}` : "";
  return [{ pointer: instancePath, detail: `${message}${allowed}, but was ${quote(read(value, instancePath))}` }];
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
