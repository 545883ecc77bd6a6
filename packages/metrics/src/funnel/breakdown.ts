import type { Journey } from "./walk.ts";

export type Attribution = "first_touch" | "last_touch" | "all_events" | "step";

/** Which rows of a breakdown a person belongs to: each with the journey that counts for it. */
export interface Share {
  value: string;
  journey: Journey;
}

/**
 * The rows that a journey counts in; `values` has the breakdown's value of each event, "" for none.
 * - `first_touch`, `last_touch`: the first (last) value among the funnel's events, "" when there is none
 * - `all_events`: each value, with only the events that have it
 * - `step`: each value of an event that may fill that step, which then only such an event may fill
 */
export function sharesOf(journey: Journey, values: readonly string[], attribution: Attribution, step: number): Share[] {
  switch (attribution) {
    case "first_touch":
      return [{ value: values.find((value) => value !== "") ?? "", journey }];
    case "last_touch":
      return [{ value: values.findLast((value) => value !== "") ?? "", journey }];
    case "all_events":
      return [...new Set(values)].map((value) => ({ value, journey: onlyWhere(journey, values, value, ~0) }));
    case "step": {
      const bit = 1 << step;
      const seen = new Set(values.filter((_, event) => ((journey.steps[event] as number) & bit) !== 0));
      return [...seen].map((value) => ({ value, journey: onlyWhere(journey, values, value, bit) }));
    }
  }
}

/** The journey in which events of another value cannot fill the steps of `mask`. */
const onlyWhere = ({ times, steps }: Journey, values: readonly string[], value: string, mask: number): Journey => ({
  times,
  steps: steps.map((bits, event) => (values[event] === value ? bits : bits & ~mask)),
});
