const KEY = "showpulse.direction";

export type Direction = "ltr" | "rtl";

/** The reading direction that was chosen last. */
export const initialDirection = (): Direction => (localStorage.getItem(KEY) === "rtl" ? "rtl" : "ltr");

/** Keeps the choice for the next visit. */
export const rememberDirection = (direction: Direction): void => localStorage.setItem(KEY, direction);
