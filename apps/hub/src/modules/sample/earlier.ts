/** A smaller show in the weeks before the sample show, so that there is somebody to come back. */
export interface EarlierShow {
  title: string;
  daysBefore: number;
  /** How much earlier in the day. */
  hoursBefore: number;
  /** Share of the sample show's crowd. */
  size: number;
  /** Regulars of the brand's own room who came and went between it and the sample show. */
  moved: number;
}

/** Oldest first: one hour of the week again and again, and one earlier in the day on another. */
export const EARLIER_SHOWS: readonly EarlierShow[] = [
  { title: "Autumn glow 1", daysBefore: 35, hoursBefore: 0, size: 0.13, moved: 110 },
  { title: "Autumn glow 2", daysBefore: 21, hoursBefore: 0, size: 0.15, moved: 84 },
  { title: "Early glow", daysBefore: 10, hoursBefore: 6, size: 0.09, moved: 46 },
  { title: "Autumn glow 3", daysBefore: 7, hoursBefore: 0, size: 0.2, moved: 28 },
];
