const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    cache.set(key, found);
  }
  return found;
}

type Moment = string | number | Date;

/** Keeps "26 Nov" together where text runs right to left: a number before a Latin word would go to its other side. */
const together = (text: string): string =>
  globalThis.document?.documentElement.dir === "rtl" ? `\u2068${text}\u2069` : text;

/** "20:14" in the reader's time zone. */
export const clock = (at: Moment, locale: string): string =>
  formatter(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** "20:14:03". */
export const clockWithSeconds = (at: Moment, locale: string): string =>
  formatter(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(at));

/** "Nov 22". */
export const day = (at: Moment, locale: string): string =>
  together(formatter(locale, { month: "short", day: "numeric" }).format(new Date(at)));

/** "Nov 22, 20:14". */
export const dayAndClock = (at: Moment, locale: string): string =>
  together(
    formatter(locale, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(at)),
  );

/** The reader's time zone, for the label of a time axis. */
export const timeZoneName = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "5 minutes ago", "in 2 hours"; seconds below a minute. */
export function relativeTime(at: Moment, now: number, locale: string): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(seconds, "second");
}

/** "Nov 2026". */
export const month = (at: Moment, locale: string): string =>
  formatter(locale, { month: "short", year: "numeric" }).format(new Date(at));

/** The first Monday after 1970 began: weekdays are counted from it. */
const MONDAY = Date.UTC(1970, 0, 5);

/** "Thursday" for 4: weekdays from 1 (Monday) to 7. */
export const weekdayName = (weekday: number, locale: string): string =>
  formatter(locale, { weekday: "long", timeZone: "UTC" }).format(new Date(MONDAY + (weekday - 1) * 86_400_000));

/** "18:00" for 18, as the language writes hours. */
export const hourName = (hour: number, locale: string): string =>
  formatter(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    new Date(MONDAY + hour * 3_600_000),
  );
