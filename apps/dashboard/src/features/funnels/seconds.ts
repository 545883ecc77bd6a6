export const UNITS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** Seconds in the largest unit that writes them whole: 5,400 → 90 min. */
export function inUnit(seconds: number): { count: number; unit: Unit } {
  for (const unit of ["d", "h", "min"] as const) {
    if (seconds > 0 && seconds % UNITS[unit] === 0) return { count: seconds / UNITS[unit], unit };
  }
  return { count: seconds, unit: "s" };
}
