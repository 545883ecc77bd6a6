export type ShowStatus = "coming" | "live" | "ended";

/** Where a show stands: by its buttons and its platforms, not by its plan. */
export const statusOf = (show: { startedAt: Date | null; endedAt: Date | null }): ShowStatus =>
  show.endedAt ? "ended" : show.startedAt ? "live" : "coming";
