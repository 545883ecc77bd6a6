const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The first and last millisecond of a period whose ends are days (inclusive, in `timezone`) or instants (inclusive).
 * @throws RangeError for a day, instant or time zone that there is not
 */
export function periodOf(
  { from, to }: { from?: string | null | undefined; to?: string | null | undefined },
  timezone: string,
): { from: number | undefined; to: number | undefined } {
  return {
    from: from == null ? undefined : DAY.test(from) ? startOfDay(from, timezone) : instant(from),
    to: to == null ? undefined : DAY.test(to) ? startOfDay(nextDay(to), timezone) - 1 : instant(to),
  };
}

function instant(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RangeError(`"${text}" is neither a day nor an instant`);
  // The 30th of February would be taken for the 2nd of March.
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(text) ?? [];
  if (day !== undefined && new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`There is no day ${day}`);
  }
  return time;
}

function nextDay(day: string): string {
  const start = instant(`${day}T00:00:00Z`);
  return new Date(start + 86_400_000).toISOString().slice(0, 10);
}

/** The first moment of a day somewhere: midnight, or when the clock first shows that day where midnight is skipped. */
export function startOfDay(day: string, timezone: string): number {
  const midnight = instant(`${day}T00:00:00Z`);
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    ...({
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    } as const),
  });
  const shown = (time: number): number => {
    const parts = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second);
  };
  // Offsets change at most by hours: of the instants that could be midnight there, the first that shows the day.
  const offsets = [midnight - 86_400_000, midnight, midnight + 86_400_000].map((time) => shown(time) - time);
  const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
  return (
    candidates.find((time) => shown(time) >= midnight && shown(time - 1000) < midnight) ?? candidates[0] ?? midnight
  );
}
