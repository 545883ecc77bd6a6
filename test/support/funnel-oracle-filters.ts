import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Comparison, Filter } from "@showpulse/metrics";

export type Value = string | number | boolean | null;

/** What is no number compares with none; `true` is none. */
const numberIn = (own: string | number | boolean): number => (typeof own === "boolean" ? Number.NaN : Number(own));

/** Whether a filter holds. */
export function holds(filter: Filter | null | undefined, property: (one: Comparison) => Value): boolean {
  if (filter == null) return true;
  if ("all" in filter) return filter.all.every((one) => holds(one, property));
  if ("any" in filter) return filter.any.some((one) => holds(one, property));
  const own = property(filter);
  const values = (Array.isArray(filter.value) ? filter.value : [filter.value ?? null]) as Value[];
  const equal = (value: Value) =>
    value === null
      ? own === null
      : own !== null && (typeof value === "number" ? numberIn(own) === value : String(own) === String(value));
  const [value = null] = values;
  switch (filter.op) {
    case "isSet":
      return own !== null;
    case "isNull":
      return own === null;
    case "eq":
    case "in":
      return values.some(equal);
    case "neq":
      return !values.some(equal);
    case "icontains":
      return (
        own !== null &&
        String(own)
          .toLowerCase()
          .includes(String(value ?? "").toLowerCase())
      );
    case "startsWith":
      return own !== null && String(own).startsWith(String(value ?? ""));
    case "lte":
      return own !== null && (typeof value === "number" ? numberIn(own) <= value : String(own) <= String(value ?? ""));
    case "gte":
      return own !== null && (typeof value === "number" ? numberIn(own) >= value : String(own) >= String(value ?? ""));
  }
}

const FIELDS = ["platform", "actor", "session", "quantity", "item", "amountMicros", "currency"] as const;

/** A property of an event, or of its person; null for none. */
export function propertyOf(
  { prop, on }: Pick<Comparison, "prop" | "on">,
  event: AcceptedEvent,
  traits: Record<string, Value>,
): Value {
  const field = FIELDS.find((one) => one === prop);
  const value =
    on === "actor"
      ? traits[prop]
      : field === "quantity"
        ? (event.data.quantity ?? 1)
        : field
          ? event.data[field]
          : event.data.properties?.[prop];
  return value === undefined || value === "" ? null : value;
}

/** Each person's properties: the newest of each key over all ids of the person. */
export function traitsOf(
  log: readonly AcceptedEvent[],
  person: (actor: string) => string,
): Map<string, Record<string, Value>> {
  const traits = new Map<string, Record<string, Value>>();
  for (const { type, data } of log.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    if (type !== "identify") continue;
    const who = person(data.actor ?? "");
    traits.set(who, { ...traits.get(who), ...data.properties });
  }
  return traits;
}
