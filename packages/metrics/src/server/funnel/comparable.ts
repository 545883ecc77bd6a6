import { type Filter, ImpossibleFunnel } from "../../funnel.ts";

/**
 * A comparison needs something to compare with: a list for `in`, one value for the others; `eq` and `neq` take both.
 * @throws ImpossibleFunnel with a pointer to what is missing
 */
export function assertComparable(filter: Filter | null | undefined, at: string): void {
  if (filter == null) return;
  if ("all" in filter || "any" in filter) {
    const [name, inner] = "all" in filter ? ["all", filter.all] : ["any", filter.any];
    for (const [index, one] of inner.entries()) assertComparable(one, `${at}/${name}/${index}`);
    return;
  }
  const { op, value } = filter;
  if (op === "isSet" || op === "isNull") return;
  if (value === undefined) throw new ImpossibleFunnel(`${at}/value`, `${op} needs a value`);
  if (op === "in" && !Array.isArray(value)) throw new ImpossibleFunnel(`${at}/value`, "in needs a list of values");
  if (op !== "in" && op !== "eq" && op !== "neq" && (Array.isArray(value) || value === null)) {
    throw new ImpossibleFunnel(`${at}/value`, `${op} needs one value`);
  }
}
