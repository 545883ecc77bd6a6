/** Which event fills which step. */
export type Assignment = ReadonlyMap<number, number>;

/**
 * The same assignment with one more step filled, by one of `events` or by moving others; null when none can. An event
 * fills one step at most (augmenting paths).
 */
export function assignStep(
  steps: readonly number[],
  events: readonly number[],
  assignment: Assignment,
  step: number,
): Assignment | null {
  const bit = 1 << step;
  if (!events.some((event) => ((steps[event] as number) & bit) !== 0)) return null;
  const grown = new Map(assignment);
  const tried = new Set<number>();
  const fill = (wanted: number): boolean => {
    for (const event of events) {
      if (((steps[event] as number) & (1 << wanted)) === 0 || tried.has(event)) continue;
      tried.add(event);
      const other = grown.get(event);
      if (other === undefined || fill(other)) {
        grown.set(event, wanted);
        return true;
      }
    }
    return false;
  };
  return fill(step) ? grown : null;
}
