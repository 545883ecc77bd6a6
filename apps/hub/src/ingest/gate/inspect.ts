import { isBroken } from "./texts.ts";

/** How deeply an event may be nested, itself counted as one. */
export const DEEPEST = 32;

/** What a look through a whole value, fields that nobody knows included, found. */
export type Finding = "fine" | "broken_text" | "too_deep" | "not_finite";

/** Looks at every value of an event once. `too_deep` and `not_finite` end the look. */
export function inspect(value: object, depth = 1): Finding {
  if (depth > DEEPEST) return "too_deep";
  let finding: Finding = "fine";
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = inspectValue(value[index], depth);
      if (found === "too_deep" || found === "not_finite") return found;
      if (found === "broken_text") finding = found;
    }
    return finding;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    const found = inspectValue(record[key], depth);
    if (found === "too_deep" || found === "not_finite") return found;
    // Names of known fields are fine as they are; only keys inside `properties` are stored.
    if (found === "broken_text" || (depth > 2 && isBroken(key))) finding = "broken_text";
  }
  return finding;
}

function inspectValue(value: unknown, depth: number): Finding {
  if (typeof value === "string") return isBroken(value) ? "broken_text" : "fine";
  if (typeof value === "number") return Number.isFinite(value) ? "fine" : "not_finite";
  return typeof value === "object" && value !== null ? inspect(value, depth + 1) : "fine";
}

/** Where the value is that made {@link inspect} stop: `data.value`, or the first fields of a path that is too deep. */
export function locate(value: object, finding: "too_deep" | "not_finite", path = "", depth = 1): string | null {
  if (depth > DEEPEST) return finding === "too_deep" ? path : null;
  for (const [key, inner] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof inner === "number" && !Number.isFinite(inner) && finding === "not_finite") return here;
    if (typeof inner === "object" && inner !== null) {
      const found = locate(inner, finding, here, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}
