import type { Journey } from "./journey.ts";

export type Attribution = "first_touch" | "last_touch" | "all_events" | "step";

/** Which rows of a breakdown a journey belongs to: each with the journey that counts for it. */
export interface Share<Of extends Journey> {
  value: string;
  journey: Of;
}

/**
 * The rows that a journey counts in; `values` has the breakdown's value of each event, "" for none.
 * - `first_touch`, `last_touch`: the first (last) value among the events that may fill a step, "" when there is none
 * - `all_events`: each value, with only the events that have it
 * - `step`: each value of an event that may fill that step, which then only such an event may fill
 */
export function sharesOf<Of extends Journey>(
  journey: Of,
  values: readonly string[],
  attribution: Attribution,
  step: number,
): Share<Of>[] {
  const { steps } = journey;
  switch (attribution) {
    case "first_touch":
      return [{ value: values.find((value, event) => value !== "" && steps[event] !== 0) ?? "", journey }];
    case "last_touch":
      return [{ value: values.findLast((value, event) => value !== "" && steps[event] !== 0) ?? "", journey }];
    case "all_events":
      return distinct(values, (event) => steps[event] !== 0).map((value) => ({
        value,
        journey: only(journey, (event) => values[event] === value),
      }));
    case "step": {
      const bit = 1 << step;
      return distinct(values, (event) => ((steps[event] as number) & bit) !== 0).map((value) => ({
        value,
        journey: { ...journey, steps: steps.map((bits, event) => (values[event] === value ? bits : bits & ~bit)) },
      }));
    }
  }
}

const distinct = (values: readonly string[], which: (event: number) => boolean): string[] => [
  ...new Set(values.filter((_, event) => which(event))),
];

/** The journey of some of its events: every list that has one entry per event is cut alike. */
function only<Of extends Journey>(journey: Of, which: (event: number) => boolean): Of {
  const cut = Object.entries(journey).map(([name, list]) => [
    name,
    Array.isArray(list) ? list.filter((_, event) => which(event)) : list,
  ]);
  return Object.fromEntries(cut) as Of;
}
