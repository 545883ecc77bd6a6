import { ShowEvent } from "@showpulse/connectors/event";
import { Compile } from "typebox/compile";
import { repairText } from "./texts.ts";

/** Why an event was refused: a word for programs and a sentence for people that names the field. */
export interface Fault {
  code: string;
  detail: string;
}

const compiled = Compile(ShowEvent);

/** Whether a value has the shape of an event. */
export const hasShape = (value: unknown): value is ShowEvent => compiled.Check(value);

const LONGEST_QUOTE = 80;

/** What is wrong with a value that has not the shape of an event. */
export function shapeFault(value: unknown): Fault {
  // Of alternatives each one's own complaint comes first; the complaint about all of them says more.
  const errors = compiled.Errors(value);
  const error = errors.find(({ keyword }) => keyword === "anyOf") ?? errors[0];
  if (error === undefined) return { code: "not_an_event", detail: "The value is not an event." };
  const { keyword, instancePath, params } = error as {
    keyword: string;
    instancePath: string;
    params: Record<string, unknown>;
  };
  const field = instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
  if (keyword === "required") {
    const missing = [params.requiredProperties].flat().filter((name) => typeof name === "string");
    const names = missing.map((name) => (field === "" ? name : `${field}.${name}`)).join(", ");
    return { code: "missing_field", detail: `${names} is missing.` };
  }
  const given = valueAt(value, instancePath);
  const [code, allowed] = rule(keyword, params, field, given);
  return { code, detail: clean(`${field || "The event"} is ${quote(given)}; it must be ${allowed}.`) };
}

function rule(
  keyword: string,
  params: Record<string, unknown>,
  field: string,
  given: unknown,
): [code: string, allowed: string] {
  switch (keyword) {
    case "type":
      if (params.type === "integer" && typeof given === "number") return ["not_an_integer", "a whole number"];
      return [
        "wrong_type",
        params.type === "array" || params.type === "integer" || params.type === "object"
          ? `an ${params.type}`
          : `a ${params.type}`,
      ];
    case "minimum":
      return ["out_of_range", `at least ${params.limit}`];
    case "maximum":
      return [
        "out_of_range",
        `at most ${params.limit}, beyond which whole numbers are not exact; send big ids as text`,
      ];
    case "minLength":
      return ["missing_field", "text that is not empty"];
    case "maxLength":
      return ["too_long", `at most ${params.limit} characters long`];
    case "maxItems":
    case "maxProperties":
      return ["too_many", `of at most ${params.limit} entries`];
    case "const":
      return ["wrong_value", quote(params.allowedValue)];
    case "anyOf":
      return ["not_a_scalar", "a string (at most 8192 characters), a finite number, a boolean or null"];
    case "pattern":
      if (field === "type")
        return ["malformed_type", "a lower-case word of a-z, 0-9 and _, at most 64 long, that starts with a letter"];
      if (field === "data.currency") return ["malformed_currency", "an ISO 4217 code of three capitals"];
      return ["malformed", `of the form ${params.pattern}`];
    default:
      return ["malformed", `right by the rule "${keyword}"`];
  }
}

/** A value as people may be shown it: never long, never deep. */
export function quote(value: unknown): string {
  if (value === undefined) return "absent";
  if (typeof value === "string") {
    return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return `an object of ${Object.keys(value).length}`;
  return JSON.stringify(value) ?? typeof value;
}

/** A detail quotes what came in, which may be cut in the middle of a pair or hold anything else. */
export const clean = (detail: string): string => repairText(detail);

function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const part of pointer.split("/").slice(1)) {
    if (typeof current !== "object" || current === null) return undefined;
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    current = Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined;
  }
  return current;
}
