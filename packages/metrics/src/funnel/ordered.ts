import type { Budget } from "../budget.ts";
import { type Assignment, assignStep } from "./assign.ts";
import { type Candidate, isBetter, type Journey, type Rules, type Starts } from "./journey.ts";
import { addUnlessBeaten, type Label, type StepRules } from "./labels.ts";

/**
 * The best path through steps in order, with everything that may be asked of it: optional steps, times since the step
 * before, exclusions, nothing in between (`strict`). Goes once through the journey and keeps, for each step, the ways to
 * it of which none is at least as good as another whatever comes later.
 */
export function bestOrdered(journey: Journey, rules: Rules, starts: Starts, budget: Budget): Candidate | null {
  const { times, steps, excluded } = journey;
  const strict = rules.order === "strict";
  const last = rules.steps.length - 1;
  const markTimes = rules.exclusions.map((_, index) =>
    times.filter((__, event) => ((excluded[event] ?? 0) & (1 << index)) !== 0),
  );
  const isTimed = rules.steps.map((_, step) => followers(step).some((next) => isLimited(next)));
  let waiting: Label[][] = rules.steps.map(() => []);
  let best: Candidate | null = null;

  for (let at = 0; at < times.length; ) {
    const time = times[at] as number;
    const group: number[] = [];
    for (; at < times.length && times[at] === time; at += 1) if (strict || steps[at] !== 0) group.push(at);
    if (group.length === 0) continue;
    const found: { label: Label; goesOn: boolean }[] = [];
    if (time >= starts.from && time <= starts.to) grow(null, 0, [], new Map(), time, group, found);
    for (const labels of waiting) {
      for (const label of labels) {
        if (time - label.start > rules.window) continue;
        for (const next of followers(label.step)) {
          if (fits(next, time - label.time)) grow(label, next, [], new Map(), time, group, found);
        }
      }
    }
    if (strict) waiting = rules.steps.map(() => []);
    for (const { label, goesOn } of found) {
      const candidate = ended(label);
      if (isBetter(candidate, best, journey)) best = candidate;
      const kept = waiting[label.step] as Label[];
      if (goesOn) waiting[label.step] = addUnlessBeaten(kept, label, stepRules(label.step, time));
    }
    if (best !== null && !best.marked && best.steps.at(-1) === last) break;
  }
  return best;

  /** The steps that may come right after: up to the next that is not optional. */
  function followers(step: number): number[] {
    const next: number[] = [];
    for (let one = step + 1; one <= last; one += 1) {
      next.push(one);
      if (!rules.steps[one]?.optional) break;
    }
    return next;
  }

  function isLimited(step: number): boolean {
    const { within = Number.POSITIVE_INFINITY, after = 0 } = rules.steps[step] ?? {};
    return within !== Number.POSITIVE_INFINITY || after > 0;
  }

  function fits(step: number, since: number): boolean {
    const { within = Number.POSITIVE_INFINITY, after = 0 } = rules.steps[step] ?? {};
    return since <= within && since >= after;
  }

  function stepRules(step: number, time: number): StepRules {
    return {
      isTimed: isTimed[step] as boolean,
      isOver: ({ start }) => time - start > rules.window,
      // A later start's window takes in excluded events that an earlier one's does not.
      endsAlike: (earlier, later) =>
        rules.exclusions.every(
          ({ toStep }, index) =>
            step >= toStep || firstAfter(markTimes[index] as number[], earlier + rules.window) > later + rules.window,
        ),
    };
  }

  /** Fills `step`, and from there as many more as events of this one time can fill. */
  function grow(
    base: Label | null,
    step: number,
    chain: readonly number[],
    assignment: Assignment,
    time: number,
    group: readonly number[],
    found: { label: Label; goesOn: boolean }[],
  ): void {
    budget.spend();
    const assigned = assignStep(steps, group, assignment, step);
    if (assigned === null) return;
    const filled = [...chain, step];
    const eventOf = new Map([...assigned].map(([event, which]) => [which, event]));
    const label = filled.reduce<Label | null>((before, one) => after(before, one, eventOf.get(one) as number), base);
    // With nothing in between, a path that came from before goes on only when it took every event of this time.
    if (label) found.push({ label, goesOn: !strict || base === null || filled.length === group.length });
    if (filled.length === group.length) return;
    for (const next of followers(step)) if (fits(next, 0)) grow(base, next, filled, assigned, time, group, found);
  }

  function after(before: Label | null, step: number, event: number): Label {
    const time = times[event] as number;
    const start = before?.start ?? time;
    let marked = before?.marked ?? false;
    const open = rules.exclusions.map(({ fromStep, toStep }, index) => {
      const opened = before?.open[index] ?? null;
      if (opened !== null && opened < time) marked = true;
      if (step >= toStep || step < fromStep) return null;
      return opened ?? firstAfter(markTimes[index] as number[], time);
    });
    return { step, time, start, filled: (before?.filled ?? 0) + 1, marked, open, event, before, ...tail(open, start) };
  }

  /** Whether the path is marked when it ends here, since what would close the exclusion never comes. */
  function tail(open: readonly (number | null)[], start: number): { markedAtEnd: boolean } {
    return { markedAtEnd: open.some((next) => next !== null && next <= start + rules.window) };
  }
}

function ended(label: Label): Candidate {
  const events: number[] = [];
  const steps: number[] = [];
  for (let one: Label | null = label; one; one = one.before) {
    events.push(one.event);
    steps.push(one.step);
  }
  return { events: events.toReversed(), steps: steps.toReversed(), marked: label.marked || label.markedAtEnd };
}

/** The first of ascending times after another; infinity for none. */
function firstAfter(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return times[low] ?? Number.POSITIVE_INFINITY;
}
