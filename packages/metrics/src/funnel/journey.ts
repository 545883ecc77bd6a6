/** The events of one that counts (a person, a session, …), ordered by time. */
export interface Journey {
  /** Milliseconds, never falling. */
  times: readonly number[];
  /** A bit for each step that event i may fill. */
  steps: readonly number[];
  /** A bit for each exclusion that event i meets; empty when none does. */
  excluded: readonly number[];
  /** What event i has of the properties to hold constant; empty when nothing is held. */
  held: readonly string[];
}

/** A way through the steps: which event filled which step, in the order of time. */
export interface Path {
  events: readonly number[];
  /** Ascending; optional steps may be missing. Of an unordered funnel: 0, 1, 2, … */
  steps: readonly number[];
}

/** A path with what decides whether it is better than another. */
export interface Candidate extends Path {
  /** An excluded event lies on it. */
  marked: boolean;
}

/** When a path may start: milliseconds, both inclusive. */
export interface Starts {
  from: number;
  to: number;
}

/** What a path has to keep to. Times are milliseconds. */
export interface Rules {
  order: "ordered" | "strict" | "unordered";
  /** From the first step, inclusive. */
  window: number;
  /** `within` and `after`: the most and the least since the step before. */
  steps: readonly { optional: boolean; within: number; after: number }[];
  /** After which step and before which other an event of the exclusion marks a path. */
  exclusions: readonly { fromStep: number; toStep: number }[];
  starts: Starts;
}

/**
 * Whether one path counts rather than another of the same journey: it comes further; is clean; is there earlier; fills
 * more optional steps; starts later; fills its steps earlier.
 */
export function isBetter(one: Candidate, other: Candidate | null, { times }: Journey): boolean {
  if (other === null) return true;
  const at = (path: Candidate, index: number) => times[path.events.at(index) as number] as number;
  const last = (path: Candidate) => path.steps.at(-1) as number;
  if (last(one) !== last(other)) return last(one) > last(other);
  if (one.marked !== other.marked) return other.marked;
  if (at(one, -1) !== at(other, -1)) return at(one, -1) < at(other, -1);
  if (one.steps.length !== other.steps.length) return one.steps.length > other.steps.length;
  if (at(one, 0) !== at(other, 0)) return at(one, 0) > at(other, 0);
  for (const [index, step] of one.steps.entries()) {
    const otherStep = other.steps[index] as number;
    if (step !== otherStep) return step < otherStep;
    if (at(one, index) !== at(other, index)) return at(one, index) < at(other, index);
  }
  return false;
}
