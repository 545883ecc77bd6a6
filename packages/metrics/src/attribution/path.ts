/** A moment at which a buyer met a key. */
export interface Touch {
  /** Milliseconds. */
  at: number;
  seq: number;
  key: string;
}

/** What a buyer did that may be a touch. */
export interface PossibleTouch extends Touch {
  /**
   * - `touch`: is one
   * - `direct`: a visit to the shop from nowhere known, which counts in some models only
   * - `watching`: the start of watching that nothing ended yet; a touch of what is bought ≥ 10 s later
   */
  kind: "touch" | "direct" | "watching";
}

export const DIRECT = "(direct)";
export const UNATTRIBUTED = "(unattributed)";

/** Watching for less is no touch. */
export const SHORTEST_WATCHING_MILLISECONDS = 10_000;

/** What is to be credited, with the key that it declares itself, '' for none. */
export interface Conversion extends Touch {}

/**
 * The touches that led to a conversion: those at or before it and within the lookback, in order; a declared key is one
 * at the conversion's own time, and touches of one key at one time are one.
 * @param touches in order of `(at, seq)`
 */
export function pathTo(
  conversion: Conversion,
  touches: readonly PossibleTouch[],
  { lookbackMilliseconds, withDirect }: { lookbackMilliseconds: number; withDirect: boolean },
): Touch[] {
  const earliest = conversion.at - lookbackMilliseconds;
  const path: Touch[] = [];
  for (let index = firstAtOrAfter(touches, earliest); index < touches.length; index += 1) {
    const touch = touches[index];
    if (touch === undefined || touch.at > conversion.at) break;
    if (touch.kind === "direct" && !withDirect) continue;
    if (touch.kind === "watching" && conversion.at - touch.at < SHORTEST_WATCHING_MILLISECONDS) continue;
    path.push(touch);
  }
  if (conversion.key !== "") insertInOrder(path, conversion);
  return oncePerMoment(path);
}

function firstAtOrAfter(touches: readonly Touch[], at: number): number {
  let low = 0;
  let high = touches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((touches[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertInOrder(path: Touch[], touch: Touch): void {
  let index = path.length;
  while (index > 0 && isAfter(path[index - 1], touch)) index -= 1;
  path.splice(index, 0, touch);
}

const isAfter = (one: Touch | undefined, other: Touch): boolean =>
  one !== undefined && one.at === other.at && one.seq > other.seq;

function oncePerMoment(path: readonly Touch[]): Touch[] {
  let at = Number.NaN;
  const seen = new Set<string>();
  return path.filter((touch) => {
    if (touch.at !== at) seen.clear();
    at = touch.at;
    if (seen.has(touch.key)) return false;
    seen.add(touch.key);
    return true;
  });
}
