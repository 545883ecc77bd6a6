import type { Comparison, Filter } from "../../funnel.ts";
import type { Bound } from "./bound.ts";
import { propertySql } from "./property-sql.ts";

/** A filter as a condition; every value is bound. */
export function filterSql(filter: Filter | null | undefined, bound: Bound): string {
  if (filter == null) return "1";
  if ("all" in filter) return joined(filter.all, " AND ", "1", bound);
  if ("any" in filter) return joined(filter.any, " OR ", "0", bound);
  return comparisonSql(filter, bound);
}

const joined = (filters: readonly Filter[], by: string, none: string, bound: Bound): string =>
  filters.length === 0 ? none : `(${filters.map((one) => filterSql(one, bound)).join(by)})`;

/** Whether a filter asks about the person, whose properties then have to be read too. */
export function asksPerson(filter: Filter | null | undefined): boolean {
  if (filter == null) return false;
  if ("all" in filter) return filter.all.some(asksPerson);
  if ("any" in filter) return filter.any.some(asksPerson);
  return filter.on === "actor";
}

function comparisonSql({ prop, op, value, on }: Comparison, bound: Bound): string {
  const property = propertySql(prop, on, bound);
  const values = Array.isArray(value) ? value : [value ?? null];
  const [only = null] = values;
  switch (op) {
    case "isSet":
      return `isNotNull(${property})`;
    case "isNull":
      return `isNull(${property})`;
    case "eq":
    case "in":
      return equalsAny(property, values, bound);
    case "neq":
      return `NOT ${equalsAny(property, values, bound)}`;
    case "icontains":
      return `ifNull(positionCaseInsensitiveUTF8(${property}, ${bound.bind("String", String(only ?? ""))}) > 0, 0)`;
    case "startsWith":
      return `ifNull(startsWith(${property}, ${bound.bind("String", String(only ?? ""))}), 0)`;
    case "lte":
      return compared(property, "<=", only, bound);
    case "gte":
      return compared(property, ">=", only, bound);
  }
}

type Scalar = string | number | boolean | null;

function compared(property: string, operator: "<=" | ">=", value: Scalar, bound: Bound): string {
  if (typeof value === "number") {
    return `ifNull(toFloat64OrNull(${property}) ${operator} ${bound.bind("Float64", value)}, 0)`;
  }
  return `ifNull(${property} ${operator} ${bound.bind("String", String(value ?? ""))}, 0)`;
}

/** Numbers are compared as numbers, all else as text; `null` is a property that is not set. */
function equalsAny(property: string, values: readonly Scalar[], bound: Bound): string {
  const numbers = values.filter((value) => typeof value === "number");
  const texts = values.filter((value) => typeof value === "string" || typeof value === "boolean").map(String);
  const conditions = [
    ...(numbers.length > 0
      ? [
          `ifNull(has(${bound.bind("Array(Float64)", numbers)}, assumeNotNull(toFloat64OrNull(${property}))) AND isNotNull(toFloat64OrNull(${property})), 0)`,
        ]
      : []),
    ...(texts.length > 0 ? [`ifNull(has(${bound.bind("Array(String)", texts)}, ${property}), 0)`] : []),
    ...(values.includes(null) ? [`isNull(${property})`] : []),
  ];
  return conditions.length === 0 ? "0" : `(${conditions.join(" OR ")})`;
}
