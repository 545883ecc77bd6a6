import type { Comparison, Filter } from "../../api/funnels.ts";

export const OPS = ["eq", "neq", "icontains", "startsWith", "in", "gte", "lte", "isSet", "isNull"] as const;

type Value = Comparison["value"];

/** A filter as one list that a person can edit; null where groups lie within groups. */
export function comparisonsOf(filter: Filter | null | undefined): { match: "all" | "any"; list: Comparison[] } | null {
  if (filter == null) return { match: "all", list: [] };
  if ("prop" in filter) return { match: "all", list: [filter] };
  const match = "all" in filter ? "all" : "any";
  const parts = "all" in filter ? filter.all : filter.any;
  const list = parts.filter((part): part is Comparison => "prop" in part);
  return list.length === parts.length ? { match, list } : null;
}

/** The list as a filter; an empty one is none. */
export function joinComparisons(list: Comparison[], match: "all" | "any"): Filter | null {
  const [only] = list;
  if (!only) return null;
  if (list.length === 1) return only;
  return match === "all" ? { all: list } : { any: list };
}

/** Only comparisons with a property and, where they need one, a value can be asked. */
export function askable(filter: Filter | null | undefined): Filter | null {
  const flat = comparisonsOf(filter);
  if (flat === null) return filter ?? null;
  const whole = flat.list.filter(
    ({ prop, op, value }) =>
      prop.trim() !== "" && (op === "isSet" || op === "isNull" || (value != null && value !== "")),
  );
  return joinComparisons(whole, flat.match);
}

export const valueToText = (value: Value): string => (Array.isArray(value) ? value.join(", ") : String(value ?? ""));

/** `in` takes a list; `≥` and `≤` compare as numbers where a number is given. */
export function valueFromText(text: string, op: Comparison["op"]): NonNullable<Value> {
  if (op === "in")
    return text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const isNumber = (op === "gte" || op === "lte") && /^-?\d+(\.\d+)?$/.test(text);
  return isNumber ? Number(text) : text;
}
