import { type Assignment, assignStep } from "./assign.ts";
import type { Candidate, Journey, Starts } from "./journey.ts";

/** The newest start that led to a step, as a chain of filled steps. */
interface Reached {
  start: number;
  event: number;
  before: Reached | null;
}

/**
 * The furthest path of a person through ordered steps within a window from the first step (inclusive); `null` when not
 * even the first is filled. An event fills one step at most; events of one time may fill consecutive steps in any
 * order. Of equally far paths it is the first to get there, and of those the one that started last; in between, each
 * step is filled as early as that start allows.
 */
export function furthestPath(
  { times, steps }: Journey,
  stepCount: number,
  windowMilliseconds: number,
  starts: Starts,
): Candidate | null {
  // reached[d]: d steps are filled, from the newest start for which that is so. A newer start can do all that an older
  // one can from here on, so no other needs to be remembered.
  const reached: (Reached | null)[] = new Array<Reached | null>(stepCount + 1).fill(null);
  let furthest: Reached | null = null;
  let depth = 0;
  for (let at = 0; at < times.length; ) {
    const time = times[at] as number;
    let end = at + 1;
    while (end < times.length && times[end] === time) end += 1;
    const found = end - at === 1 ? alone(at) : together(at, end);
    if (found > depth) {
      depth = found;
      furthest = reached[depth] ?? null;
      if (depth === stepCount) break;
    }
    at = end;
  }
  return furthest && pathOf(furthest);

  /** Lets one event fill one step; says how deep that led. */
  function alone(event: number): number {
    const time = times[event] as number;
    const mask = steps[event] as number;
    let deepest = 0;
    for (let step = stepCount - 1; step >= 0; step -= 1) {
      if ((mask & (1 << step)) === 0) continue;
      if (step === 0 && (time < starts.from || time > starts.to)) continue;
      const before = step === 0 ? null : (reached[step] ?? null);
      if (step > 0 && (before === null || time - before.start > windowMilliseconds)) continue;
      if (fill(step + 1, { start: before?.start ?? time, event, before })) deepest = Math.max(deepest, step + 1);
    }
    return deepest;
  }

  /** The same for events of one time: they fill consecutive steps in whatever order lets them fill most. */
  function together(from: number, to: number): number {
    const time = times[from] as number;
    const old = [...reached];
    let deepest = 0;
    for (let step = stepCount - 1; step >= 0; step -= 1) {
      if (step === 0 && (time < starts.from || time > starts.to)) continue;
      const before = step === 0 ? null : (old[step] ?? null);
      if (step > 0 && (before === null || time - before.start > windowMilliseconds)) continue;
      for (const filled of assignments(steps, from, to, step, stepCount)) {
        let last = before;
        for (const event of filled) last = { start: before?.start ?? time, event, before: last };
        const to = step + filled.length;
        if (last && fill(to, last)) deepest = Math.max(deepest, to);
      }
    }
    return deepest;
  }

  function fill(filled: number, by: Reached): boolean {
    const known = reached[filled];
    if (known && known.start >= by.start) return false;
    reached[filled] = by;
    return true;
  }
}

/** For each number of consecutive steps from `first` on that distinct events can fill: which event fills which. */
function* assignments(
  steps: readonly number[],
  from: number,
  to: number,
  first: number,
  stepCount: number,
): Generator<number[]> {
  const events = Array.from({ length: to - from }, (_, index) => from + index);
  let assigned: Assignment | null = new Map();
  for (let step = first; step < stepCount; step += 1) {
    assigned = assignStep(steps, events, assigned, step);
    if (assigned === null) return;
    const filled: number[] = [];
    for (const [event, which] of assigned) filled[which - first] = event;
    yield filled;
  }
}

function pathOf(last: Reached): Candidate {
  const events: number[] = [];
  for (let step: Reached | null = last; step; step = step.before) events.push(step.event);
  return { events: events.toReversed(), steps: events.map((_, step) => step), marked: false };
}
