export type ShowStatus = "coming" | "live" | "ended";

/** Where a show stands: by its buttons, its platforms and its own events, not by its plan. */
export const statusOf = (show: { startedAt: Date | null; endedAt: Date | null }): ShowStatus =>
  show.endedAt ? "ended" : show.startedAt ? "live" : "coming";
