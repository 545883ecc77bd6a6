/** A way to a step: the newest of a chain of filled steps. */
export interface Label {
  step: number;
  time: number;
  start: number;
  /** How many steps are filled. */
  filled: number;
  /** An excluded event lies behind it. */
  marked: boolean;
  /** For each exclusion that has begun on this way and not ended: when its next event comes; else null. */
  open: readonly (number | null)[];
  /** One of those lies within the window, so that the way is marked if it ends here. */
  markedAtEnd: boolean;
  event: number;
  before: Label | null;
}

/** What matters of a step when two ways to it are compared. */
export interface StepRules {
  /** What may follow depends on when this step was filled. */
  isTimed: boolean;
  /** Whether the window of a way is over. */
  isOver: (label: Label) => boolean;
  /** Whether a way that started later is marked no more than one that started earlier if both end in the same way. */
  endsAlike: (earlierStart: number, laterStart: number) => boolean;
}

/** The ways to a step with one more, without those that another one beats, and without those that are over. */
export function addUnlessBeaten(labels: readonly Label[], label: Label, at: StepRules): Label[] {
  if (labels.some((other) => beats(other, label, at))) return labels as Label[];
  return [...labels.filter((other) => !at.isOver(other) && !beats(label, other, at)), label];
}

/** Whether a way goes on to a path at least as good as another's whatever comes; both are at the same step. */
function beats(one: Label, other: Label, { isTimed, endsAlike }: StepRules): boolean {
  if (one.start < other.start || one.filled < other.filled) return false;
  if (isTimed && one.time !== other.time) return false;
  if (!other.marked) {
    if (one.marked || !endsAlike(other.start, one.start)) return false;
    if (one.open.some((next, index) => next !== null && next < (other.open[index] as number))) return false;
  }
  return one.start > other.start || one.filled > other.filled || !isLater(one, other);
}

/** Whether of two ways of the same length the first fills its steps later, at the first step where they differ. */
function isLater(one: Label, other: Label): boolean {
  let later = false;
  for (
    let a: Label | null = one, b: Label | null = other;
    a !== null && b !== null && a !== b;
    a = a.before, b = b.before
  ) {
    if (a.step !== b.step) later = a.step > b.step;
    else if (a.time !== b.time) later = a.time > b.time;
  }
  return later;
}
