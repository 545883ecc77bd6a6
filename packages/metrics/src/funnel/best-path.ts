import type { Budget } from "../budget.ts";
import { type Candidate, isBetter, type Journey, type Path, type Rules, type Starts } from "./journey.ts";
import { bestOrdered } from "./ordered.ts";
import { mostSteps } from "./unordered.ts";
import { furthestPath } from "./walk.ts";

/** The path that counts of a journey, among those that start in time; null when none does. */
export function bestPath(journey: Journey, rules: Rules, starts: Starts, budget: Budget): Path | null {
  const best = bestCandidate(journey, rules, starts, budget);
  return best === null || best.marked ? null : best;
}

/**
 * Every try of a journey, for totals: the best path, then the best of the events that are left, and so on. No event
 * is in two tries.
 */
export function* tries(journey: Journey, rules: Rules, budget: Budget): Generator<Path> {
  const steps = [...journey.steps];
  for (;;) {
    const best = bestCandidate({ ...journey, steps }, rules, rules.starts, budget);
    if (best === null) return;
    if (best.steps.length === 1 && rules.exclusions.length === 0) return yield* singles(journey, steps, rules);
    if (!best.marked) yield best;
    for (const event of best.events) steps[event] = 0;
  }
}

/** The tries that are left when none comes past its first step: each start is one. */
function* singles({ times }: Journey, steps: readonly number[], { order, starts }: Rules): Generator<Path> {
  const mayStart = order === "unordered" ? ~0 : 1;
  for (const [event, bits] of steps.entries()) {
    const time = times[event] as number;
    if ((bits & mayStart) !== 0 && time >= starts.from && time <= starts.to) yield { events: [event], steps: [0] };
  }
}

function bestCandidate(journey: Journey, rules: Rules, starts: Starts, budget: Budget): Candidate | null {
  budget.spend();
  if (journey.held.length === 0) return walk(journey, rules, starts, budget);
  let best: Candidate | null = null;
  const values = new Set(journey.held.filter((_, event) => journey.steps[event] !== 0));
  for (const value of values) {
    const steps = journey.steps.map((bits, event) => (journey.held[event] === value ? bits : 0));
    const found = walk({ ...journey, steps }, rules, starts, budget);
    if (found && isBetter(found, best, journey)) best = found;
  }
  return best;
}

function walk(journey: Journey, rules: Rules, starts: Starts, budget: Budget): Candidate | null {
  if (rules.order === "unordered") return mostSteps(journey, rules, starts, budget);
  if (isPlain(rules) && (rules.exclusions.length === 0 || journey.excluded.length === 0)) {
    return furthestPath(journey, rules.steps.length, rules.window, starts);
  }
  return bestOrdered(journey, rules, starts, budget);
}

/** Whether the walk that knows of order and window alone will do. */
const isPlain = ({ order, steps }: Rules): boolean =>
  order === "ordered" &&
  steps.every(({ optional, within, after }) => !optional && within === Number.POSITIVE_INFINITY && after <= 0);
