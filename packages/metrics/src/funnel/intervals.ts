import { startOfDay } from "../days.ts";

export type Interval = "hour" | "day" | "week" | "month";

/** The calendar of a trend: where each interval starts, in a time zone. */
export interface Intervals {
  /** The start of the interval that a moment lies in. Milliseconds. */
  startOf(time: number): number;
  /** The start of the one after it. */
  next(start: number): number;
  /** How long one lasts as a rule. Milliseconds. */
  usualLength: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No clock changes its offset more often than this. */
const SLOT = HOUR / 4;

const USUAL: Record<Interval, number> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30.4 * DAY };

/** From a start, leads into the one after, except out of an hour that is longer than others. */
const STRIDE: Record<Interval, number> = { hour: HOUR, day: 1.5 * DAY, week: 7.5 * DAY, month: 31.5 * DAY };

export function intervalsOf(interval: Interval, timezone: string, weekStart: "monday" | "sunday"): Intervals {
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const starts = new Map<number, number>();
  const shownAt = (time: number): Record<string, string> =>
    Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
  const findHour = (slot: number): number => {
    const shown = shownAt(slot);
    const full = slot - (Number(shown.minute) * 60 + Number(shown.second)) * 1000;
    const { hour, minute, second } = shownAt(full);
    if (hour === shown.hour && minute === "00" && second === "00") return full;
    // The clock was changed by less than an hour since: the hour lasts from when it was first shown.
    let start = slot;
    while (shownAt(start - SLOT).hour === shown.hour) start -= SLOT;
    return start;
  };
  const find = (time: number): number => {
    if (interval === "hour") return findHour(time);
    const shown = shownAt(time);
    const day = `${shown.year?.padStart(4, "0")}-${shown.month}-${shown.day}`;
    if (interval === "month") return startOfDay(`${day.slice(0, 8)}01`, timezone);
    if (interval === "day") return startOfDay(day, timezone);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const since = weekStart === "sunday" ? weekday : (weekday + 6) % 7;
    return startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) - since * DAY).toISOString().slice(0, 10), timezone);
  };
  const startOf = (time: number): number => {
    const slot = Math.floor(time / SLOT) * SLOT;
    const known = starts.get(slot) ?? find(slot);
    starts.set(slot, known);
    return known;
  };
  const next = (start: number): number => {
    let time = start + STRIDE[interval];
    while (startOf(time) === start) time += SLOT;
    return startOf(time);
  };
  return { startOf, next, usualLength: USUAL[interval] };
}
