import type { Budget } from "../budget.ts";
import { type Candidate, isBetter, type Journey, type Rules, type Starts } from "./journey.ts";

/**
 * The most distinct steps that are filled within the window from any start, in any order; null for none. From each
 * start every event that can fill one step more is taken, first come first served: that fills as many as can be filled
 * (the sets of events that can fill distinct steps are a matroid), and each number as early as can be. A try with an
 * excluded event in it is void.
 */
export function mostSteps(journey: Journey, rules: Rules, starts: Starts, budget: Budget): Candidate | null {
  const { times, steps } = journey;
  let best: Candidate | null = null;
  let completeAt = Number.POSITIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < times.length; at += 1) {
    const time = times[at] as number;
    if (time > starts.to || time > completeAt) break;
    if (steps[at] === 0 || time < starts.from || time === before) continue;
    before = time;
    const found = tryFrom(at, journey, rules, budget);
    if (found === null) continue;
    if (isBetter(found, best, journey)) best = found;
    if (best?.events.length === rules.steps.length) completeAt = times[best.events.at(-1) as number] as number;
  }
  return best;
}

function tryFrom(first: number, { times, steps, excluded }: Journey, rules: Rules, budget: Budget): Candidate | null {
  const start = times[first] as number;
  const eventOf = new Array<number | undefined>(rules.steps.length);
  const events: number[] = [];
  let end = start + rules.window;
  let complete = false;
  for (let at = first; at < times.length && (times[at] as number) <= end && !complete; at += 1) {
    budget.spend();
    if (!fillsOneMore(at, steps, eventOf)) continue;
    events.push(at);
    if (events.length === rules.steps.length) {
      complete = true;
      end = times[at] as number;
    }
  }
  const isMarked = excluded.some((bits, at) => {
    const time = times[at] as number;
    return bits !== 0 && time > start && (complete ? time < end : time <= end);
  });
  return isMarked ? null : { events, steps: events.map((_, index) => index), marked: false };
}

/** Gives the event a step of its own, moving others to another of their steps where that is needed. */
function fillsOneMore(event: number, steps: readonly number[], eventOf: (number | undefined)[]): boolean {
  let seen = 0;
  const fill = (one: number): boolean => {
    for (let step = 0; step < eventOf.length; step += 1) {
      const bit = 1 << step;
      if (((steps[one] as number) & bit) === 0 || (seen & bit) !== 0) continue;
      seen |= bit;
      const other = eventOf[step];
      if (other === undefined || fill(other)) {
        eventOf[step] = one;
        return true;
      }
    }
    return false;
  };
  return fill(event);
}
